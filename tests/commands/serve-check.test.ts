import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TOKEN } from '../adapters/discord/harness.ts';
import { type DiscordServer, startDiscord } from '../adapters/discord/server.ts';
import { APP_TOKEN, BOT_TOKEN, type SlackServer, startSlackServer } from '../adapters/slack/slack-server.ts';
import { footnote } from './footnote.ts';
import { type SampleFolder, writeSampleFolder } from './sample-folder.ts';

let sample: SampleFolder;
/** A working directory without an `.env` of the developer's. */
let cwd: string;
let discord: DiscordServer;
let slack: SlackServer;

beforeAll(() => {
  sample = writeSampleFolder();
  cwd = mkdtempSync(join(tmpdir(), 'footnote-check-'));
});
beforeEach(async () => {
  [discord, slack] = await Promise.all([startDiscord(TOKEN), startSlackServer()]);
});
afterEach(async () => {
  await Promise.all([discord.close(), slack.close()]);
});
afterAll(() => {
  sample.remove();
  rmSync(cwd, { recursive: true });
});

const both = () => ({
  DISCORD_TOKEN: TOKEN,
  DISCORD_API_URL: discord.api,
  SLACK_BOT_TOKEN: BOT_TOKEN,
  SLACK_APP_TOKEN: APP_TOKEN,
  SLACK_API_URL: slack.apiUrl,
});

/** The verdicts by what was checked, and everything that was printed. */
async function check(env: Readonly<Record<string, string>>) {
  const { code, stdout, stderr } = await footnote(['serve', '--check', '--pack', sample.path], { cwd, env });
  const verdicts = Object.fromEntries(
    [...stdout.matchAll(/^(ok|not ok) +([^:]+): (.*)$/gmu)].map(([, verdict, name = '', text = '']) => [
      name,
      { ok: verdict === 'ok', text },
    ]),
  );
  return { code, verdicts, printed: stdout + stderr };
}

describe('serve --check', () => {
  it('says that all is well, having asked each platform only whether it takes the tokens', async () => {
    const { code, verdicts, printed } = await check(both());
    expect(Object.keys(verdicts)).toEqual([
      'configuration',
      'pack',
      'encoder',
      'database',
      'Discord',
      'Slack bot token',
      'Slack app token',
    ]);
    expect(Object.values(verdicts).filter(({ ok }) => !ok)).toEqual([]);
    expect(code).toBe(0);
    expect(verdicts['Discord']?.text).toContain('999 of 1000');
    expect(verdicts['Slack bot token']?.text).toContain('in the workspace “Test”');
    expect(discord.sent.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /gateway/bot']);
    expect(slack.calls.map(({ method }) => method)).toEqual(['auth.test', 'apps.connections.open']);
    expect([discord.gateway.connections, slack.sockets.size]).toEqual([0, 0]);
    for (const token of [TOKEN, BOT_TOKEN, APP_TOKEN]) expect(printed).not.toContain(token);
  });

  it('names each token that is refused, with where to get another, and prints none', async () => {
    slack.failAlways('auth.test', 'invalid_auth');
    slack.failAlways('apps.connections.open', 'invalid_auth');
    const { code, verdicts, printed } = await check({ ...both(), DISCORD_TOKEN: 'OTAw.wrong.token' });
    expect(code).toBe(1);
    expect(verdicts['database']?.ok).toBe(true);
    for (const [name, remedy] of [
      ['Discord', 'Reset Token'],
      ['Slack bot token', 'SLACK_BOT_TOKEN'],
      ['Slack app token', 'SLACK_APP_TOKEN'],
    ] as const) {
      expect(verdicts[name]).toMatchObject({ ok: false, text: expect.stringContaining(remedy) });
    }
    for (const token of ['OTAw.wrong', BOT_TOKEN, APP_TOKEN]) expect(printed).not.toContain(token);
  });

  it('says so when a platform cannot be reached, or a folder cannot be written', async () => {
    const nowhere = 'http://127.0.0.1:9/api';
    const { code, verdicts } = await check({
      ...both(),
      DISCORD_API_URL: nowhere,
      SLACK_API_URL: nowhere,
      FOOTNOTE_FOLDER: '/dev/null/footnote',
    });
    expect(code).toBe(1);
    expect(verdicts['database']?.text).toMatch(/^Cannot .+\/dev\/null\/footnote/u);
    expect(verdicts['Discord']?.text).toMatch(/^Cannot reach Discord: /u);
    expect(verdicts['Slack bot token']?.text).toMatch(/^Cannot reach Slack: /u);
    expect(verdicts['Slack app token']?.text).toMatch(/^Cannot reach Slack: /u);
  });

  it('names the scopes that a bot token lacks, and the gateway intent that thread follow-ups need', async () => {
    slack.fail('auth.test', {
      status: 200,
      headers: { 'x-oauth-scopes': 'chat:write,im:history' },
      body: JSON.stringify({ ok: true, user: 'footnote', team: 'Test', user_id: 'UBOT', team_id: 'T1' }),
    });
    const { code, verdicts } = await check({ ...both(), DISCORD_THREAD_FOLLOWUPS: 'on' });
    expect(code).toBe(1);
    expect(verdicts['Slack bot token']?.text).toContain('lacks app_mentions:read, commands.');
    expect(verdicts['Discord']).toMatchObject({
      ok: false,
      text: expect.stringContaining('Message Content Intent'),
    });
  });

  it('lists every problem of the configuration, and those of the pack all the same', async () => {
    const folder = writeSampleFolder();
    folder.write('intents/bridge-why.yaml', 'question: [');
    const { code, stdout } = await footnote(['serve', '--check', '--pack', folder.path], {
      cwd,
      env: { PORT: 'eighty', LOG_LEVEL: 'loud' },
    });
    folder.remove();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^not ok {2}configuration: PORT: Cannot/mu);
    expect(stdout).toMatch(/^not ok {2}configuration: LOG_LEVEL: Cannot/mu);
    expect(stdout).toMatch(/^not ok {2}pack: Cannot use the pack/mu);
    expect(stdout).toMatch(/^not ok {2}database, tokens: Not checked/mu);
    expect(stdout).not.toMatch(/^ok/mu);
  });

  it('prints neither address nor password of a database that cannot be reached', async () => {
    const { code, verdicts, printed } = await check({
      ...both(),
      DATABASE_URL: 'postgres://ada:marked-password@127.0.0.1:9/footnote?connect_timeout=1',
      FOOTNOTE_SECRET: 'marked-secret-of-more-than-32-characters',
    });
    expect(code).toBe(1);
    expect(verdicts['database']).toMatchObject({ ok: false, text: expect.stringMatching(/^Cannot /u) });
    expect(printed).not.toMatch(/marked-/u);
  });

  it('needs no database for a chat in the terminal', async () => {
    const { code, verdicts } = await check({});
    expect(code).toBe(0);
    expect(Object.keys(verdicts)).toEqual(['configuration', 'pack', 'encoder', 'platforms']);
  });
});
