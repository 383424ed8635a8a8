/**
 * The one connection to the file. Every write takes the lock for writing first, by itself, because of libsql 0.5: a
 * statement that fails for want of the lock stays under way there, unnoticed, and keeps all that is written after it from
 * being committed. Only `exec` lets go of its statement, so only `exec` ever waits for the lock.
 */
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import type Database from 'libsql';
import { kindOf } from './failure.ts';

export type LibsqlConnection = InstanceType<typeof Database>;

export interface SqliteConnection extends SqliteDatabase {
  /** Takes the lock; throws when another process has it. */
  begin(): void;
  commit(): void;
  rollback(): void;
}

/** Each query is written once in the code, so there are a few dozen, and a few more for lists of different lengths. */
const MAX_STATEMENTS = 200;

/** A connection made by `connect`, and made anew when a statement of the old one got stuck. */
export function createSqliteConnection(connect: () => LibsqlConnection): SqliteConnection {
  let connection: LibsqlConnection | undefined = connect();
  /** Prepared once: they hold memory that the garbage collector does not see. */
  const statements = new Map<string, SqliteStatement>();

  const current = (): LibsqlConnection => {
    connection ??= connect();
    return connection;
  };
  const close = () => {
    statements.clear();
    connection?.close();
    connection = undefined;
  };
  const prepared = (sql: string): SqliteStatement => {
    const statement = statements.get(sql) ?? (current().prepare(sql) as unknown as SqliteStatement);
    statements.delete(sql);
    statements.set(sql, statement);
    const [oldest] = statements.keys();
    if (statements.size > MAX_STATEMENTS && oldest !== undefined) statements.delete(oldest);
    return statement;
  };
  /** Reading, too, can fail for a lock, in the rare moments when another process recovers the file. */
  const unstuck = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (kindOf(error) === 'away') close();
      throw error;
    }
  };
  const rollback = () => {
    // SQLite has rolled back by itself when the disk is full.
    if (connection?.inTransaction) connection.exec('rollback');
  };
  const locked = <T>(work: () => T): T => {
    current().exec('begin immediate');
    try {
      const result = work();
      current().exec('commit');
      return result;
    } catch (error) {
      rollback();
      throw error;
    }
  };

  return {
    begin: () => {
      current().exec('begin immediate');
    },
    commit: () => {
      current().exec('commit');
    },
    rollback,
    prepare(sql) {
      const reads = /^select\b/iu.test(sql);
      const run = <T>(work: () => T): T =>
        reads || current().inTransaction ? unstuck(work) : locked(() => unstuck(work));
      return {
        get reader() {
          return prepared(sql).reader;
        },
        all: (parameters) => run(() => prepared(sql).all(parameters)),
        run: (parameters) => run(() => prepared(sql).run(parameters)),
        iterate: () => {
          throw new Error('Cannot read row by row: it would keep the connection from everybody else.');
        },
      };
    },
    close() {
      try {
        // One file is easier to copy than two. Whoever else has it open may keep us from it.
        connection?.exec('pragma wal_checkpoint(truncate)');
      } catch {
        // Then the next one does it.
      }
      close();
    },
  };
}
