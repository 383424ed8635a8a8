/**
 * Keeps what is to be done in bounds, and stopping can wait for it. Work waits here for its turn rather than in the
 * network's buffers: only so can be seen how much there is, and be said so before it is too late.
 */
import { settlesWithin } from './pause.ts';

/** `full`: more is to be done than can be done in time; `stopping`: nothing new is taken. */
export type Started = 'started' | 'full' | 'stopping';

export interface Workload {
  /** Takes work unless full or stopping; what it throws goes to `onError`, never to the caller. */
  run(work: () => Promise<void>): Started;
  /** What waits and what is under way. */
  readonly size: number;
  /** Takes no more work and resolves once all is done, or after `milliseconds`; true when all was done. */
  drain(milliseconds: number): Promise<boolean>;
}

export interface WorkloadOptions {
  /** How much may wait and be under way at once. */
  readonly limit?: number | undefined;
  /** Milliseconds that work may have to wait for its turn, as things go; beyond, no more is taken. */
  readonly patience?: number;
}

/** Some 20 MB. While the store is away that is ten seconds of a hundred questions each. */
export const MAX_UNDER_WAY = 1_000;
/** Platforms wait three seconds for an answer: with a second gone, there is as much again to be announced, and to spare. */
const PATIENCE_MS = 1_000;
/** Fewer that wait are no overload: the process stood still for a moment. */
const FEW = 10;
/** Begun between two looks at the network: about as much work as there is in taking in what that brings at once. */
const BEGUN_AT_ONCE = 4;
/** How much the latest turn counts in the average time between two. */
const LATEST_SHARE = 0.1;

export function createWorkload(
  onError: (error: unknown) => void,
  { limit = MAX_UNDER_WAY, patience = PATIENCE_MS }: WorkloadOptions = {},
): Workload {
  const underWay = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  let turns = 0;
  let stopping = false;
  /** Milliseconds between two turns while there is more to do than can be done at once. */
  let interval = 0;
  let latestTurn: number | undefined;

  const turn = () => {
    turns -= 1;
    const now = performance.now();
    if (latestTurn !== undefined) interval += (now - latestTurn - interval) * LATEST_SHARE;
    waiting.shift()?.();
    latestTurn = waiting.length > 0 ? now : undefined;
    takeTurns();
  };
  const takeTurns = () => {
    for (; turns < Math.min(waiting.length, BEGUN_AT_ONCE); turns += 1) setImmediate(turn);
  };
  const isFull = () =>
    underWay.size >= limit || (waiting.length >= FEW && waiting.length * interval > patience);

  return {
    run(work) {
      if (stopping) return 'stopping';
      if (isFull()) return 'full';
      const done = new Promise<void>((resolve) => {
        waiting.push(() => void start(work).catch(onError).finally(resolve));
      }).finally(() => underWay.delete(done));
      underWay.add(done);
      takeTurns();
      return 'started';
    },
    get size() {
      return underWay.size;
    },
    async drain(milliseconds) {
      stopping = true;
      return settlesWithin(milliseconds, Promise.all(underWay));
    },
  };
}

/** What is thrown at once is a rejection like any other. */
async function start(work: () => Promise<void>): Promise<void> {
  await work();
}
