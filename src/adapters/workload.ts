/** Keeps track of what is under way, so that stopping can wait for it. */
import { settlesWithin } from './pause.ts';

export interface Workload {
  /** Starts work unless stopping; what it throws goes to `onError`, never to the caller. */
  run(work: () => Promise<void>): void;
  readonly size: number;
  /** Takes no more work and resolves once all is done, or after `milliseconds`; true when all was done. */
  drain(milliseconds: number): Promise<boolean>;
}

export function createWorkload(onError: (error: unknown) => void): Workload {
  const underWay = new Set<Promise<void>>();
  let stopping = false;
  return {
    run(work) {
      if (stopping) return;
      const promise = start(work)
        .catch(onError)
        .finally(() => underWay.delete(promise));
      underWay.add(promise);
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
