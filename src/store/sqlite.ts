/** The database in a file: opened with care, one connection. */
import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Dialect, type DialectAdapter, type Driver, Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { codeOf, kindOf, StoreFailure } from './failure.ts';
import { createSqliteConnection, type LibsqlConnection, type SqliteConnection } from './sqlite-connection.ts';
import type { Db, Tables } from './tables.ts';

/** "Foot": whose file it is, in its header, where SQLite keeps a place for that. */
const APPLICATION_ID = 0x46_6f_6f_74;
const HEADER_BYTES = 100;
const HEADER_TEXT = 'SQLite format 3\0';
/** Byte of the header at which the id is. */
const APPLICATION_ID_AT = 68;
/**
 * Every wait for another process's lock stops this whole process, so it is short: trying again is done outside. Writing
 * takes such a process less than a millisecond.
 */
const BUSY_MS = 20;
/** A file up to this size is looked through before it is used: 64 MB take a tenth of a second. */
const MAX_CHECKED_BYTES = 64 * 1024 * 1024;
/** WAL lets the other commands read while we write; its file is cut back to 16 MB, our part of memory is 4 MB. */
const PRAGMAS = [
  'journal_mode = wal',
  // What a crash of this process cannot lose in WAL mode; a power cut may take the last moments, never the file.
  'synchronous = normal',
  // What is erased is overwritten.
  'secure_delete = on',
  'temp_store = memory',
  'cache_size = -4000',
  'journal_size_limit = 16777216',
] as const;

/**
 * Opens the file, which is made when there is none. Throws when it is damaged, another program's, or cannot be written; it
 * is left as it is then.
 */
export function openSqlite(file: string): Db {
  const isNew = prepareFile(file);
  if (!isNew) checkSound(file);
  const connection = createSqliteConnection(() => openConnection(file, isNew));
  return new Kysely<Tables>({ dialect: createDialect(connection) });
}

function openConnection(file: string, isNew: boolean): LibsqlConnection {
  const connection = connect(file);
  try {
    if (isNew) connection.exec(`pragma application_id = ${APPLICATION_ID}`);
    for (const pragma of PRAGMAS) connection.exec(`pragma ${pragma}`);
    return connection;
  } catch (error) {
    connection.close();
    throw explain(error, file);
  }
}

/** Makes a file for its owner alone, or looks at the one there is, before SQLite does; whether nothing is in it. */
function prepareFile(file: string): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    if (statSync(file).size === 0) return true;
    checkHeader(file);
    return false;
  } catch (error) {
    if (error instanceof StoreFailure) throw error;
    throw new StoreFailure(
      'unwritable',
      `Cannot open "${file}": ${codeOf(error) ?? 'unknown error'}. Give the user that runs Footnote the right to write there, or name another folder in FOOTNOTE_FOLDER.`,
      { cause: error },
    );
  }
}

function checkHeader(file: string): void {
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(descriptor);
  }
  if (header.toString('latin1', 0, HEADER_TEXT.length) !== HEADER_TEXT) throw damaged(file);
  const owner = header.readInt32BE(APPLICATION_ID_AT);
  if (owner !== APPLICATION_ID) {
    throw new StoreFailure(
      'broken',
      `Cannot use "${file}": it is the database of another program. It was left as it is; name another folder in FOOTNOTE_FOLDER.`,
    );
  }
}

function connect(path: string): LibsqlConnection {
  try {
    return new Database(path, { timeout: BUSY_MS });
  } catch (error) {
    throw new StoreFailure(
      'unwritable',
      `Cannot open "${path}". Give the user that runs Footnote the right to write there.`,
      { cause: error },
    );
  }
}

/** Through a connection that cannot write: closing any other would write what a crash had left to be written. */
function checkSound(file: string): void {
  if (statSync(file).size > MAX_CHECKED_BYTES) return;
  const connection = connect(`${pathToFileURL(file).href}?mode=ro`);
  try {
    const rows = connection.prepare('pragma quick_check(1)').all() as readonly {
      readonly quick_check: string;
    }[];
    if (rows[0]?.quick_check !== 'ok') throw damaged(file);
  } catch (error) {
    throw explain(error, file);
  } finally {
    connection.close();
  }
}

function damaged(file: string, cause?: unknown): StoreFailure {
  return new StoreFailure(
    'broken',
    `Cannot use "${file}": it is damaged, or no database at all. It was left as it is. Move it aside and restore a backup, or start without one.`,
    { cause },
  );
}

function explain(error: unknown, file: string): unknown {
  if (error instanceof StoreFailure) return error;
  switch (kindOf(error)) {
    case 'broken':
      return damaged(file, error);
    case 'unwritable':
      return new StoreFailure(
        'unwritable',
        `Cannot write "${file}": ${codeOf(error)}. Is the disk full, or the folder read-only?`,
        { cause: error },
      );
    case 'away':
      return new StoreFailure(
        'away',
        `Cannot write "${file}": another program holds it locked. End that program, such as a tool that looks into databases.`,
        { cause: error },
      );
    default:
      return error;
  }
}

/** Kysely's own dialect over libsql, which has the interface of better-sqlite3 and needs no compiler. */
function createDialect(connection: SqliteConnection): Dialect {
  const dialect = new SqliteDialect({ database: connection });
  return {
    createAdapter: transactionalAdapter,
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createDriver: () => lockingDriver(dialect.createDriver(), connection),
  };
}

/**
 * Kysely takes SQLite for unable to undo changes of tables, which it can, and then migrates outside of a transaction and so
 * without the lock that keeps two processes apart.
 */
function transactionalAdapter(): DialectAdapter {
  const adapter = new SqliteAdapter();
  return {
    supportsCreateIfNotExists: adapter.supportsCreateIfNotExists,
    supportsReturning: adapter.supportsReturning,
    supportsTransactionalDdl: true,
    acquireMigrationLock: async () => {},
    releaseMigrationLock: async () => {},
  };
}

/**
 * Transactions that take the lock when they begin: it also makes the migrations of two processes wait for each other. And
 * the connection goes to whoever has waited longest; Kysely's own driver may keep somebody waiting for as long as it is busy.
 */
function lockingDriver(driver: Driver, connection: SqliteConnection): Driver {
  let latest: Promise<void> = Promise.resolve();
  let release = () => {};
  return {
    init: () => driver.init(),
    async acquireConnection() {
      const before = latest;
      let done = () => {};
      latest = new Promise((resolve) => {
        done = resolve;
      });
      await before;
      release = done;
      return driver.acquireConnection();
    },
    async releaseConnection(on) {
      await driver.releaseConnection(on);
      release();
    },
    destroy: () => driver.destroy(),
    beginTransaction: async () => connection.begin(),
    commitTransaction: async () => connection.commit(),
    rollbackTransaction: async () => connection.rollback(),
  };
}
