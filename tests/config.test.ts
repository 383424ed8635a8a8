import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { takesColour } from '../src/config.ts';
import { type Config, readConfig, VARIABLES } from '../src/environment.ts';

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
const OAUTH = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'c', SLACK_STATE_SECRET: 's' };

describe('readConfig', () => {
  it('configures nothing without tokens, whatever else is set', () => {
    expect(sound({ PORT: '80', SLACK_COMMAND: '/report', DISCORD_GUILD_ID: '123456789012345678' })).toEqual({
      logLevel: 'info',
    });
  });

  it('takes empty variables for variables that are not set', () => {
    expect(sound({ DISCORD_TOKEN: '', SLACK_BOT_TOKEN: '  ', LOG_LEVEL: '' })).toEqual({ logLevel: 'info' });
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
    expect(sound({ ...OAUTH, SLACK_SIGNING_SECRET: 's' }).slack?.workspaces).toEqual({
      kind: 'many',
      clientId: '1.2',
      clientSecret: 'c',
      stateSecret: 's',
    });
  });

  it.each([
    ['a bot token alone', { SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_APP_TOKEN']],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN']],
    [
      'a client id alone',
      { SLACK_CLIENT_ID: '1.2' },
      ['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'SLACK_APP_TOKEN'],
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
