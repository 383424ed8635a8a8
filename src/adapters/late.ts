/** Answers late: what a process did not live to answer, and what the platform did not take when it was sent. */
import type { AbandonedDelivery, Deliveries } from './deliveries.ts';
import { pause } from './pause.ts';
import type { Log } from './ports.ts';
import type { Workload } from './workload.ts';

export interface Late {
  /** Looks for what was left behind now, and then every so often. */
  start(): void;
  /** Takes back what could not be sent, to try it again in the next round. */
  again(delivery: AbandonedDelivery): void;
  /** Starts nothing more; what is under way belongs to the workload. */
  stop(): void;
}

export interface LateOptions {
  /** The adapter's name. */
  readonly platform: string;
  readonly deliveries: Deliveries;
  readonly workload: Workload;
  readonly log: Log;
  /** Answers one if the platform still allows it; false when it is worth trying again. */
  answer(delivery: AbandonedDelivery): Promise<boolean>;
  /** Told, in words that may stand in a log, what went wrong. */
  describe(error: unknown): object;
  /** Milliseconds between two rounds. */
  readonly every?: number | undefined;
}

/** Often enough for an answer within a minute of a crash, seldom enough to be no load on the store. */
const EVERY_MS = 10_000;
/** Answers given at the same time: a late one must not be in the way of those asked now. */
const AT_ONCE = 5;
/** Rounds after which a platform that takes nothing is left alone. */
const MAX_ROUNDS = 6;

export function createLate(options: LateOptions): Late {
  const { platform, deliveries, workload, log, answer, describe, every = EVERY_MS } = options;
  const stopping = new AbortController();
  /** With the rounds each has had. */
  const waiting = new Map<string, { readonly delivery: AbandonedDelivery; readonly rounds: number }>();

  const tryOne = async (delivery: AbandonedDelivery, rounds: number): Promise<void> => {
    const settled = await answer(delivery).catch((error: unknown) => {
      log.error(describe(error), 'Cannot answer a question late');
      return false;
    });
    if (settled) return;
    // Whatever went wrong may have gone wrong after it arrived, so the next round looks first.
    if (rounds < MAX_ROUNDS) {
      waiting.set(delivery.id, { delivery: { ...delivery, sending: true }, rounds });
      return;
    }
    log.error({ rounds }, 'Cannot deliver an answer: given up');
    await deliveries
      .done(platform, delivery.id)
      .catch((error: unknown) => log.warn(describe(error), 'Cannot write down that a question was given up'));
  };

  const find = async (): Promise<readonly AbandonedDelivery[]> => {
    try {
      const found = await deliveries.abandoned(platform);
      if (found.length > 0) log.info({ questions: found.length }, 'Answering what was left unanswered');
      return found;
    } catch (error) {
      log.warn(describe(error), 'Cannot look for what was left unanswered');
      return [];
    }
  };

  const answerAll = async (): Promise<void> => {
    const due = [...waiting.values()];
    waiting.clear();
    for (let i = 0; i < due.length; i += AT_ONCE) {
      // The store gives what is left to the next who asks, once this process is gone.
      if (stopping.signal.aborted) return;
      await Promise.all(
        due.slice(i, i + AT_ONCE).map(({ delivery, rounds }) => tryOne(delivery, rounds + 1)),
      );
    }
  };

  const rounds = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const found = await find();
      for (const delivery of found) waiting.set(delivery.id, { delivery, rounds: 0 });
      // When there is no room for it now, the next round has it.
      await new Promise<void>((resolve) => {
        if (waiting.size === 0 || workload.run(() => answerAll().finally(resolve)) !== 'started') resolve();
      });
      await pause(every, stopping.signal);
    }
  };

  return {
    start() {
      void rounds();
    },
    again(delivery) {
      waiting.set(delivery.id, { delivery: { ...delivery, sending: true }, rounds: 0 });
    },
    stop() {
      stopping.abort();
    },
  };
}
