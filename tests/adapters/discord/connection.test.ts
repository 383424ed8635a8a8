import { afterEach, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { readMessage } from './reading.ts';
import { click, command, mentioning } from './world.ts';

const WHY = 'Why is the bridge closed?';
const RESUME = 6;
const IDENTIFY = 2;

let discord: Harness;
afterEach(() => discord.stop());

const until = async (fits: () => boolean) => {
  for (let i = 0; i < 400 && !fits(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(fits()).toBe(true);
};
const answered = async () =>
  expect(readMessage(await discord.say(mentioning(WHY))).text).toContain('Ada Brown');
const received = (op: number) => discord.server.gateway.received.filter((o) => o === op).length;

describe('While running', () => {
  it('a dropped socket loses no question: those asked meanwhile are answered after the resume', async () => {
    discord = await startHarness();
    discord.server.gateway.drop();
    await until(() => discord.lines.some((l) => l.message === 'Gateway reconnecting'));
    await answered();
    expect(received(RESUME)).toBe(1);
    expect(received(IDENTIFY)).toBe(1);
    await answered();
  });

  it('a reconnect asked for by Discord (op 7) loses no question', async () => {
    discord = await startHarness();
    discord.server.gateway.requestReconnect();
    await until(() => received(RESUME) === 1);
    await answered();
  });

  it('events replayed by a resume are not answered twice', async () => {
    discord = await startHarness();
    const question = mentioning(WHY);
    await discord.say(question);
    discord.server.gateway.dispatch('MESSAGE_CREATE', question);
    await answered();
    expect(discord.server.sent.filter((s) => s.body?.nonce === question.id)).toHaveLength(1);
  });

  it('an invalid session (op 9) is identified anew and goes on', async () => {
    discord = await startHarness();
    discord.server.gateway.invalidate(false);
    await until(() => received(IDENTIFY) === 2);
    await until(() => discord.lines.some((l) => l.message === 'Gateway ready again'));
    await answered();
  });

  it('a session that may be resumed (op 9, resumable) is resumed', async () => {
    discord = await startHarness();
    discord.server.gateway.invalidate(true);
    await until(() => received(RESUME) === 1);
    await answered();
  });

  it.each([
    [4004, /Reset Token.*DISCORD_TOKEN/],
    [4014, /Message Content Intent.*DISCORD_THREAD_FOLLOWUPS=off/],
  ])('a close for good (%i) is reported with its remedy', async (code, remedy) => {
    discord = await startHarness();
    discord.server.gateway.close(code);
    await until(() => discord.fatal.length > 0);
    expect(discord.fatal[0]?.message).toMatch(remedy);
  });
});

describe('Starting', () => {
  it('prints the links that invite the bot, with no more permissions than it needs', async () => {
    discord = await startHarness();
    const line = discord.lines.find((l) => l.message === 'Connected to Discord');
    const { invite } = { invite: '', ...line?.detail };
    const VIEW_READ_SEND_THREADS = (1n << 10n) | (1n << 16n) | (1n << 11n) | (1n << 38n);
    expect(new URL(invite).searchParams.get('permissions')).toBe(VIEW_READ_SEND_THREADS.toString());
    expect(new URL(invite).searchParams.get('scope')).toBe('bot applications.commands');
  });

  it('tries again with growing pauses while Discord cannot be reached', async () => {
    discord = await startHarness({ start: false });
    // discord.js itself asks four times in a row before it gives up.
    discord.server.fail('GET', /^\/gateway\/bot$/, { status: 503 }, 12);
    await discord.adapter.start();
    const pauses = discord.lines.flatMap((l) => ('pauseMs' in l.detail ? [l.detail.pauseMs] : []));
    expect(pauses).toEqual([20, 40, 80]);
    await answered();
  });

  it('stops with the remedy when the token is wrong (401)', async () => {
    discord = await startHarness({ start: false, token: 'wrong' });
    await expect(discord.adapter.start()).rejects.toThrow(/Reset Token.*DISCORD_TOKEN/);
    expect(JSON.stringify(discord.lines)).not.toContain('wrong');
  });

  it.each([
    [4004, /DISCORD_TOKEN/],
    [4014, /Privileged Gateway Intents.*DISCORD_THREAD_FOLLOWUPS=off/],
    [4011, /DISCORD_SHARDING/],
  ])('stops with the remedy when the gateway refuses (%i)', async (code, remedy) => {
    discord = await startHarness({ start: false });
    discord.server.gateway.refuseWith(code);
    await expect(discord.adapter.start()).rejects.toThrow(remedy);
    discord.server.gateway.refuseWith(undefined);
  });

  it('can be given up while Discord cannot be reached', async () => {
    discord = await startHarness({ start: false, firstRetryPause: 60_000 });
    discord.server.fail('GET', /^\/gateway\/bot$/, { status: 503 }, 1_000);
    const starting = discord.adapter.start();
    const outcome = expect(starting).rejects.toThrow();
    await until(() => discord.lines.some((l) => l.level === 'warn'));
    await discord.adapter.stop();
    await outcome;
  });

  it('goes on when the commands cannot be registered, and says so', async () => {
    discord = await startHarness({ start: false });
    discord.server.fail('PUT', /commands$/, { status: 400, code: 30034 });
    await discord.adapter.start();
    expect(discord.lines.filter((l) => l.level === 'error').map((l) => l.message)).toEqual([
      'Cannot register the commands: run "footnote discord register" to try again',
    ]);
    await answered();
  });
});

describe('Stopping', () => {
  it('finishes what is under way, takes nothing new and leaves the gateway', async () => {
    const slow = {
      get: () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 300)),
      set: () => undefined,
    };
    discord = await startHarness({ conversations: slow });
    const underWay = command('ask', { question: WHY });
    discord.server.gateway.dispatch('INTERACTION_CREATE', underWay);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const late = click('f1:a:0123456789ab::bridge-why');
    const stopped = discord.adapter.stop();
    discord.server.gateway.dispatch('INTERACTION_CREATE', late);
    await stopped;
    const paths = discord.server.sent.map((s) => s.path);
    expect(paths.some((path) => path.includes(underWay.token))).toBe(true);
    expect(paths.some((path) => path.includes(late.token))).toBe(false);
    await until(() => discord.server.gateway.connections === 0);
  });
});
