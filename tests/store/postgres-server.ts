/** A real PostgreSQL server in a folder of its own, for the tests: started and stopped as often as they like. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PostgresServer {
  /** A database of its own: its address. */
  createDatabase(): Promise<string>;
  readonly port: number;
  /** The folder of its files. */
  readonly data: string;
  /** Writes all that is in its memory to its files. */
  checkpoint(url: string): Promise<void>;
  start(): Promise<void>;
  /** `immediate` is a crash, `fast` a restart by an operator. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  /** All that a database holds, as text. */
  dump(url: string): Promise<string>;
  /** Everything the server itself has written to its log. */
  log(): string;
  remove(): Promise<void>;
}

/** Where Debian, and most others, put it. */
function findBinaries(): string | undefined {
  const versions = '/usr/lib/postgresql';
  const folders = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, 'bin'))
    : [];
  const onPath = (process.env['PATH'] ?? '').split(':');
  return [...folders, ...onPath].find((folder) => existsSync(join(folder, 'initdb')));
}

const BINARIES = findBinaries();

/** Why there is no server here; undefined when there is one. */
export const POSTGRES_MISSING =
  BINARIES === undefined ? 'PostgreSQL is not installed (Debian: apt-get install postgresql)' : undefined;

/** PostgreSQL refuses to run as root, so root lends it another user. */
function otherUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => {
    try {
      return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    } catch {
      return 65_534;
    }
  };
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * Makes a server and starts it: about two seconds. A `durable` one waits for the disk, as one in use does; for tests only
 * the server crashes and never the machine, so what it has written is there without.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  if (BINARIES === undefined) throw new Error(POSTGRES_MISSING);
  const folder = mkdtempSync(join(tmpdir(), 'footnote-postgres-'));
  const user = otherUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const logFile = join(folder, 'server.log');
  const port = await freePort();
  const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
  const tool = (name: string, ...args: readonly string[]) =>
    run(join(BINARIES, name), [...args], { ...options, maxBuffer: 1e9 });
  await tool(
    'initdb',
    '-D',
    data,
    '-U',
    'footnote',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
    '--no-locale',
    '--wal-segsize=1',
  );
  let databases = 0;

  const start = async () => {
    const flags = `-h 127.0.0.1 -p ${port} -k ${folder} -c fsync=${durable ? 'on' : 'off'}`;
    // pg_ctl waits with a pipe of ours in the server's hands otherwise, and never ends.
    const child = spawn(join(BINARIES, 'pg_ctl'), ['start', '-w', '-D', data, '-l', logFile, '-o', flags], {
      ...options,
      stdio: 'ignore',
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    if (code !== 0) throw new Error(`Cannot start PostgreSQL:\n${readFileSync(logFile, 'utf8')}`);
  };
  const stop = async (mode: 'fast' | 'immediate' = 'fast') => {
    await tool('pg_ctl', 'stop', '-w', '-D', data, '-m', mode);
  };
  await start();

  return {
    port,
    data,
    async checkpoint(url) {
      await tool('psql', '-c', 'checkpoint', url);
    },
    start,
    stop,
    async createDatabase() {
      databases += 1;
      const name = `test_${databases}`;
      await tool('createdb', '-h', '127.0.0.1', '-p', String(port), '-U', 'footnote', name);
      return `postgres://footnote@127.0.0.1:${port}/${name}`;
    },
    async dump(url) {
      return (await tool('pg_dump', '-d', url)).stdout;
    },
    log: () => readFileSync(logFile, 'utf8'),
    async remove() {
      await stop('immediate').catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}
