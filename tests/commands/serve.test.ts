import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finish, footnote, start } from './footnote.ts';
import { type SampleFolder, writeSampleFolder } from './sample-folder.ts';

let sample: SampleFolder;
/** A working directory without an `.env` of the developer's. */
let cwd: string;
beforeAll(() => {
  sample = writeSampleFolder();
  cwd = mkdtempSync(join(tmpdir(), 'footnote-cwd-'));
});
afterAll(() => {
  sample.remove();
  rmSync(cwd, { recursive: true });
});

/** Nobody listens there, so that connecting fails and is tried again. */
const NOWHERE = 'http://127.0.0.1:9/api';

describe('serve without tokens', () => {
  const chat = (input: string) => footnote(['serve', '--pack', sample.path], { input, cwd });

  it('chats over a pipe without a prompt and ends with its input', async () => {
    const { code, stdout, stderr } = await chat('When was the bridge closed?\nhello\n');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^On Friday, 4 March\. \[1\]\n/u);
    expect(stdout).toContain('Hello! Ask me about “Why the harbour bridge is closed”.');
    expect(stdout).not.toContain('> ');
  });

  it('answers the option whose number is typed', async () => {
    const { stdout } = await chat('When was the bridge closed?\n1\n');
    expect(stdout).toContain('\n  1  Why is the bridge closed?\n');
    expect(stdout).toContain('The harbour bridge was closed after an inspection. [1]');
  });

  it('stops reading at /quit', async () => {
    const { code, stdout } = await chat('/quit\nhello\n');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  it.each([
    ['an exception', "throw new Error('boom')"],
    ['a rejection', "Promise.reject(new Error('boom'))"],
  ])('stops with its reason and exit code 1 on %s that nothing catches', async (_, statement) => {
    const culprit = join(cwd, 'culprit.cjs');
    writeFileSync(culprit, `setTimeout(() => { ${statement}; }, 1500);`);
    const child = start(['serve', '--pack', sample.path], {
      cwd,
      env: { NODE_OPTIONS: `--require=${culprit}` },
    });
    const { code, stderr } = await finish(child);
    expect(code).toBe(1);
    expect(stderr).toContain('Cannot go on after an error that nothing caught, so stopping: Error: boom');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('exits 0 on %s', async (signal) => {
    const child = start(['serve', '--pack', sample.path], { cwd });
    const ended = finish(child);
    child.stdin.write('hello\n');
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  });
});

describe('serve with tokens', () => {
  it('names every missing or wrong variable at once and exits 1', async () => {
    const { code, stdout, stderr } = await footnote(['serve', '--pack', sample.path], {
      cwd,
      env: {
        SLACK_BOT_TOKEN: 'xapp-swapped',
        PORT: 'eighty',
        LOG_LEVEL: 'loud',
        DISCORD_GUILD_ID: 'my server',
      },
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'PORT', 'LOG_LEVEL', 'DISCORD_GUILD_ID']) {
      expect(stderr).toMatch(new RegExp(`^${name}: Cannot .+\\.$`, 'mu'));
    }
    expect(stderr).not.toContain('swapped');
  });

  it('reads them from .env in the working directory', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'footnote-env-'));
    writeFileSync(join(folder, '.env'), 'LOG_LEVEL=loud\n');
    const { code, stderr } = await footnote(['serve', '--pack', sample.path], { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toContain('LOG_LEVEL: Cannot use "loud"');
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['Discord', { DISCORD_TOKEN: 'abc.def.ghi', DISCORD_API_URL: NOWHERE }],
    ['Slack', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: NOWHERE }],
    [
      'both',
      {
        DISCORD_TOKEN: 'abc.def.ghi',
        DISCORD_API_URL: NOWHERE,
        SLACK_BOT_TOKEN: 'xoxb-1',
        SLACK_APP_TOKEN: 'xapp-1',
        SLACK_API_URL: NOWHERE,
      },
    ],
  ])('goes on trying to reach %s, and exits 0 within ten seconds of SIGTERM', async (_, env) => {
    const child = start(['serve', '--pack', sample.path], { cwd, env });
    const ended = finish(child);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const before = Date.now();
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(Date.now() - before).toBeLessThan(10_000);
    expect(stdout).not.toContain('abc.def.ghi');
    expect(stdout).not.toMatch(/xoxb-1|xapp-1/u);
  });
});

describe('discord register', () => {
  it('says what is missing without a token', async () => {
    const { code, stderr } = await footnote(['discord', 'register'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('DISCORD_TOKEN is not set');
  });

  it('says so when Discord cannot be reached', async () => {
    const env = { DISCORD_TOKEN: 'abc.def.ghi', DISCORD_API_URL: NOWHERE };
    const { code, stderr } = await footnote(['discord', 'register'], { cwd, env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Cannot register the commands: .+\n$/u);
  });
});
