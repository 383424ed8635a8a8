/** Lets go of what has been kept long enough. */
import { pause } from '../adapters/pause.ts';
import type { Clock, Log } from '../adapters/ports.ts';
import type { Access } from './access.ts';
import { describeFailure } from './failure.ts';
import type { Db } from './tables.ts';

export interface Retention {
  /** Lets go of everything that is due now. */
  sweep(): Promise<void>;
  stop(): void;
}

export interface RetentionOptions {
  readonly access: Access;
  readonly log: Log;
  readonly clock: Clock;
  readonly keepQuestionsDays: number;
}

const DAY_MS = 86_400_000;
/** Counts without words or askers: a year to compare with, and a month to do it in. */
export const KEEP_COUNTS_DAYS = 400;
/** Corrections come within weeks. */
export const KEEP_POSTS_DAYS = 90;
/** Slack repeats a delivery for an hour at most, Discord for minutes. */
const KEEP_DELIVERIES_DAYS = 1;
/** Some 50 MB; each is gone half an hour after its last turn. */
const MAX_CONVERSATIONS = 50_000;

const EVERY_MS = 3_600_000;
/** Not while everything starts. */
const FIRST_AFTER_MS = 30_000;
/** A few milliseconds of work, so that a question that comes meanwhile does not wait. */
const CHUNK = 500;
const BETWEEN_CHUNKS_MS = 20;

export function createRetention({ access, log, clock, keepQuestionsDays }: RetentionOptions): Retention {
  const stopping = new AbortController();
  const { signal } = stopping;

  /** Repeats a step until it finds less than a chunk. */
  const exhaust = async (step: (db: Db) => Promise<number>) => {
    while (!signal.aborted && (await access.run(step, 0)) >= CHUNK) await pause(BETWEEN_CHUNKS_MS, signal);
  };

  const sweep = async () => {
    const before = (days: number) => clock() - days * DAY_MS;
    await exhaust((db) => forgetWords(db, before(keepQuestionsDays)));
    for (const [table, at] of [
      ['questions', before(KEEP_COUNTS_DAYS)],
      ['verdicts', before(KEEP_COUNTS_DAYS)],
      ['posts', before(KEEP_POSTS_DAYS)],
      ['deliveries', before(KEEP_DELIVERIES_DAYS)],
    ] as const) {
      await exhaust((db) => deleteOlder(db, table, at));
    }
    await exhaust((db) => deleteConversations(db, clock()));
    await exhaust(deleteExcess);
    await access.run((db) => db.deleteFrom('limits').where('expire', '<', clock()).execute(), 0);
  };

  const schedule = (after: number) => {
    setTimeout(async () => {
      if (signal.aborted) return;
      await sweep().catch((error: unknown) =>
        log.warn(describeFailure(error), 'Cannot let go of what is old yet'),
      );
      schedule(EVERY_MS);
    }, after).unref();
  };
  schedule(FIRST_AFTER_MS);

  return { sweep, stop: () => stopping.abort() };
}

/** A question stays as a count when its words go, and with them whoever asked. */
async function forgetWords(db: Db, before: number): Promise<number> {
  const rows = await db
    .updateTable('questions')
    .set({ utterance: null, asker: null })
    .where('id', 'in', (old) =>
      old
        .selectFrom('questions')
        .select('id')
        .where('asker', 'is not', null)
        .where('at', '<=', before)
        .limit(CHUNK),
    )
    .returning('id')
    .execute();
  return rows.length;
}

async function deleteOlder(
  db: Db,
  table: 'questions' | 'verdicts' | 'posts' | 'deliveries',
  before: number,
): Promise<number> {
  const rows = await db
    .deleteFrom(table)
    .where('id', 'in', (old) => old.selectFrom(table).select('id').where('at', '<', before).limit(CHUNK))
    .returning('id')
    .execute();
  return rows.length;
}

async function deleteConversations(db: Db, now: number): Promise<number> {
  const rows = await db
    .deleteFrom('conversations')
    .where('id', 'in', (old) =>
      old.selectFrom('conversations').select('id').where('until', '<=', now).limit(CHUNK),
    )
    .returning('id')
    .execute();
  return rows.length;
}

/** The least recently used beyond the bound. */
async function deleteExcess(db: Db): Promise<number> {
  const rows = await db
    .deleteFrom('conversations')
    .where('id', 'in', (excess) =>
      excess
        .selectFrom('conversations')
        .select('id')
        .orderBy('at', 'desc')
        .offset(MAX_CONVERSATIONS)
        .limit(CHUNK),
    )
    .returning('id')
    .execute();
  return rows.length;
}
