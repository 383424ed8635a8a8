/** The database on a server, for several processes. */
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { codeOf, kindOf } from './failure.ts';
import type { Db, Tables } from './tables.ts';

export interface PostgresDatabase {
  readonly db: Db;
  /** For what brings its own queries along. */
  readonly pool: pg.Pool;
}

/** Ten connections carry some thousand writes a second; PostgreSQL allows 100 in all unless told otherwise. */
const MAX_CONNECTIONS = 10;
/** A server that is there answers within milliseconds; this is for one that has vanished without a word. */
const CONNECT_MS = 3_000;
/** Beyond this, a query has met a server that is gone: each of ours takes milliseconds. */
const QUERY_MS = 10_000;

/** Whole numbers of 64 bits and sums of them, which pg gives as texts; ours are milliseconds and counts. */
const NUMBERS: readonly number[] = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    NUMBERS.includes(oid) ? Number : pg.types.getTypeParser(oid, format),
};

/** Connects when the first query is made. `onError` is told of connections that break while nobody uses them. */
export function openPostgres(url: string, onError: (error: Error) => void): PostgresDatabase {
  const pool = createPool(url, onError, { max: MAX_CONNECTIONS, query_timeout: QUERY_MS });
  return { db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: droppingBroken(pool) }) }), pool };
}

/** A connection for changing tables, which may take as long as it takes and waits for another process that does so. */
export function openPostgresToMigrate(url: string): Db {
  const pool = createPool(url, () => {}, { max: 1 });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: droppingBroken(pool) }) });
}

function createPool(url: string, onError: (error: Error) => void, limits: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: 'footnote',
    types,
    ...limits,
  });
  // Without a listener, a connection that breaks while idle would end the process …
  pool.on('error', onError);
  // … and so would one that breaks as it changes hands, which is when the pool listens no more and its user not yet.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Kysely gives every connection back as sound: one that has timed out would make the next query wait behind the lost one. */
function droppingBroken(pool: pg.Pool): PostgresPool {
  return {
    async connect() {
      const client = await pool.connect();
      let broken = false;
      // pg tells of a connection that breaks within a transaction by this, too.
      const onError = () => {
        broken = true;
      };
      client.on('error', onError);
      // Kysely's type also has cursors, which are not in use here.
      const query = async (text: string, parameters: readonly unknown[]) => {
        try {
          return await client.query(text, [...parameters]);
        } catch (error) {
          broken ||= kindOf(error) === 'away' && !/^[0-9A-Z]{5}$/u.test(codeOf(error) ?? '');
          throw error;
        }
      };
      return {
        query: query as unknown as PostgresPoolClient['query'],
        release() {
          client.off('error', onError);
          client.release(broken);
        },
      };
    },
    end: () => pool.end(),
  };
}
