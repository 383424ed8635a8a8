/** Adds up what was asked, week by week. */
import { sql } from 'kysely';
import type { Db } from './tables.ts';

export interface WeekStatistics {
  /** The first moment of the week, in milliseconds since 1970. */
  readonly from: number;
  readonly answered: number;
  /** Asked back which question was meant. */
  readonly disambiguated: number;
  /** Shown passages, as there was no answer. */
  readonly excerpts: number;
  readonly refused: number;
  readonly smalltalk: number;
  readonly helpful: number;
  readonly notHelpful: number;
}

/** How often an intent was answered, or was the nearest to what was not answered; its verdicts. */
export interface IntentStatistics {
  readonly intent: string;
  readonly count: number;
  readonly helpful: number;
  readonly notHelpful: number;
}

export interface Statistics {
  /** The latest last. */
  readonly weeks: readonly WeekStatistics[];
  /** Questions by platform, the most first. */
  readonly platforms: readonly { readonly platform: string; readonly count: number }[];
  /** Why questions were refused, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  /** The intents answered most. */
  readonly asked: readonly IntentStatistics[];
  /** The intents nearest to what was refused, or shown passages of, most often. */
  readonly missed: readonly IntentStatistics[];
  /** Milliseconds that half of the questions took at most. */
  readonly medianMilliseconds?: number;
}

const WEEK_MS = 7 * 86_400_000;
const MISSED: readonly string[] = ['fallback', 'excerpt'];

/** The statistics of so many weeks, the last of which ends at `now`. */
export async function readStatistics(db: Db, now: number, weeks: number): Promise<Statistics> {
  const from = now - weeks * WEEK_MS;
  const verdicts = await countVerdicts(db, from, now);
  const byIntents = await countIntents(db, from, now);
  const median = await readMedian(db, from, now);
  return {
    weeks: await countWeeks(db, from, now, weeks),
    platforms: await countBy(db, 'platform', from, now),
    reasons: (await countBy(db, 'reason', from, now)).map(({ platform: reason, count }) => ({
      reason,
      count,
    })),
    asked: rank(
      byIntents.filter(({ outcome }) => outcome === 'answer'),
      verdicts,
    ),
    missed: rank(
      byIntents.filter(({ outcome }) => MISSED.includes(outcome)),
      verdicts,
    ),
    ...(median !== undefined && { medianMilliseconds: median }),
  };
}

/** Which week a moment falls in, from 0; SQLite divides as fractions what PostgreSQL divides as whole numbers. */
const weekOf = (from: number) => sql<number>`cast((at - ${from}) / ${WEEK_MS} as integer)`;

async function countWeeks(db: Db, from: number, now: number, weeks: number): Promise<WeekStatistics[]> {
  const outcomes = await db
    .selectFrom('questions')
    .select(({ fn }) => [weekOf(from).as('week'), 'outcome', fn.countAll<number>().as('count')])
    .where('at', '>', from)
    .where('at', '<=', now)
    .groupBy(['week', 'outcome'])
    .execute();
  const verdicts = await db
    .selectFrom('verdicts')
    .select(({ fn }) => [weekOf(from).as('week'), 'helpful', fn.countAll<number>().as('count')])
    .where('at', '>', from)
    .where('at', '<=', now)
    .groupBy(['week', 'helpful'])
    .execute();
  return Array.from({ length: weeks }, (_, week) => {
    // The last moment of all is the end of the last week, not the start of another.
    const isIn = (row: { readonly week: number }) => Math.min(row.week, weeks - 1) === week;
    const of = (outcome: string) => sum(outcomes.filter((row) => isIn(row) && row.outcome === outcome));
    const judged = (helpful: number) => sum(verdicts.filter((row) => isIn(row) && row.helpful === helpful));
    return {
      from: from + week * WEEK_MS,
      answered: of('answer'),
      disambiguated: of('disambiguation'),
      excerpts: of('excerpt'),
      refused: of('fallback'),
      smalltalk: of('smalltalk'),
      helpful: judged(1),
      notHelpful: judged(0),
    };
  });
}

async function countBy(
  db: Db,
  column: 'platform' | 'reason',
  from: number,
  now: number,
): Promise<readonly { readonly platform: string; readonly count: number }[]> {
  const rows = await db
    .selectFrom('questions')
    .select(({ fn, ref }) => [ref(column).as('name'), fn.countAll<number>().as('count')])
    .where('at', '>', from)
    .where('at', '<=', now)
    .where(column, 'is not', null)
    .groupBy(column)
    .execute();
  return rows
    .map(({ name, count }) => ({ platform: name ?? '', count }))
    .toSorted((a, b) => b.count - a.count || a.platform.localeCompare(b.platform));
}

interface IntentsCount {
  readonly outcome: string;
  readonly intents: readonly string[];
  readonly count: number;
}

async function countIntents(db: Db, from: number, now: number): Promise<readonly IntentsCount[]> {
  const rows = await db
    .selectFrom('questions')
    .select(({ fn }) => ['outcome', 'intents', fn.countAll<number>().as('count')])
    .where('at', '>', from)
    .where('at', '<=', now)
    .groupBy(['outcome', 'intents'])
    .execute();
  return rows.map((row) => ({ ...row, intents: JSON.parse(row.intents) as readonly string[] }));
}

interface VerdictCount {
  readonly intent: string;
  readonly helpful: number;
  readonly count: number;
}

function countVerdicts(db: Db, from: number, now: number): Promise<readonly VerdictCount[]> {
  return db
    .selectFrom('verdicts')
    .select(({ fn }) => ['intent', 'helpful', fn.countAll<number>().as('count')])
    .where('at', '>', from)
    .where('at', '<=', now)
    .groupBy(['intent', 'helpful'])
    .execute();
}

/** Every answer of a question counts; of what was not answered, the nearest intent does. */
function rank(
  counts: readonly IntentsCount[],
  verdicts: readonly VerdictCount[],
): readonly IntentStatistics[] {
  const totals = new Map<string, number>();
  for (const { outcome, intents, count } of counts) {
    for (const intent of outcome === 'answer' ? intents : intents.slice(0, 1)) {
      totals.set(intent, (totals.get(intent) ?? 0) + count);
    }
  }
  const judged = (intent: string, helpful: number) =>
    sum(verdicts.filter((verdict) => verdict.intent === intent && verdict.helpful === helpful));
  return [...totals]
    .map(([intent, count]) => ({ intent, count, helpful: judged(intent, 1), notHelpful: judged(intent, 0) }))
    .toSorted((a, b) => b.count - a.count || a.intent.localeCompare(b.intent));
}

async function readMedian(db: Db, from: number, now: number): Promise<number | undefined> {
  const asked = db.selectFrom('questions').where('at', '>', from).where('at', '<=', now);
  const { count } = await asked
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const row = await asked
    .select('milliseconds')
    .orderBy('milliseconds')
    .offset(Math.floor(count / 2))
    .limit(1)
    .executeTakeFirst();
  return row?.milliseconds;
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}
