import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { takesColour } from '../src/config.ts';
import { type Config, readConfig } from '../src/environment.ts';
import { isConfigured, VARIABLES } from '../src/variables.ts';

function sound(env: NodeJS.ProcessEnv): Config {
  const result = readConfig(env);
  if (result.kind === 'broken') throw new Error(result.problems.join('\n'));
  return result.config;
}

/** The names of the variables that are complained about. */
function complaints(env: NodeJS.ProcessEnv): string[] {
  const result = readConfig(env);
  return result.kind === 'broken' ? result.problems.map((problem) => problem.split(':')[0] ?? '') : [];
}

const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const FOOTNOTE_SECRET = 'a secret of thirty-two characters';
const OAUTH = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'c', SLACK_STATE_SECRET: 's' };

describe('readConfig', () => {
  it('configures nothing without tokens, whatever else is set', () => {
    const config = sound({
      PORT: '80',
      SLACK_COMMAND: '/report',
      DISCORD_GUILD_ID: '123456789012345678',
      METRICS_HOST: '::',
    });
    expect(config).toEqual(sound({}));
    expect(config).not.toHaveProperty('discord');
    expect(config).not.toHaveProperty('slack');
    expect(config).not.toHaveProperty('metrics');
  });

  it('takes empty variables for variables that are not set', () => {
    expect(sound({ DISCORD_TOKEN: '', SLACK_BOT_TOKEN: '  ', LOG_LEVEL: '', FOOTNOTE_FOLDER: '' })).toEqual(
      sound({}),
    );
    expect(sound({})).toMatchObject({ logLevel: 'info', logQuestions: false, folder: '.footnote' });
  });

  it('configures Discord from its token alone', () => {
    expect(sound({ DISCORD_TOKEN: ' a.b.c ' }).discord).toEqual({
      token: 'a.b.c',
      threadFollowups: false,
      sharding: 'auto',
    });
  });

  it('takes all that can be said about Discord', () => {
    const env = {
      DISCORD_TOKEN: 'a.b.c',
      DISCORD_GUILD_ID: '123456789012345678',
      DISCORD_API_URL: 'http://127.0.0.1:8080/api/',
      DISCORD_THREAD_FOLLOWUPS: 'on',
      DISCORD_SHARDING: 'processes',
    };
    expect(sound(env).discord).toEqual({
      token: 'a.b.c',
      guildId: '123456789012345678',
      apiUrl: 'http://127.0.0.1:8080/api',
      threadFollowups: true,
      sharding: 'processes',
    });
  });

  it('serves Discord alone in a process that the sharding manager started', () => {
    const config = sound({
      DISCORD_TOKEN: 'a.b.c',
      DISCORD_SHARDING: 'processes',
      SHARDING_MANAGER: 'true',
      ...SOCKET,
    });
    expect(config.discord?.sharding).toBe('inherited');
    expect(config.slack).toBeUndefined();
  });

  it('reaches Slack over sockets with an app token, even when there is a signing secret', () => {
    expect(sound({ ...SOCKET, SLACK_SIGNING_SECRET: 's' }).slack).toEqual({
      door: { kind: 'socket', appToken: 'xapp-1' },
      workspaces: { kind: 'one', botToken: 'xoxb-1' },
      port: 3000,
      command: '/ask',
    });
  });

  it('lets Slack in over HTTP with a signing secret', () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 's',
      PORT: '8080',
      SLACK_API_URL: 'http://127.0.0.1:1/api',
    };
    expect(sound(env).slack).toMatchObject({
      door: { kind: 'http', signingSecret: 's' },
      port: 8080,
      apiUrl: 'http://127.0.0.1:1/api/',
    });
  });

  it('serves many workspaces with the secrets of an installable app', () => {
    expect(sound({ ...OAUTH, SLACK_SIGNING_SECRET: 's', FOOTNOTE_SECRET }).slack?.workspaces).toEqual({
      kind: 'many',
      clientId: '1.2',
      clientSecret: 'c',
      stateSecret: 's',
    });
  });

  it('keeps things in a file for a month, and lets ten questions a minute through, unless told otherwise', () => {
    expect(sound({}).store).toEqual({
      secrets: [],
      keepQuestionsDays: 30,
      limits: { user: 10, channel: 60 },
    });
    const env = {
      DATABASE_URL: 'postgresql://ada:secret@db:5432/footnote?sslmode=require',
      FOOTNOTE_SECRET: `${FOOTNOTE_SECRET}, another ${FOOTNOTE_SECRET}`,
      KEEP_QUESTIONS_DAYS: '0',
      LIMIT_PER_USER: '3',
      LIMIT_PER_CHANNEL: '30',
    };
    expect(sound(env).store).toEqual({
      url: env.DATABASE_URL,
      secrets: [FOOTNOTE_SECRET, `another ${FOOTNOTE_SECRET}`],
      keepQuestionsDays: 0,
      limits: { user: 3, channel: 30 },
    });
  });

  it('is seen from outside at METRICS_PORT, by this machine alone unless told otherwise', () => {
    expect(sound({ METRICS_PORT: '9464' }).metrics).toEqual({ port: 9464, host: '127.0.0.1' });
    expect(sound({ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' }).metrics?.host).toBe('0.0.0.0');
  });

  it('gives each process for a shard a port of its own to be seen at', () => {
    const seen = (SHARDS: string, METRICS_PORT: string) =>
      sound({ DISCORD_TOKEN: 'a.b.c', SHARDING_MANAGER: 'true', SHARDS, METRICS_PORT }).metrics?.port;
    expect([seen('0', '9464'), seen('1', '9464')]).toEqual([9465, 9466]);
    expect(seen('1', '65534')).toBeUndefined();
  });

  it.each([
    ['a bot token alone', { SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_APP_TOKEN']],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN']],
    [
      'a client id alone',
      { SLACK_CLIENT_ID: '1.2' },
      ['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'SLACK_APP_TOKEN', 'FOOTNOTE_SECRET'],
    ],
    [
      'swapped tokens',
      { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' },
      ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'],
    ],
    ['a token in two parts', { DISCORD_TOKEN: 'a.b c' }, ['DISCORD_TOKEN']],
    ['a token with curly quotes', { DISCORD_TOKEN: '“a.b.c”' }, ['DISCORD_TOKEN']],
    ['a server by its name', { DISCORD_GUILD_ID: 'my server' }, ['DISCORD_GUILD_ID']],
    [
      'a switch that is neither on nor off',
      { DISCORD_THREAD_FOLLOWUPS: 'yes' },
      ['DISCORD_THREAD_FOLLOWUPS'],
    ],
    ['ports that do not exist', { PORT: '65536' }, ['PORT']],
    ['port zero', { PORT: '0' }, ['PORT']],
    ['an address without https://', { SLACK_API_URL: 'slack.com/api' }, ['SLACK_API_URL']],
    ['a command without its slash', { SLACK_COMMAND: 'ask' }, ['SLACK_COMMAND']],
    ['a port for metrics that does not exist', { METRICS_PORT: '99999' }, ['METRICS_PORT']],
    ['an address for metrics with its protocol', { METRICS_HOST: 'http://x/' }, ['METRICS_HOST']],
    ['another switch that is neither on nor off', { LOG_QUESTIONS: 'true' }, ['LOG_QUESTIONS']],
    ['another kind of database', { DATABASE_URL: 'mysql://x/y', FOOTNOTE_SECRET }, ['DATABASE_URL']],
    ['a database without a secret', { DATABASE_URL: 'postgres://127.0.0.1/x' }, ['FOOTNOTE_SECRET']],
    ['a secret that is short', { FOOTNOTE_SECRET: `${FOOTNOTE_SECRET},short` }, ['FOOTNOTE_SECRET']],
    ['days that are none', { KEEP_QUESTIONS_DAYS: '-1' }, ['KEEP_QUESTIONS_DAYS']],
    ['more days than ten years have', { KEEP_QUESTIONS_DAYS: '3651' }, ['KEEP_QUESTIONS_DAYS']],
    [
      'limits of nothing',
      { LIMIT_PER_USER: '0', LIMIT_PER_CHANNEL: 'x' },
      ['LIMIT_PER_USER', 'LIMIT_PER_CHANNEL'],
    ],
    ['an unknown log level', { LOG_LEVEL: 'verbose' }, ['LOG_LEVEL']],
    [
      'everything at once',
      { DISCORD_SHARDING: 'many', SLACK_BOT_TOKEN: 'oops', PORT: 'x', LOG_LEVEL: 'x' },
      ['DISCORD_SHARDING', 'SLACK_BOT_TOKEN', 'PORT', 'LOG_LEVEL', 'SLACK_APP_TOKEN'],
    ],
  ])('complains about %s', (_, env, expected) => {
    expect(complaints(env)).toEqual(expected);
  });

  it('never shows a token', () => {
    const result = readConfig({ DISCORD_TOKEN: 'very secret', SLACK_BOT_TOKEN: 'verysecret' });
    expect(JSON.stringify(result)).not.toMatch(/very ?secret/u);
  });

  it('says "Cannot" and a remedy for each', () => {
    const result = readConfig({
      DISCORD_TOKEN: 'a b',
      SLACK_BOT_TOKEN: 'x',
      PORT: 'x',
      SLACK_API_URL: 'x',
      LOG_LEVEL: 'x',
    });
    const problems = result.kind === 'broken' ? result.problems : [];
    expect(problems).toHaveLength(6);
    for (const problem of problems) expect(problem).toMatch(/^[A-Z_]+: Cannot [^.]+: .+\. \S.+\.$/u);
  });
});

describe('.env.example', () => {
  it('documents every variable, and no other', () => {
    const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
    const documented = [...text.matchAll(/^#? ?([A-Z_]+)=/gmu)].map((match) => match[1]);
    expect(documented).toEqual(VARIABLES);
  });
});

describe('takesColour', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [undefined, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('a terminal: %s, environment %o -> %s', (isTTY, env, expected) => {
    expect(takesColour(isTTY === undefined ? {} : { isTTY }, env)).toBe(expected);
  });
});

describe('isConfigured', () => {
  it.each(VARIABLES)('is so when %s is set, and not when it is empty', (name) => {
    expect([
      isConfigured({ [name]: 'x' }),
      isConfigured({ [name]: ' ' }),
      isConfigured({ PATH: '/bin' }),
    ]).toEqual([true, false, false]);
  });
});
