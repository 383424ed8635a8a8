/** Writes that nobody waits for: gathered, written together, tried again while the database is away, bounded in number. */
import { performance } from 'node:perf_hooks';
import { pause, settlesWithin } from '../adapters/pause.ts';
import type { Log } from '../adapters/ports.ts';
import type { Access } from './access.ts';
import { describeFailure, kindOf } from './failure.ts';
import type { Db, PostRow, QuestionRow, VerdictRow } from './tables.ts';

export type Write =
  | { readonly table: 'questions'; readonly row: QuestionRow }
  | { readonly table: 'verdicts'; readonly row: VerdictRow }
  | { readonly table: 'posts'; readonly row: PostRow };

export interface WriteQueue {
  add(write: Write): void;
  /** Takes back what has not been written; the number of writes. */
  remove(isMeant: (write: Write) => boolean): number;
  readonly size: number;
  /** Writes given up since the start. */
  readonly dropped: number;
  /** Writes all that is queued, for at most `patience` milliseconds. */
  flush(patience: number): Promise<void>;
  /** No more writing by itself. */
  stop(): void;
}

export interface WriteQueueOptions {
  readonly access: Access;
  readonly log: Log;
  readonly bound?: number;
  /** Milliseconds between two batches. */
  readonly interval?: number;
}

/** Some 10 MB: a quarter of an hour of ten questions a second. */
const BOUND = 10_000;
/** What a kill may lose; a statement for each question would be the dearer. */
const INTERVAL_MS = 200;
/** Eleven values each: far from the 32,766 that SQLite takes, and a few milliseconds of work. */
const BATCH = 200;
const LONGEST_PAUSE_MS = 5_000;
/** One line for all that is dropped meanwhile. */
const REPORT_MS = 60_000;

export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  const { access, log, bound = BOUND, interval = INTERVAL_MS } = options;
  let waiting: Write[] = [];
  let batch: readonly Write[] = [];
  let dropped = 0;
  let reportedAt = Number.NEGATIVE_INFINITY;
  let wait = interval;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let stopped = false;

  const drop = (count: number, why: string) => {
    dropped += count;
    if (performance.now() - reportedAt < REPORT_MS) return;
    reportedAt = performance.now();
    log.error({ dropped, why }, 'Entries of the journal are dropped, the oldest first');
  };
  const trim = () => {
    const over = waiting.length - bound;
    if (over <= 0) return;
    waiting.splice(0, over);
    drop(over, 'more are waiting than may wait');
  };

  const writeBatch = async () => {
    batch = waiting.splice(0, BATCH);
    try {
      await access.run((db) => writeAll(db, batch), 0);
      wait = interval;
    } catch (error) {
      if (kindOf(error) !== 'fault') {
        waiting = [...batch, ...waiting];
        wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
        throw error;
      }
      // One of them cannot be written, whatever the reason: it must not keep the others from it.
      await writeEach(batch);
    } finally {
      batch = [];
      trim();
    }
  };
  const writeEach = async (writes: readonly Write[]) => {
    for (const write of writes) {
      try {
        await access.run((db) => writeAll(db, [write]), 0);
      } catch (error) {
        if (kindOf(error) === 'fault') {
          log.error(describeFailure(error), 'Cannot write an entry of the journal');
          drop(1, 'the database does not take it');
        } else waiting.unshift(write);
      }
    }
  };
  const writeWaiting = () => {
    writing ??= (async () => {
      while (waiting.length > 0) await writeBatch();
    })().finally(() => {
      writing = undefined;
    });
    return writing;
  };
  const schedule = () => {
    if (timer !== undefined || stopped) return;
    timer = setTimeout(async () => {
      await writeWaiting().catch(() => {});
      timer = undefined;
      if (waiting.length > 0) schedule();
    }, wait);
    timer.unref();
  };

  return {
    add(write) {
      waiting.push(write);
      trim();
      schedule();
    },
    remove(isMeant) {
      const before = waiting.length;
      waiting = waiting.filter((write) => !isMeant(write));
      return before - waiting.length;
    },
    get size() {
      return waiting.length + batch.length;
    },
    get dropped() {
      return dropped;
    },
    async flush(patience) {
      const until = performance.now() + patience;
      for (;;) {
        await settlesWithin(until - performance.now(), writeWaiting());
        const left = until - performance.now();
        if (waiting.length === 0 || left <= 0) return;
        await pause(Math.min(interval, left));
      }
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** All or none; what was written before, and only its confirmation got lost, is not written twice. */
async function writeAll(db: Db, writes: readonly Write[]): Promise<void> {
  const questions = writes.flatMap((write) => (write.table === 'questions' ? [write.row] : []));
  const verdicts = writes.flatMap((write) => (write.table === 'verdicts' ? [write.row] : []));
  const posts = writes.flatMap((write) => (write.table === 'posts' ? [write.row] : []));
  await db.transaction().execute(async (on) => {
    if (questions.length > 0) {
      await on
        .insertInto('questions')
        .values(questions)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    }
    if (verdicts.length > 0) {
      await on
        .insertInto('verdicts')
        .values(verdicts)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    }
    if (posts.length > 0) {
      await on
        .insertInto('posts')
        .values(posts)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    }
  });
}
