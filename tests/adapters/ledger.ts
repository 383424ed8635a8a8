/** Deliveries of several processes, some of which die: each at a moment of the test's choosing. */
import type { AbandonedDelivery, Deliveries } from '../../src/adapters/deliveries.ts';

/**
 * `unanswered`: having taken the delivery and done nothing more · `unsent`: having said that it sends, before anything
 * arrived · `unfinished`: after the answer arrived, before that was written down.
 */
export type Death = 'unanswered' | 'unsent' | 'unfinished';

interface Entry {
  readonly id: string;
  redo: string | undefined;
  state: 'taken' | 'sending' | 'done';
  isAbandoned: boolean;
}

export interface Ledger {
  /** For a process that answers what it takes. */
  living(): Deliveries;
  /** For a process that dies on each delivery it takes. */
  dying(death: Death): Deliveries;
  readonly entries: readonly Entry[];
  /** Waits until so many deliveries are in this state, of as many. */
  until(state: Entry['state'], count?: number): Promise<void>;
}

export function createLedger(): Ledger {
  const entries: Entry[] = [];
  const find = (id: string) => entries.find((entry) => entry.id === id);
  const enter = (id: string, redo: string | undefined): Entry | undefined => {
    if (find(id)) return undefined;
    const entry: Entry = { id, redo, state: 'taken', isAbandoned: false };
    entries.push(entry);
    return entry;
  };
  const living: Deliveries = {
    take: async (_, id, redo) => enter(id, redo) !== undefined,
    sending: async (_, id) => {
      const entry = find(id);
      if (entry) entry.state = 'sending';
    },
    done: async (_, id) => {
      const entry = find(id);
      if (!entry) return;
      entry.state = 'done';
      // What was answered is nobody's to answer again, and its words are nobody's business any more.
      entry.redo = undefined;
    },
    abandoned: async () =>
      entries.flatMap((entry): AbandonedDelivery[] => {
        if (!entry.isAbandoned || entry.redo === undefined) return [];
        entry.isAbandoned = false;
        return [{ id: entry.id, redo: entry.redo, sending: entry.state === 'sending' }];
      }),
  };
  return {
    entries,
    living: () => living,
    dying(death) {
      const nothing = async () => [];
      if (death === 'unfinished') {
        const done: Deliveries['done'] = async (_, id) => {
          const entry = find(id);
          if (entry) entry.isAbandoned = true;
        };
        return { ...living, done, abandoned: nothing };
      }
      // An adapter that is told that a delivery is not its own does as little as one that is gone.
      const take: Deliveries['take'] = async (_, id, redo) => {
        const entry = enter(id, redo);
        if (!entry) return false;
        entry.isAbandoned = true;
        if (death === 'unsent') entry.state = 'sending';
        return false;
      };
      return { ...living, take, abandoned: nothing };
    },
    async until(state, count = 1) {
      const end = Date.now() + 8_000;
      while (entries.filter((entry) => entry.state === state).length < count) {
        if (Date.now() > end) throw new Error(`Waited in vain for ${state}: ${JSON.stringify(entries)}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

/** Deliveries that cannot be reached, until they can. */
export function createAway(how: 'hangs' | 'rejects' = 'hangs'): {
  readonly deliveries: Deliveries;
  back(): void;
} {
  const { living } = createLedger();
  let isBack = false;
  let letGo: () => void = () => {};
  const waiting = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const reach = async () => {
    if (isBack) return;
    if (how === 'rejects') throw new Error('the database is away');
    await waiting;
  };
  const { take, sending, done, abandoned } = living();
  return {
    deliveries: {
      take: (...args) => reach().then(() => take(...args)),
      sending: (...args) => reach().then(() => sending(...args)),
      done: (...args) => reach().then(() => done(...args)),
      abandoned: (...args) => reach().then(() => abandoned(...args)),
    },
    back() {
      isBack = true;
      letGo();
    },
  };
}
