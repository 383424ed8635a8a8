/** Stores to test, in both databases, each in a place of its own that goes when its test file ends. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe } from 'vitest';
import type { QuestionEntry } from '../../src/adapters/journal.ts';
import type { Log } from '../../src/adapters/ports.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { openStore, type Store, type StoreOptions } from '../../src/store/open-store.ts';
import type { Db } from '../../src/store/tables.ts';
import { POSTGRES_MISSING, type PostgresServer, startPostgres } from './postgres-server.ts';

/** Where a store is: what a second one with the same is given shares all that is kept. */
export interface Place {
  readonly url?: string;
  readonly folder: string;
}

export interface Kind {
  readonly name: 'SQLite' | 'PostgreSQL';
  readonly newPlace: () => Promise<Place>;
}

/** How often each fault is caused; the slow ones once a run, unless told otherwise. */
export const FAULT_RUNS = Number(process.env['FAULT_RUNS'] ?? 20);
export const SLOW_FAULT_RUNS = Number(process.env['FAULT_RUNS'] ?? 1);

export const SECRET = 'a secret of thirty-two characters';
export const OTHER_SECRET = 'another secret of such a length..';

/** Signs of life and batches so close together that no test waits for them. */
export const FAST = { heartbeat: 20, batch: 5 } as const;

const folders: string[] = [];
const opened = new Set<Store>();
let server: Promise<PostgresServer> | undefined;

afterEach(async () => {
  await Promise.all([...opened].map((store) => store.close()));
  opened.clear();
});
afterAll(async () => {
  await (await server)?.remove();
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-store-'));
  folders.push(folder);
  return join(folder, 'kept');
}

/** The server of this test file, started when it is first asked for. */
export function postgres(): Promise<PostgresServer> {
  server ??= startPostgres();
  return server;
}

export const sqlite: Kind = { name: 'SQLite', newPlace: async () => ({ folder: newFolder() }) };
export const postgresql: Kind = {
  name: 'PostgreSQL',
  newPlace: async () => ({ url: await (await postgres()).createDatabase(), folder: newFolder() }),
};

/** The same tests against both databases; where PostgreSQL is missing, they are skipped, and it says why. */
export function describeBoth(name: string, tests: (kind: Kind) => void): void {
  describe(`${name}, in SQLite`, () => tests(sqlite));
  describePostgres(`${name}, in PostgreSQL`, () => tests(postgresql));
}

export function describePostgres(name: string, tests: () => void): void {
  if (POSTGRES_MISSING !== undefined) console.warn(`Skipped: ${name}. ${POSTGRES_MISSING}.`);
  describe.skipIf(POSTGRES_MISSING !== undefined)(name, tests);
}

export interface KeptLog extends Log {
  readonly lines: readonly { readonly level: string; readonly detail: object; readonly message: string }[];
}

/** A log that can be read. */
export function keepLog(): KeptLog {
  const lines: { level: string; detail: object; message: string }[] = [];
  const level = (name: string) => (detail: object, message: string) => {
    lines.push({ level: name, detail, message });
  };
  const log: KeptLog = {
    lines,
    info: level('info'),
    warn: level('warn'),
    error: level('error'),
    child: () => log,
  };
  return log;
}

/** A store that is closed after the test. */
export async function open(place: Place, options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore({
    ...place,
    secrets: [SECRET],
    keepQuestionsDays: 30,
    limits: { user: 1_000, channel: 1_000 },
    log: keepLog(),
    timing: FAST,
    ...options,
  });
  opened.add(store);
  return store;
}

/** The database behind a store, to look into. */
export async function look<T>(place: Place, query: (db: Db) => Promise<T>): Promise<T> {
  const database = await openDatabase({ ...place, secrets: [SECRET, OTHER_SECRET], log: keepLog() });
  try {
    return await query(database.db);
  } finally {
    await database.close();
  }
}

export async function close(store: Store): Promise<void> {
  opened.delete(store);
  await store.close();
}

/** A question with as much of it as a test cares for. */
export function question(entry: Partial<QuestionEntry> = {}): QuestionEntry {
  return {
    platform: 'slack',
    user: 'T1:U1',
    channel: 'T1:C1',
    utterance: 'Why is the bridge closed?',
    outcome: 'answer',
    intents: ['bridge'],
    confidence: 0.9,
    packVersion: '1',
    milliseconds: 1.5,
    ...entry,
  };
}

/** Waits until it is true. */
export async function until(isTrue: () => boolean | Promise<boolean>, within = 10_000): Promise<void> {
  const end = performance.now() + within;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error('Cannot go on: what was waited for did not happen.');
    await sleep(5);
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
