/** The SQLite file: whose it is, what it costs, and what happens when it is damaged, locked, or its disk is full. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { StoreFailure } from '../../src/store/failure.ts';
import { FILE_NAME } from '../../src/store/open-database.ts';
import {
  close,
  FAULT_RUNS,
  keepLog,
  look,
  newFolder,
  OTHER_SECRET,
  open,
  question,
  SECRET,
  until,
} from './harness.ts';

/** Another program that holds the lock for writing until it is told to let go. */
async function lock(folder: string): Promise<() => void> {
  const other = new Database(fileOf(folder), { timeout: 1 });
  await until(() => {
    try {
      other.exec('begin immediate');
      return true;
    } catch {
      return false;
    }
  });
  return () => {
    other.exec('rollback');
    other.close();
  };
}

const fileOf = (folder: string) => join(folder, FILE_NAME);
const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** A folder with a database in it that holds enough to be damaged in many places. */
async function filledFolder(): Promise<string> {
  const folder = newFolder();
  const store = await open({ folder });
  for (let i = 0; i < 500; i += 1) store.journal.asked(question());
  await close(store);
  return folder;
}

/** The same damage at each run. */
function noise(seed: number, bytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, i) =>
    createHash('sha256').update(`${seed}:${i}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, bytes);
}

const PAGE = 4_096;
const damages: readonly (readonly [string, (whole: Buffer, seed: number) => Buffer])[] = [
  [
    'a page that was overwritten',
    (whole, seed) => {
      const page = 1 + (seed % (whole.length / PAGE - 1));
      return Buffer.concat([
        whole.subarray(0, page * PAGE),
        noise(seed, PAGE),
        whole.subarray((page + 1) * PAGE),
      ]);
    },
  ],
  ['an end that is missing', (whole, seed) => whole.subarray(0, whole.length - PAGE * (1 + (seed % 10)))],
  ['nothing but noise', (whole, seed) => noise(seed, whole.length)],
  ['a text', () => Buffer.from('This is the shopping list.\n'.repeat(10))],
  ['zeros', (whole) => Buffer.alloc(whole.length)],
];

describe('a damaged file', () => {
  it('is refused with its remedy, and not touched', async () => {
    const whole = readFileSync(fileOf(await filledFolder()));
    expect(whole.length).toBeGreaterThan(20 * PAGE);
    for (let seed = 0; seed < FAULT_RUNS * damages.length; seed += 1) {
      const [, damage] = damages[seed % damages.length] ?? [];
      const folder = newFolder();
      mkdirSync(folder, { recursive: true });
      writeFileSync(fileOf(folder), damage?.(whole, seed) ?? whole);
      const before = digest(fileOf(folder));
      const refusal = await open({ folder }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(StoreFailure);
      expect(String(refusal)).toMatch(/damaged.*Move it aside and restore a backup/su);
      expect(String(refusal)).toContain(fileOf(folder));
      expect(digest(fileOf(folder))).toBe(before);
    }
  });

  it('that breaks under a running process stops neither taking nor asking', async () => {
    const folder = await filledFolder();
    const log = keepLog();
    const store = await open({ folder }, { log });
    const whole = readFileSync(fileOf(folder));
    writeFileSync(fileOf(folder), Buffer.concat([whole.subarray(0, PAGE), noise(1, whole.length - PAGE)]));
    for (let i = 0; i < 50; i += 1) {
      expect(await store.deliveries.take('slack', `E${i}`, '{}')).toBe(true);
      expect(await store.deliveries.take('slack', `E${i}`, '{}')).toBe(false);
    }
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', detail: expect.objectContaining({ kind: 'broken' }) }),
    );
  });
});

describe('the file of another program', () => {
  it('is refused and not touched', async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    const other = new Database(fileOf(folder));
    other.exec('create table accounts (name text)');
    other.close();
    const before = digest(fileOf(folder));
    await expect(open({ folder })).rejects.toThrow(/another program.*FOOTNOTE_FOLDER/su);
    expect(digest(fileOf(folder))).toBe(before);
    expect(readdirSync(folder)).toEqual([FILE_NAME]);
  });
});

describe('a backup', () => {
  it('that is made while it runs opens as the original does', async () => {
    const place = { folder: newFolder() };
    const store = await open(place);
    const talk = { turns: [{ utterance: 'one', intents: [] }] };
    await store.conversations.set('key', talk);
    const backup = newFolder();
    mkdirSync(backup, { recursive: true });
    // As the documentation tells people to.
    new Database(fileOf(place.folder)).exec(`vacuum into '${fileOf(backup)}'`);
    await store.conversations.set('key', { turns: [] });
    const restored = await open({ folder: backup });
    expect(await restored.conversations.get('key')).toEqual(talk);
  });
});

describe('a locked file', () => {
  it('is waited for', async () => {
    for (let i = 0; i < FAULT_RUNS; i += 1) {
      const folder = newFolder();
      await close(await open({ folder }));
      const unlock = await lock(folder);
      const opening = open({ folder });
      setTimeout(unlock, 30);
      const store = await opening;
      await store.check();
      await close(store);
    }
  });

  it('is refused with its remedy when it stays locked', async () => {
    const folder = newFolder();
    await close(await open({ folder }));
    const unlock = await lock(folder);
    await expect(open({ folder }, { timing: { open: 200 } })).rejects.toThrow(/locked/u);
    unlock();
  });

  it('is waited for by what is asked, and loses nothing that is noted', async () => {
    const folder = newFolder();
    const store = await open({ folder });
    for (let i = 0; i < FAULT_RUNS; i += 1) {
      const unlock = await lock(folder);
      const taking = store.deliveries.take('slack', `E${i}`, '{}');
      store.journal.asked(question());
      setTimeout(unlock, 30);
      expect(await taking).toBe(true);
      expect(await store.deliveries.take('slack', `E${i}`, '{}')).toBe(false);
    }
    await until(() => store.queued === 0);
    const rows = await look({ folder }, (db) => db.selectFrom('questions').select('id').execute());
    expect(rows).toHaveLength(FAULT_RUNS);
  });

  it('that stays locked stops nobody from being answered, once each', async () => {
    const folder = newFolder();
    const log = keepLog();
    const store = await open({ folder }, { log, timing: { heartbeat: 20, batch: 5, take: 100 } });
    const unlock = await lock(folder);
    expect(await store.deliveries.take('slack', 'E1', '{}')).toBe(true);
    expect(await store.deliveries.take('slack', 'E1', '{}')).toBe(false);
    await store.deliveries.done('slack', 'E1');
    await store.conversations.set('key', { turns: [{ utterance: 'one', intents: [] }] });
    expect((await store.conversations.get('key'))?.turns).toHaveLength(1);
    expect(log.lines.map(({ message }) => message)).toContain('Cannot use the database; trying again');
    unlock();
    const states = () => look({ folder }, (db) => db.selectFrom('deliveries').select('state').execute());
    await until(async () => (await states())[0]?.state === 'done');
    expect((await store.conversations.get('key'))?.turns).toHaveLength(1);
    expect(log.lines.map(({ message }) => message)).toContain('The database can be used again');
  });
});

describe('what is in the folder', () => {
  it('is for its owner alone', async () => {
    const folder = newFolder();
    await close(await open({ folder }, { secrets: [] }));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('opens with the secret that was made there, alone or after one that is set', async () => {
    const folder = newFolder();
    const stores = await Promise.all([open({ folder }, { secrets: [] }), open({ folder }, { secrets: [] })]);
    const talk = { turns: [{ utterance: 'one', intents: [] }] };
    await stores[0]?.conversations.set('key', talk);
    expect(await stores[1]?.conversations.get('key')).toEqual(talk);
    await Promise.all(stores.map(close));
    const later = await open({ folder }, { secrets: [SECRET] });
    expect(await later.conversations.get('key')).toEqual(talk);
    await close(later);
    await rm(join(folder, 'secret'));
    const alone = await open({ folder }, { secrets: [SECRET] });
    expect(await alone.conversations.get('key')).toEqual(talk);
    await close(alone);
    await expect(open({ folder }, { secrets: [] })).rejects.toThrow(/the file "secret"/u);
  });

  it.skipIf(process.getuid?.() === 0)('must be writable, or it says so', async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o500);
    await expect(open({ folder })).rejects.toThrow(/right to write|read and write/u);
    chmodSync(folder, 0o700);
  });

  it('is opened within a tenth of a second', async () => {
    const folder = newFolder();
    await close(await open({ folder }, { secrets: [OTHER_SECRET] }));
    const times: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const start = performance.now();
      const store = await open({ folder }, { secrets: [OTHER_SECRET] });
      times.push(performance.now() - start);
      await close(store);
    }
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

/** A disk of this size to fill, of memory; undefined where that is not allowed. */
const smallDisk = mountSmallDisk('4m');
if (smallDisk === undefined) console.warn('Skipped: a full disk. Mounting a tmpfs needs the right to do so.');
afterAll(() => {
  if (smallDisk !== undefined) execFileSync('umount', ['-l', smallDisk]);
});

function mountSmallDisk(size: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}

describe.skipIf(smallDisk === undefined)('a full disk', () => {
  const disk = smallDisk ?? '';
  const fill = () => {
    for (const size of [1_048_576, 65_536, 4_096, 1]) {
      for (let i = 0; ; i += 1) {
        try {
          writeFileSync(join(disk, `fill-${size}-${i}`), Buffer.alloc(size));
        } catch {
          break;
        }
      }
    }
  };
  const empty = async () => {
    for (const name of readdirSync(disk)) if (name.startsWith('fill')) await rm(join(disk, name));
  };

  it('stops nobody from being answered, once each; the log says so, and writing goes on when there is room', async () => {
    const folder = join(disk, 'kept');
    const log = keepLog();
    let store = await open({ folder }, { log });
    const talk = { turns: [{ utterance: 'one', intents: [] }] };
    for (let i = 0; i < FAULT_RUNS; i += 1) {
      fill();
      // Some of it still fits into what the database has already.
      for (let j = 0; j < 40; j += 1) {
        expect(await store.deliveries.take('slack', `E${i}-${j}`, '{}')).toBe(true);
        expect(await store.deliveries.take('slack', `E${i}-${j}`, '{}')).toBe(false);
        store.journal.asked(question());
        await store.conversations.set(`key-${i}-${j}`, talk);
        expect(await store.conversations.get(`key-${i}-${j}`)).toEqual(talk);
        await store.deliveries.sending('slack', `E${i}-${j}`);
        await store.deliveries.done('slack', `E${i}-${j}`);
      }
      await empty();
      await until(() => store.queued === 0);
      expect(await store.deliveries.abandoned('slack')).toEqual([]);
      await close(store);

      store = await open({ folder }, { log });
      expect(await store.deliveries.take('slack', `E${i}-0`, '{}')).toBe(false);
      expect(await store.deliveries.take('slack', `E${i}-39`, '{}')).toBe(false);
      expect(await store.deliveries.abandoned('slack')).toEqual([]);
      expect(await store.conversations.get(`key-${i}-39`)).toEqual(talk);
      const rows = await look({ folder }, (db) => db.selectFrom('questions').select('id').execute());
      expect(rows).toHaveLength(40 * (i + 1));
    }
    const said = log.lines.map(({ level, message }) => `${level}: ${message}`);
    // Once a minute at most, however many questions meet the full disk; each start has a log of its own to fill.
    expect(said.filter((line) => line === 'error: Cannot use the database; trying again')).toHaveLength(
      FAULT_RUNS,
    );
    expect(said).toContain('info: The database can be used again');
  });

  it('is what a start on one complains of', async () => {
    const folder = join(disk, 'another');
    fill();
    await expect(open({ folder })).rejects.toThrow(/full|ENOSPC/u);
    await empty();
  });
});
