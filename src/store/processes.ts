/** Which processes live: each counts up in the database, and whoever does not for long enough counts as dead. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../adapters/ports.ts';
import type { Access } from './access.ts';
import type { Db } from './tables.ts';

export interface Processes {
  /** Of this process, new at each start. */
  readonly id: string;
  /** Resolves when this process is known to the others. */
  start(): Promise<void>;
  /** Those of these processes that are not alive any more. */
  dead(db: Db, ids: readonly string[]): Promise<readonly string[]>;
  /** Counts up now; rejects when the database cannot be written within `patience` milliseconds. */
  beat(patience: number): Promise<void>;
  stop(): Promise<void>;
}

export interface ProcessesOptions {
  readonly access: Access;
  readonly clock: Clock;
  /** Milliseconds between two beats. */
  readonly interval?: number;
  /** Done with each beat that got through. */
  onBeat?(): void;
}

/** Each beat is one small write. */
const INTERVAL_MS = 2_000;
/**
 * Looks at a count that did not change, each an interval after the other: ten seconds, in which a process that lives would
 * have been heard of even when it is busy. Looks are counted and not time: no clock that is set back or forward takes
 * part, and the time in which nobody could reach the database does not count against anybody.
 */
const LOOKS_UNTIL_DEAD = 5;
/** Long after its deliveries were taken over, a dead process is forgotten: half an hour. */
const LOOKS_UNTIL_FORGOTTEN = 900;
const START_PATIENCE_MS = 10_000;
const ID_BYTES = 9;

interface Look {
  readonly beats: number;
  readonly unchanged: number;
}

export function createProcesses({
  access,
  clock,
  interval = INTERVAL_MS,
  onBeat,
}: ProcessesOptions): Processes {
  const id = randomBytes(ID_BYTES).toString('base64url');
  let beats = 0;
  let looks: ReadonlyMap<string, Look> = new Map();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let round: Promise<void> = Promise.resolve();

  const beat = (patience: number) =>
    access.run(async (db) => {
      beats += 1;
      const row = { id, beats, at: clock() };
      await db
        .insertInto('processes')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ beats: row.beats, at: row.at }))
        .execute();
    }, patience);

  const look = (patience: number) =>
    access.read(async (db) => {
      const rows = await db.selectFrom('processes').select(['id', 'beats']).where('id', '!=', id).execute();
      looks = new Map(
        rows.map((row) => {
          const before = looks.get(row.id);
          return [
            row.id,
            { beats: row.beats, unchanged: before?.beats === row.beats ? before.unchanged + 1 : 0 },
          ];
        }),
      );
      for (const [gone, { beats: last, unchanged }] of looks) {
        if (unchanged < LOOKS_UNTIL_FORGOTTEN) continue;
        await db.deleteFrom('processes').where('id', '=', gone).where('beats', '=', last).execute();
      }
    }, patience);

  const nextRound = async () => {
    try {
      await beat(0);
      await look(0);
      if (!stopped) onBeat?.();
    } catch {
      // The database is away, which is logged where it is reached; nobody is heard of meanwhile, nor counted as dead.
    }
  };
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(async () => {
      round = nextRound();
      await round;
      schedule();
    }, interval);
    timer.unref();
  };

  return {
    id,
    beat,
    async start() {
      await beat(START_PATIENCE_MS);
      await look(START_PATIENCE_MS);
      schedule();
    },
    async dead(db, ids) {
      if (ids.length === 0) return [];
      const rows = await db.selectFrom('processes').select('id').where('id', 'in', ids).execute();
      const known = new Set(rows.map((row) => row.id));
      return ids.filter(
        (each) => each !== id && (!known.has(each) || (looks.get(each)?.unchanged ?? 0) >= LOOKS_UNTIL_DEAD),
      );
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      // A beat that is on its way would bring this process back to life.
      await round;
      // Whatever it did not finish is up to the others at once.
      await access.run((db) => db.deleteFrom('processes').where('id', '=', id).execute(), 0).catch(() => {});
    },
  };
}
