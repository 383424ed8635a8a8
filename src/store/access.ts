/** Reaches the database when it can be reached: tries again while it is away, and says once that it is and once that it is back. */
import { performance } from 'node:perf_hooks';
import { pause } from '../adapters/pause.ts';
import type { Log } from '../adapters/ports.ts';
import { describeFailure, kindOf, StoreFailure } from './failure.ts';
import type { Db } from './tables.ts';

export interface Access {
  /**
   * What `work` resolves with; it is done over while the database is away, so it must do no harm when it is done twice.
   * Rejects with a `StoreFailure` when the database is still away after `patience` milliseconds, and with any other error
   * at once.
   */
  run<T>(work: (db: Db) => Promise<T>, patience: number): Promise<T>;
  /** The same for work that only reads: that it succeeds says nothing of a disk that is full. */
  read<T>(work: (db: Db) => Promise<T>, patience: number): Promise<T>;
  /** Ends all waiting: what waits rejects. */
  stop(): void;
}

/** A lock of another process lasts this long or less. */
const FIRST_PAUSE_MS = 25;
/** A person waits for what waits here. */
const LONGEST_PAUSE_MS = 500;
/** On a disk that is almost full, some writes succeed and some do not: the log is told of it this often. */
const REPORT_EVERY_MS = 60_000;

export function createAccess(db: Db, log: Log): Access {
  const stopping = new AbortController();
  let reported = false;
  let reportedAt = Number.NEGATIVE_INFINITY;

  const failed = (error: unknown) => {
    if (reported || performance.now() - reportedAt < REPORT_EVERY_MS) return;
    reported = true;
    reportedAt = performance.now();
    log.error(describeFailure(error), 'Cannot use the database; trying again');
  };
  const worked = () => {
    if (!reported) return;
    reported = false;
    log.info({}, 'The database can be used again');
  };

  const attempt = async <T>(work: (db: Db) => Promise<T>, patience: number): Promise<T> => {
    // Not the clock of the day, which may be set back meanwhile.
    const until = performance.now() + patience;
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        return await work(db);
      } catch (error) {
        const kind = kindOf(error);
        if (kind === 'fault') throw error;
        // A lock is nothing to report until it lasts.
        if (wait > FIRST_PAUSE_MS || kind !== 'away') failed(error);
        const left = until - performance.now();
        if (kind !== 'away' || left <= 0 || stopping.signal.aborted) throw unreachable(error);
        await pause(Math.min(wait, left), stopping.signal);
      }
    }
  };

  return {
    async run(work, patience) {
      const result = await attempt(work, patience);
      worked();
      return result;
    },
    read: attempt,
    stop: () => stopping.abort(),
  };
}

function unreachable(error: unknown): StoreFailure {
  if (error instanceof StoreFailure) return error;
  const { kind, reason, code } = describeFailure(error);
  return new StoreFailure(
    kind,
    `Cannot use the database: ${reason}${code === undefined ? '' : ` (${code})`}.`,
    { cause: error },
  );
}
