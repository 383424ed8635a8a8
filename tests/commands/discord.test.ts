import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TOKEN } from '../adapters/discord/harness.ts';
import { idOf, readMessage } from '../adapters/discord/reading.ts';
import { type DiscordServer, startDiscord } from '../adapters/discord/server.ts';
import { BOT, click, mentioning } from '../adapters/discord/world.ts';
import { finish, footnote, type Run, start } from './footnote.ts';
import { type SampleFolder, writeSampleFolder } from './sample-folder.ts';

const WHY = 'Why is the bridge closed?';

let sample: SampleFolder;
/** A working directory without an `.env` of the developer's. */
let cwd: string;
let server: DiscordServer;
const running: (() => Promise<Run>)[] = [];

beforeAll(() => {
  sample = writeSampleFolder();
  cwd = mkdtempSync(join(tmpdir(), 'footnote-discord-'));
});
beforeEach(async () => {
  server = await startDiscord(TOKEN);
});
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
  expect(server.refused).toEqual([]);
  await server.close();
});
afterAll(() => {
  sample.remove();
  rmSync(cwd, { recursive: true });
});

const env = (more: Readonly<Record<string, string>> = {}) => ({
  DISCORD_TOKEN: TOKEN,
  DISCORD_API_URL: server.api,
  ...more,
});

/** Starts the bot and waits until it has identified and registered; `stop` ends it by SIGTERM. */
async function serve(more: Readonly<Record<string, string>> = {}): Promise<() => Promise<Run>> {
  const identified = server.gateway.identities.length + server.recommendedShards;
  const child = start(['serve', '--pack', sample.path], { cwd, env: env(more) });
  const ended = finish(child);
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  running.push(stop);
  for (let i = 0; i < 1_000 && server.gateway.identities.length < identified; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(server.gateway.identities).toHaveLength(identified);
  await server.until((s) => s.path === `/applications/${BOT.id}/commands`, 'the registration');
  return stop;
}

async function say(question: string) {
  const message = mentioning(question);
  server.gateway.dispatch('MESSAGE_CREATE', message);
  return (await server.until((s) => s.body?.nonce === message.id, 'a reply')).body;
}

describe('serve on Discord', () => {
  it('answers, prints the invite link, and on SIGTERM exits 0 within ten seconds', async () => {
    const stop = await serve();
    expect(readMessage(await say(WHY)).text).toContain('Ada Brown');
    const toldAt = Date.now();
    const { code, signal, stdout } = await stop();
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(Date.now() - toldAt).toBeLessThan(10_000);
    expect(stdout).toContain('https://discord.com/oauth2/authorize?client_id=');
    expect(stdout).not.toContain('secret-token');
    expect(stdout).not.toContain(WHY);
  });

  it('takes the buttons of the process before it', async () => {
    const stop = await serve();
    const reply = await say(WHY);
    await stop();
    await serve();
    const clicked = click(idOf(reply, 'When was the bridge closed?'));
    server.gateway.dispatch('INTERACTION_CREATE', clicked);
    const answer = await server.until((s) => s.path.includes(clicked.token), 'the answer to a button');
    expect(readMessage(answer.body.data).text).toContain('On Friday, 4 March.');
  });

  it.each([
    [4004, /Reset Token/],
    [4014, /Message Content Intent/],
  ])('exits 1 with the remedy when the gateway closes for good (%i)', async (code, remedy) => {
    server.gateway.refuseWith(code);
    const run = await footnote(['serve', '--pack', sample.path], { cwd, env: env() });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(remedy);
  });

  it('exits 1 with the remedy when the token is wrong', async () => {
    const run = await footnote(['serve', '--pack', sample.path], {
      cwd,
      env: env({ DISCORD_TOKEN: 'OTAw.wrong.token' }),
    });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('DISCORD_TOKEN');
    expect(run.stdout + run.stderr).not.toContain('OTAw.wrong');
  });

  it('answers from several processes and stops them all', async () => {
    server.recommendedShards = 2;
    const stop = await serve({ DISCORD_SHARDING: 'processes' });
    expect(server.gateway.identities.map((i) => i.shard)).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(readMessage(await say(WHY)).text).toContain('Ada Brown');
    expect(await stop()).toMatchObject({ code: 0, signal: null });
    for (let i = 0; i < 100 && server.gateway.connections > 0; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.gateway.connections).toBe(0);
  });
});

describe('A process of the sharding manager', () => {
  it('ends when the manager is killed', async () => {
    const identified = server.gateway.identities.length + 1;
    const manager = start(['serve', '--pack', sample.path], {
      cwd,
      env: env({ DISCORD_SHARDING: 'processes' }),
    });
    const until = async (fits: () => boolean) => {
      for (let i = 0; i < 500 && !fits(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(fits()).toBe(true);
    };
    await until(() => server.gateway.identities.length === identified);
    await server.until((s) => s.path === `/applications/${BOT.id}/commands`, 'the registration');
    manager.kill('SIGKILL');
    await until(() => server.gateway.connections === 0);
  });
});

describe('discord register', () => {
  it('registers once, and says when there was nothing to do', async () => {
    const first = await footnote(['discord', 'register'], { cwd, env: env() });
    const second = await footnote(['discord', 'register'], { cwd, env: env() });
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.stdout).toBe('10 commands registered, everywhere.\n');
    expect(second.stdout).toContain('registered already');
  });
});
