import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { footnote } from './footnote.ts';

const COMMANDS = ['serve', 'ask', 'validate', 'coverage', 'intents', 'evaluate', 'discord register'];

describe('footnote', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await footnote(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('prints help that names every command', async () => {
    const { code, stdout, stderr } = await footnote(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of COMMANDS)
      expect(stdout).toMatch(new RegExp(`^ {2}${command.split(' ')[0]}\\b`, 'mu'));
  });

  it.each(COMMANDS)('prints help for %s, with the option for another pack', async (command) => {
    const { code, stdout } = await footnote([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: footnote ${command}`);
    expect(stdout).toContain('--pack <dir>');
  });

  it.each([
    ['no command', []],
    ['an unknown command', ['anwser']],
    ['an unknown option', ['ask', '--jsno']],
    ['an unknown option of the program', ['--pakc', '.']],
    ['an option without its value', ['validate', '--pack']],
    ['too many words', ['validate', 'now']],
    ['half a command', ['discord']],
  ])('exits 2 with help on standard error for %s', async (_, args) => {
    const { code, stdout, stderr } = await footnote(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: footnote');
  });

  it('suggests the command that was meant', async () => {
    expect((await footnote(['validat'])).stderr).toContain('Did you mean validate?');
  });

  it('takes --pack before and behind the command', async () => {
    for (const args of [
      ['--pack', '/nowhere', 'validate'],
      ['validate', '--pack', '/nowhere'],
      ['validate', '--pack=/nowhere'],
    ]) {
      const { code, stderr } = await footnote(args);
      expect(code).toBe(1);
      expect(stderr).toContain('Cannot use the pack "/nowhere"');
    }
  });
});
