/** Opens what is kept for looking at it and for erasing, beside a process that answers or without one. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ForgetReport } from '../adapters/privacy.ts';
import { erasePerson } from './forgetting.ts';
import { type DatabaseOptions, FILE_NAME, openDatabase } from './open-database.ts';
import { readStatistics, type Statistics } from './statistics.ts';
import type { Db } from './tables.ts';
import type { Vault } from './vault.ts';

/** One question, as far as it is kept. */
export interface QuestionRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly platform: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly intents: readonly string[];
  readonly confidence: number | null;
  readonly packVersion: string;
  readonly milliseconds: number;
  /** Redacted; null when it is not kept, or not any more. */
  readonly utterance: string | null;
}

export interface VerdictRecord {
  readonly at: number;
  readonly platform: string;
  readonly intent: string;
  readonly packVersion: string;
  readonly helpful: boolean;
}

export interface Records {
  statistics(now: number, weeks: number): Promise<Statistics>;
  /** From a moment on, the oldest first, some thousand at a time. */
  questions(from: number): AsyncIterable<readonly QuestionRecord[]>;
  verdicts(from: number): AsyncIterable<readonly VerdictRecord[]>;
  forget(platform: string, user: string): Promise<ForgetReport>;
  close(): Promise<void>;
}

/** A few megabytes at a time. */
const CHUNK = 2_000;

/** Undefined when nothing was ever kept. */
export async function openRecords(options: DatabaseOptions): Promise<Records | undefined> {
  if (options.url === undefined && !existsSync(join(options.folder, FILE_NAME))) return undefined;
  const { db, vault, close } = await openDatabase(options);
  return {
    statistics: (now, weeks) => readStatistics(db, now, weeks),
    questions: (from) => chunks((after) => readQuestions(db, vault, from, after)),
    verdicts: (from) => chunks((after) => readVerdicts(db, from, after)),
    forget: (platform, user) => erasePerson(db, vault, platform, user),
    close,
  };
}

interface Chunk<T> {
  readonly records: readonly T[];
  /** Where the next one goes on; undefined at the end. */
  readonly next: Place | undefined;
}

/** Of a row: moments may be shared. */
interface Place {
  readonly at: number;
  readonly id: string;
}

async function* chunks<T>(
  read: (after: Place | undefined) => Promise<Chunk<T>>,
): AsyncGenerator<readonly T[]> {
  let after: Place | undefined;
  do {
    const { records, next } = await read(after);
    if (records.length > 0) yield records;
    after = next;
  } while (after !== undefined);
}

async function readQuestions(
  db: Db,
  vault: Vault,
  from: number,
  after: Place | undefined,
): Promise<Chunk<QuestionRecord>> {
  let query = db.selectFrom('questions').selectAll().where('at', '>=', from);
  if (after) {
    query = query.where((row) =>
      row.or([row('at', '>', after.at), row.and([row('at', '=', after.at), row('id', '>', after.id)])]),
    );
  }
  const rows = await query.orderBy('at').orderBy('id').limit(CHUNK).execute();
  return {
    next: placeAfter(rows),
    records: rows.map((row) => ({
      at: row.at,
      platform: row.platform,
      outcome: row.outcome,
      reason: row.reason,
      intents: JSON.parse(row.intents) as readonly string[],
      confidence: row.confidence,
      packVersion: row.pack_version,
      milliseconds: row.milliseconds,
      utterance: row.utterance === null ? null : (vault.open(row.utterance, row.id) ?? null),
    })),
  };
}

async function readVerdicts(db: Db, from: number, after: Place | undefined): Promise<Chunk<VerdictRecord>> {
  let query = db.selectFrom('verdicts').selectAll().where('at', '>=', from);
  if (after) {
    query = query.where((row) =>
      row.or([row('at', '>', after.at), row.and([row('at', '=', after.at), row('id', '>', after.id)])]),
    );
  }
  const rows = await query.orderBy('at').orderBy('id').limit(CHUNK).execute();
  return {
    next: placeAfter(rows),
    records: rows.map(({ at, platform, intent, pack_version, helpful }) => ({
      at,
      platform,
      intent,
      packVersion: pack_version,
      helpful: helpful === 1,
    })),
  };
}

function placeAfter(rows: readonly Place[]): Place | undefined {
  const last = rows.at(-1);
  return rows.length < CHUNK || !last ? undefined : { at: last.at, id: last.id };
}
