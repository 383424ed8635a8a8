import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../src/operations/metrics.ts';
import { VARIABLES } from '../src/variables.ts';
import { footnote } from './commands/footnote.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const readme = read('README.md');
const words = (text: string) => text.split(/\s+/u).join(' ').trim();

describe('the README', () => {
  it('shows an exchange as it is today', async () => {
    const sample = /```text\n([\s\S]+?)```/u.exec(readme)?.[1] ?? '';
    const [, ...exchanges] = sample.split(/^> /mu);
    expect(exchanges.length).toBeGreaterThan(1);
    const questions = exchanges.map((exchange) => exchange.split('\n')[0] ?? '');
    const shown = exchanges.map((exchange) => exchange.slice(exchange.indexOf('\n')));
    const { stdout } = await footnote(['serve'], {
      input: questions.join('\n'),
      // No tokens of the developer's: the chat in the terminal.
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    expect(words(stdout)).toBe(words(shown.join('\n')));
  });

  it('gives the two commands that package.json has', () => {
    expect(readme).toContain('```sh\nnpm ci && npm start\n```');
    expect(readme).toContain('```sh\nnpm ci && npm test\n```');
    const { scripts } = JSON.parse(read('package.json'));
    expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
  });

  it.each([...readme.matchAll(/^npx footnote ([a-z]+)/gmu)].map((match) => match[1] ?? ''))(
    'names a command that exists: %s',
    async (command) => {
      expect((await footnote([command, '--help'])).code).toBe(0);
    },
  );

  it('names only variables that are read', () => {
    const named = [...readme.matchAll(/`([A-Z]+_[A-Z_]+)`/gu)].map((match) => match[1]);
    for (const name of named) expect(VARIABLES).toContain(name);
  });
});

describe('docs/operations.md', () => {
  const operations = read('docs/operations.md');

  it('tells every variable, and no other', () => {
    const [, , table = ''] =
      operations
        .split(/^## /mu)
        .find((part) => part.startsWith('Configuration'))
        ?.split('\n\n') ?? [];
    const told = [...table.matchAll(/^\|([^|]+)\|/gmu)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z_]+)`/gu)].map((match) => match[1]),
    );
    expect(told.toSorted()).toEqual([...VARIABLES].toSorted());
  });

  it('tells every metric that is served, and no other', async () => {
    const metrics = createMetrics({
      packVersion: 'v',
      version: '1',
      adapters: () => [],
      store: () => ({ queued: 0, dropped: 0 }),
    });
    const names = (text: string, pattern: RegExp) => [
      ...new Set([...text.matchAll(pattern)].map((match) => match[1])),
    ];
    const served = names(await metrics.render(), /^# TYPE (footnote_\w+)/gmu);
    expect(names(operations, /`(footnote_\w+)/gu).toSorted()).toEqual(served.toSorted());
    for (const name of names(operations, /\b(footnote_[a-z_]+?)(?:_bucket|_sum|_count)?\b[{[ ]/gu))
      expect(served).toContain(name);
  });
});

describe('links between documents', () => {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    'docs/architecture.md',
    'docs/operations.md',
    'docs/discord.md',
    'docs/slack.md',
    'data/README.md',
  ];

  it.each(documents)('lead somewhere from %s', (document) => {
    const targets = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)/gu)].map((match) => match[1] ?? '');
    const missing = targets.filter(
      (target) => !existsSync(new URL(target, new URL(`../${document}`, import.meta.url))),
    );
    expect(missing).toEqual([]);
  });
});
