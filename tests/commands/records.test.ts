/** `stats`, `export` and `forget`, as somebody calls them beside a running Footnote. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bar, statisticsLines } from '../../src/commands/stats.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { footnote } from './footnote.ts';

const folder = mkdtempSync(join(tmpdir(), 'footnote-records-'));
const kept = join(folder, 'kept');
const env = { FOOTNOTE_FOLDER: kept };
const log = { info() {}, warn() {}, error() {}, child: () => log };
const ADA = { platform: 'slack', user: 'T01:U01', channel: 'T01:C01' } as const;
let store: Store;

beforeAll(async () => {
  store = await openStore({
    folder: kept,
    secrets: [],
    keepQuestionsDays: 30,
    limits: { user: 10, channel: 10 },
    log,
    timing: { batch: 5 },
  });
  const shared = { ...ADA, packVersion: '1', milliseconds: 1.25, confidence: 0.9 };
  store.journal.asked({ ...shared, utterance: '=1+1 why?', outcome: 'answer', intents: ['bridge'] });
  store.journal.asked({
    ...shared,
    platform: 'discord',
    user: '123456789012345678',
    utterance: 'mail ada@example.org, "now"',
    outcome: 'fallback',
    reason: 'gap',
    intents: ['pay'],
  });
  await store.feedback.record({ platform: 'slack', intent: 'bridge', packVersion: '1', helpful: true });
  while (store.queued > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe('footnote stats', () => {
  it('shows what came of the questions, what was asked and missed most, and what people said', async () => {
    const { code, stdout } = await footnote(['stats'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('2 questions in 4 weeks (discord 1, slack 1)');
    expect(stdout).toMatch(/Asked most\n {2}bridge {2}1 {2}█+ {2}100\.0% helpful/u);
    expect(stdout).toMatch(/Missed most, by the nearest intent\n {2}pay {2}1 {2}█+/u);
    expect(stdout).toMatch(/Refused because\n {2}gap {2}1/u);
    expect(stdout).toContain('100.0% of 1 verdict say “helpful”.');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('prints the same as JSON', async () => {
    const { stdout } = await footnote(['stats', '--json', '--weeks', '1'], { env });
    const { weeks, asked } = JSON.parse(stdout);
    expect(weeks).toMatchObject([{ answered: 1, refused: 1, helpful: 1, notHelpful: 0 }]);
    expect(asked).toEqual([{ intent: 'bridge', count: 1, helpful: 1, notHelpful: 0 }]);
  });

  it('says that nothing is kept where nothing is', async () => {
    const { code, stdout } = await footnote(['stats'], { env: { FOOTNOTE_FOLDER: join(folder, 'none') } });
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing is kept yet');
  });

  it('refuses a number of weeks that is none', async () => {
    expect((await footnote(['stats', '--weeks', 'x'], { env })).code).toBe(2);
  });

  it('draws bars to an eighth, and one for the least there is', () => {
    expect(bar(10, 10)).toBe('█'.repeat(30));
    expect(bar(5, 10)).toBe('█'.repeat(15));
    expect(bar(1, 10_000)).toBe('▏');
    expect(bar(0, 10)).toBe('');
  });

  it('says so when nobody asked', () => {
    const week = {
      from: 0,
      answered: 0,
      disambiguated: 0,
      excerpts: 0,
      refused: 0,
      smalltalk: 0,
      helpful: 0,
      notHelpful: 0,
    };
    const lines = statisticsLines({ weeks: [week], platforms: [], reasons: [], asked: [], missed: [] });
    expect(lines).toEqual(['0 questions in 1 week', 'Nobody has said whether an answer was helpful.']);
  });
});

describe('footnote export', () => {
  it('prints a row for each question, without its words', async () => {
    const { code, stdout } = await footnote(['export'], { env });
    expect(code).toBe(0);
    const [header, first, second, ...rest] = stdout.trimEnd().split('\n');
    expect(header).toBe('at,platform,outcome,reason,intents,confidence,packVersion,milliseconds');
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,slack,answer,,bridge,0\.9,1,1\.25$/u);
    expect(second).toMatch(/,discord,fallback,gap,pay,/u);
    expect(rest).toEqual([]);
    expect(stdout).not.toContain('why');
  });

  it('adds the words when they are asked for: redacted, and no formula to a spreadsheet', async () => {
    const { stdout } = await footnote(['export', '--questions'], { env });
    expect(stdout).toContain(",'=1+1 why?\n");
    expect(stdout).toContain(',"mail [email], ""now"""\n');
    expect(stdout).not.toContain('ada@');
  });

  it('prints JSON, of questions and of verdicts', async () => {
    const questions = JSON.parse((await footnote(['export', '--json', '--questions'], { env })).stdout);
    expect(questions).toMatchObject([
      { platform: 'slack', intents: ['bridge'], utterance: '=1+1 why?' },
      { platform: 'discord', reason: 'gap' },
    ]);
    const verdicts = JSON.parse((await footnote(['export', '--json', '--feedback'], { env })).stdout);
    expect(verdicts).toMatchObject([{ intent: 'bridge', helpful: true }]);
    const csv = (await footnote(['export', '--feedback', '--days', '1'], { env })).stdout;
    expect(csv).toMatch(/^at,platform,intent,packVersion,helpful\n.+,slack,bridge,1,yes\n$/u);
  });

  it('prints nothing to a program where nothing is kept', async () => {
    const { stdout, stderr } = await footnote(['export'], { env: { FOOTNOTE_FOLDER: join(folder, 'none') } });
    expect(stdout).toBe('');
    expect(stderr).toContain('Nothing is kept yet');
  });
});

describe('footnote forget', () => {
  it('erases one person, and says what that was', async () => {
    await store.conversations.set('key', { turns: [] }, ADA);
    const first = await footnote(['forget', 'slack', 'T01:U01'], { env });
    expect(first.stdout).toContain('Erased: 1 question, 1 conversation.');
    const again = await footnote(['forget', 'slack', 'T01:U01'], { env });
    expect(again.stdout).toContain('Erased: 0 questions, 0 conversations.');
    expect(JSON.parse((await footnote(['export', '--json'], { env })).stdout)).toMatchObject([
      { platform: 'discord' },
    ]);
  });

  it.each([
    ['a platform there is none of', ['irc', 'ada'], /none of discord, slack/u],
    ['a name instead of an id', ['discord', 'ada'], /Copy User ID/u],
    ['a member without the workspace', ['slack', 'U01'], /T012ABCDEF:U012ABCDEF/u],
  ])('refuses %s', async (_, args, remedy) => {
    const { code, stderr } = await footnote(['forget', ...args], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(remedy);
  });

  it('says which secret it cannot open what is kept with', async () => {
    const { code, stderr } = await footnote(['forget', 'slack', 'T01:U01'], {
      env: { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' },
    });
    expect(code).toBe(1);
    expect(stderr).toContain('FOOTNOTE_SECRET');
  });
});
