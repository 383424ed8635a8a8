/** Which deliveries of a platform were taken, by whom, and whether they were answered: each is answered once. */
import { createSeen } from './seen.ts';

/** What is needed to answer a delivery later, by another process: JSON, made and read by the adapter. */
export type Redo = string;

export interface AbandonedDelivery {
  readonly id: string;
  readonly redo: Redo;
  /** True when the process that had taken it had begun to send: the reply may have arrived. */
  readonly sending: boolean;
}

export interface Deliveries {
  /**
   * True for the one caller who is to answer the delivery, among all processes and starts; false when it was taken before.
   * Waits while the store cannot be reached, and rejects when that lasts too long.
   */
  take(platform: string, id: string, redo?: Redo): Promise<boolean>;
  /**
   * Said right before the reply is sent. Rejects with `DeliveryLost` when another process answers it by now: then nothing
   * must be sent.
   */
  sending(platform: string, id: string): Promise<void>;
  /** Said when it was answered, or when it cannot be any more. */
  done(platform: string, id: string): Promise<void>;
  /**
   * Takes over what a process took, with a `redo`, and did not live to answer. Each is given to one caller.
   * The process that took it must not have been heard of for longer than the store's lease.
   */
  abandoned(platform: string): Promise<readonly AbandonedDelivery[]>;
}

/** Platforms repeat for some five minutes; that is two hundred a second for as long. */
const MAX_REMEMBERED = 60_000;

/** Deliveries of this process alone: it answers each once, and leaves nothing behind. */
export function createMemoryDeliveries(maxRemembered = MAX_REMEMBERED): Deliveries {
  const seen = createSeen(maxRemembered);
  return {
    take: async (platform, id) => !seen.before(`${platform}:${id}`),
    sending: async () => {},
    done: async () => {},
    abandoned: async () => [],
  };
}

/** This process had not been heard of for so long that another one has taken the delivery over. */
export class DeliveryLost extends Error {
  constructor() {
    super(
      'Cannot send this answer: another process has taken the question over, as this one had not been heard of.',
    );
    this.name = 'DeliveryLost';
  }
}
