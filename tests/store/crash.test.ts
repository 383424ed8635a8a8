/** Processes that are killed while they answer: every question is answered, once, by another or by the next start. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import {
  describeBoth,
  look,
  newFolder,
  type Place,
  SECRET,
  SLOW_FAULT_RUNS,
  sleep,
  until,
} from './harness.ts';

const ANSWERER = fileURLToPath(new URL('answerer.ts', import.meta.url));
const STRIP_TYPES = new URL('../adapters/slack/strip-types.mjs', import.meta.url).href;
const SLOW_MS = 30_000 * SLOW_FAULT_RUNS;
/** Five of them without a sign of life count as a death; a busy machine may hold a living process up for a while. */
const HEARTBEAT_MS = 100;
const IDS = Array.from({ length: 200 }, (_, i) => `E${i}.`);

const children = new Set<ChildProcess>();
afterEach(async () => {
  await Promise.all([...children].map(kill));
});

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

interface Answerer {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
  /** Resolves when it has been offered all of its deliveries. */
  readonly offered: Promise<unknown>;
}

function start(place: Place, platform: string, ids: readonly string[]): Answerer {
  const argument = JSON.stringify({ ...place, secret: SECRET, platform, ids, heartbeat: HEARTBEAT_MS });
  const child = fork(ANSWERER, [argument], { execArgv: ['--import', STRIP_TYPES] });
  children.add(child);
  const told = (message: string) =>
    new Promise<void>((resolve, reject) => {
      child.on('message', (each) => {
        if (each === message) resolve();
      });
      child.on('exit', (code) => reject(new Error(`Cannot go on: the process ended with ${code}.`)));
    });
  const [ready, offered] = [told('ready'), told('offered')];
  offered.catch(() => {});
  return { child, ready, offered };
}

function answeredIn(platform: string): readonly string[] {
  return readFileSync(platform, 'utf8').split('\n').filter(Boolean);
}

async function expectEachOnce(place: Place, platform: string): Promise<void> {
  const open = () =>
    look(place, (db) => db.selectFrom('deliveries').select('id').where('state', '!=', 'done').execute());
  await until(() => answeredIn(platform).length >= IDS.length, 20_000);
  await until(async () => (await open()).length === 0, 20_000);
  expect(answeredIn(platform).toSorted()).toEqual(IDS.toSorted());
}

function newPlatform(): string {
  const file = join(newFolder(), '..', 'platform.txt');
  writeFileSync(file, '');
  return file;
}

/** Each process takes a second to start, so a usual run tries what each database is mostly used for. */
const ALL = process.env['FAULT_RUNS'] !== undefined;

describeBoth('a process that is killed while it answers', ({ name, newPlace }) => {
  it.skipIf(!ALL && name === 'PostgreSQL')(
    'leaves nothing unanswered and nothing answered twice to the next start',
    async () => {
      for (let i = 0; i < SLOW_FAULT_RUNS; i += 1) {
        const place = await newPlace();
        const platform = newPlatform();
        const first = start(place, platform, IDS);
        await first.ready;
        await until(() => answeredIn(platform).length > 10 + i * 5);
        await kill(first.child);
        const before = answeredIn(platform).length;
        expect(before).toBeLessThan(IDS.length);

        // The platform repeats what it got no answer to, and some of what it did.
        const second = start(place, platform, IDS);
        await second.offered;
        await expectEachOnce(place, platform);
        await kill(second.child);
      }
    },
    SLOW_MS,
  );

  it.skipIf(!ALL && name === 'SQLite')(
    'under load beside another leaves nothing unanswered and nothing answered twice',
    async () => {
      for (let i = 0; i < SLOW_FAULT_RUNS; i += 1) {
        const place = await newPlace();
        const platform = newPlatform();
        const [killed, living] = [start(place, platform, IDS), start(place, platform, IDS.toReversed())];
        await Promise.all([killed.ready, living.ready]);
        await until(() => answeredIn(platform).length > 20 + i * 5);
        await kill(killed.child);
        await sleep(1);
        await living.offered;
        await expectEachOnce(place, platform);
        await kill(living.child);
      }
    },
    SLOW_MS,
  );
});
