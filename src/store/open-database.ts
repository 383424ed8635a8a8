/** Opens the database that is configured, brings its tables up to date and opens its keys. */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import { pause } from '../adapters/pause.ts';
import type { Clock, Log } from '../adapters/ports.ts';
import { describeFailure, kindOf, StoreFailure } from './failure.ts';
import { migrate } from './migrations.ts';
import { openSecretFile, readSecretFile } from './secret-file.ts';
import type { Db } from './tables.ts';
import { openVault, type Vault } from './vault.ts';

export interface DatabaseOptions {
  /** `postgres://…`; absent for the SQLite file in `folder`. */
  readonly url?: string;
  readonly folder: string;
  /** The first seals, any of them opens; with none, one is made and kept in `folder`, which only SQLite allows. */
  readonly secrets: readonly string[];
  readonly log: Log;
  readonly clock?: Clock;
  /** Milliseconds to wait for a database that is away or locked. */
  readonly patience?: number;
}

export interface OpenDatabase {
  readonly kind: 'sqlite' | 'postgres';
  readonly db: Db;
  /** Of PostgreSQL, for what brings its own queries along. */
  readonly pool?: Pool;
  readonly vault: Vault;
  close(): Promise<void>;
}

/** The database's name in its folder. */
export const FILE_NAME = 'footnote.db';

/** Nobody but a tool for looking into databases holds a lock for long. */
const SQLITE_PATIENCE_MS = 5_000;
/** A server that is started together with Footnote, or is being restarted. */
const POSTGRES_PATIENCE_MS = 30_000;
const PAUSE_MS = 100;

/** Rejects with what is wrong and its remedy; nothing is changed in a database that is not Footnote's. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const secrets = await secretsOf(options);
  return options.url === undefined ? openFile(options, secrets) : openServer(options, options.url, secrets);
}

async function openFile(options: DatabaseOptions, secrets: Secrets): Promise<OpenDatabase> {
  const { openSqlite } = await import('./sqlite.ts');
  const file = join(options.folder, FILE_NAME);
  const { patience = SQLITE_PATIENCE_MS, clock = Date.now } = options;
  const db = await waiting(async () => openSqlite(file), patience);
  try {
    const vault = await waiting(async () => {
      await migrate(db);
      return openVault(db, secrets, clock);
    }, patience);
    return { kind: 'sqlite', db, vault, close: () => db.destroy() };
  } catch (error) {
    await db.destroy().catch(() => {});
    throw explain(error, `"${file}"`);
  }
}

async function openServer(options: DatabaseOptions, url: string, secrets: Secrets): Promise<OpenDatabase> {
  const { openPostgres, openPostgresToMigrate } = await import('./postgres.ts');
  const { log, patience = POSTGRES_PATIENCE_MS, clock = Date.now } = options;
  const { db, pool } = openPostgres(url, (error) =>
    log.warn(describeFailure(error), 'A connection to the database has broken'),
  );
  try {
    await waiting(async () => {
      const migrating = openPostgresToMigrate(url);
      try {
        await migrate(migrating);
      } finally {
        await migrating.destroy();
      }
    }, patience);
    const vault = await waiting(() => openVault(db, secrets, clock), patience);
    return { kind: 'postgres', db, pool, vault, close: () => db.destroy() };
  } catch (error) {
    await db.destroy().catch(() => {});
    throw explain(error, 'the database of DATABASE_URL');
  }
}

type Secrets = readonly [string, ...string[]];

async function secretsOf({ url, folder, secrets }: DatabaseOptions): Promise<Secrets> {
  const [first, ...others] = secrets;
  if (url !== undefined) {
    if (first !== undefined) return [first, ...others];
    throw new StoreFailure(
      'refused',
      'Cannot use DATABASE_URL without FOOTNOTE_SECRET: all processes need the same. Make one with "openssl rand -base64 32".',
    );
  }
  if (first === undefined) return [await openSecretFile(folder)];
  // What was sealed before a secret was set still opens, and is sealed with the one that is set from now on.
  const made = await readSecretFile(folder);
  return [first, ...others, ...(made === undefined ? [] : [made])];
}

/** Tries again while the database is away. */
async function waiting<T>(work: () => Promise<T>, patience: number): Promise<T> {
  const until = performance.now() + patience;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (kindOf(error) !== 'away' || performance.now() >= until) throw error;
      await pause(PAUSE_MS);
    }
  }
}

function explain(error: unknown, name: string): unknown {
  const kind = kindOf(error);
  if (error instanceof StoreFailure || kind === 'fault') return error;
  const { reason, code } = describeFailure(error);
  return new StoreFailure(kind, `Cannot use ${name}: ${reason}${code === undefined ? '' : ` (${code})`}.`, {
    cause: error,
  });
}
