import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TOKEN } from '../adapters/discord/harness.ts';
import { type DiscordServer, startDiscord } from '../adapters/discord/server.ts';
import { ADA, CHANNEL, mentioning } from '../adapters/discord/world.ts';
import { finish, jsonLines, type Run, start } from './footnote.ts';
import { type SampleFolder, writeSampleFolder } from './sample-folder.ts';

const WHY = 'Why is the bridge closed?';

let sample: SampleFolder;
/** A working directory without an `.env` of the developer's. */
let cwd: string;
let server: DiscordServer;
/** Ends what a test left running. */
const endings: (() => void)[] = [];

beforeAll(() => {
  sample = writeSampleFolder();
  cwd = mkdtempSync(join(tmpdir(), 'footnote-operations-'));
});
beforeEach(async () => {
  server = await startDiscord(TOKEN);
});
afterEach(async () => {
  for (const end of endings.splice(0)) end();
  await server.close();
});
afterAll(() => {
  sample.remove();
  rmSync(cwd, { recursive: true });
});

interface Running {
  readonly port: number;
  readonly ended: Promise<Run>;
  kill(signal: NodeJS.Signals): void;
  /** Tells the whole group of processes. */
  killGroup(signal: NodeJS.Signals): void;
}

async function serve(env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const port = await twoFreePorts();
  const child = start(['serve', '--pack', sample.path], {
    cwd,
    env: { DISCORD_TOKEN: TOKEN, DISCORD_API_URL: server.api, METRICS_PORT: String(port), ...env },
    detached: true,
  });
  const killGroup = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  };
  const ended = finish(child);
  endings.push(() => {
    try {
      killGroup('SIGKILL');
    } catch {
      // All of them have ended.
    }
  });
  return { port, ended, kill: (signal) => child.kill(signal), killGroup };
}

/** A port that is free, and the one after it too. */
async function twoFreePorts(): Promise<number> {
  const listen = (port: number) =>
    new Promise<ReturnType<typeof createServer> | undefined>((resolve) => {
      const listening = createServer()
        .once('error', () => resolve(undefined))
        .listen(port, '127.0.0.1', () => resolve(listening));
    });
  for (;;) {
    const first = await listen(0);
    const address = first?.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const second = await listen(port + 1);
    for (const each of [first, second]) await new Promise((resolve) => each?.close(resolve) ?? resolve(0));
    if (second) return port;
  }
}

interface Page {
  readonly status: number;
  readonly text: string;
}

/** What is served at a port; status 0 when nobody listens. */
async function look(port: number, path: string): Promise<Page> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: '' };
  }
}

/** Looks again and again until a page is as it should be. */
async function lookUntil(port: number, path: string, fits: (page: Page) => boolean): Promise<Page> {
  let page = await look(port, path);
  for (let i = 0; i < 500 && !fits(page); i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    page = await look(port, path);
  }
  expect(page).toSatisfy(fits);
  return page;
}

const isReady = ({ status }: Page) => status === 200;
const isUnderWay = ({ text }: Page) => text.includes('footnote_under_way{platform="discord"} 1');

/** Asks, and makes Discord put the answer off for so many seconds. */
function askSlowly(seconds: number): string {
  server.fail('POST', /^\/channels\/\d+\/messages$/u, {
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: { message: 'You are being rate limited.', retry_after: seconds, global: false },
  });
  const message = mentioning(WHY);
  server.gateway.dispatch('MESSAGE_CREATE', message);
  return message.id;
}

const answerTo = (id: string) => server.until((sent) => sent.body?.nonce === id, 'an answer');

describe('serve, seen from outside', () => {
  it('is alive, then ready, counts and logs what it answers, and is not ready while Discord is away', async () => {
    const { port, kill, ended } = await serve();
    await lookUntil(port, '/healthz', isReady);
    await lookUntil(port, '/readyz', isReady);
    const message = mentioning(WHY);
    server.gateway.dispatch('MESSAGE_CREATE', message);
    await answerTo(message.id);
    const { text } = await look(port, '/metrics');
    expect(text).toContain('footnote_questions_total{platform="discord",outcome="answer",reason=""} 1');
    expect(text).toContain('footnote_connected{platform="discord"} 1');
    expect(text).toMatch(/footnote_info\{version="\d+\.\d+\.\d+",pack="[0-9a-f]{12}"\} 1/u);
    for (const id of [ADA.id, CHANNEL, message.id]) expect(text).not.toContain(id);

    server.gateway.drop();
    const page = await lookUntil(port, '/readyz', ({ status }) => status === 503);
    expect(JSON.parse(page.text)).toEqual({ ready: false, reasons: ['Not connected: discord.'] });
    await lookUntil(port, '/readyz', isReady);

    kill('SIGTERM');
    const run = await ended;
    expect(questionsIn(run)).toMatchObject([
      { platform: 'discord', outcome: 'answer', intents: ['bridge-why'] },
    ]);
    for (const mark of [WHY, ADA.id, CHANNEL, message.id, TOKEN]) expect(run.stdout).not.toContain(mark);
  });

  it('refuses to start on a port that is taken, and says which variable to set', async () => {
    const port = await twoFreePorts();
    const holder = createServer().listen(port, '127.0.0.1');
    endings.push(() => holder.close());
    const { ended } = await serve({ METRICS_PORT: String(port) });
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Cannot serve metrics on 127\.0\.0\.1, port \d+: EADDRINUSE\. Set METRICS_PORT/u);
  });
});

/** The lines of the log that tell of a question. */
const questionsIn = ({ stdout }: Run) => jsonLines(stdout).filter(({ msg }) => msg === 'Question');

describe('serve, told to stop', () => {
  it('answers what is under way, is not ready meanwhile, takes the same signal twice for one, and logs the question when told to', async () => {
    const running = await serve({ LOG_QUESTIONS: 'on' });
    await lookUntil(running.port, '/readyz', isReady);
    const id = askSlowly(1);
    await lookUntil(running.port, '/metrics', isUnderWay);
    running.kill('SIGTERM');
    running.kill('SIGINT');
    const page = await lookUntil(running.port, '/readyz', ({ status }) => status === 503);
    expect(JSON.parse(page.text)).toEqual({ ready: false, reasons: ['It is stopping.'] });
    await answerTo(id);
    const run = await running.ended;
    expect(run).toMatchObject({ code: 0, signal: null });
    expect(questionsIn(run)).toMatchObject([{ utterance: WHY }]);
    expect(await look(running.port, '/healthz')).toMatchObject({ status: 0 });
  });

  it('stops at once when told a second time', async () => {
    const running = await serve();
    await lookUntil(running.port, '/readyz', isReady);
    askSlowly(30);
    await lookUntil(running.port, '/metrics', isUnderWay);
    running.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 700));
    const toldAt = Date.now();
    running.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 1, signal: null });
    expect(Date.now() - toldAt).toBeLessThan(2_000);
  });

  it('answers what is under way in the processes for shards, also when all are told at once', async () => {
    const running = await serve({ DISCORD_SHARDING: 'processes' });
    const ofShard = running.port + 1;
    await lookUntil(ofShard, '/readyz', isReady);
    await lookUntil(running.port, '/readyz', isReady);
    const id = askSlowly(2);
    await lookUntil(ofShard, '/metrics', isUnderWay);
    running.killGroup('SIGTERM');
    await answerTo(id);
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });
});
