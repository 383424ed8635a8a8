import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonSchemas, LONGEST_QUESTION } from '../../src/content/schema.ts';
import { intentOf, problemsOf, type Sources } from './pack-fixture.ts';

const SCHEMAS = new URL('../../schema/', import.meta.url);

describe('the JSON Schemas that editors use', () => {
  it('are those of the code (npm run schema)', () => {
    const committed = readdirSync(SCHEMAS).sort();
    expect(committed).toEqual(Object.keys(jsonSchemas()).sort());
    for (const [name, text] of Object.entries(jsonSchemas())) {
      expect(readFileSync(new URL(name, SCHEMAS), 'utf8'), name).toBe(text);
    }
  });
});

describe('the format', () => {
  const lamp = (values: Record<string, unknown>) => (sources: Sources) => {
    Object.assign(intentOf(sources, 'lamp'), values);
  };
  const LAMP = 'intents/lamp.yaml';

  it.each<[string, (sources: Sources) => void, { file: string; path: string; message: string }]>([
    [
      'an unknown key',
      lamp({ phrase: [] }),
      { file: LAMP, path: '', message: 'Cannot use "phrase": the format has no such key' },
    ],
    [
      'a missing key',
      lamp({ group: undefined }),
      { file: LAMP, path: 'group', message: 'Cannot do without "group": it is missing' },
    ],
    [
      'another kind',
      lamp({ kind: 'faq' }),
      { file: LAMP, path: 'kind', message: 'Cannot use "faq": it is none of "answer", "gap", "smalltalk"' },
    ],
    [
      'a number for a text',
      lamp({ group: 12 }),
      { file: LAMP, path: 'group', message: 'Cannot use 12: it is a number, not a text' },
    ],
    [
      'a long question',
      lamp({ question: 'x'.repeat(LONGEST_QUESTION + 1) }),
      {
        file: LAMP,
        path: 'question',
        message: `Cannot use "${'x'.repeat(59)}…": it has 81 characters, 80 is the most`,
      },
    ],
    [
      'few phrases',
      lamp({ phrases: ['lamp'] }),
      { file: LAMP, path: 'phrases', message: 'Cannot use the list: its length is 1, 5 is the least' },
    ],
    [
      'no tests',
      lamp({ tests: [] }),
      { file: LAMP, path: 'tests', message: 'Cannot use the list: its length is 0, 1 is the least' },
    ],
    [
      'a statement without a claim',
      lamp({ answer: [{ text: 'It has been lit.', claims: [] }] }),
      { file: LAMP, path: 'answer[0].claims[0]', message: 'Cannot do without "claims[0]": it is missing' },
    ],
    [
      'five statements',
      lamp({ answer: Array(5).fill({ text: 'It has been lit since 1990.', claims: ['lamp'] }) }),
      { file: LAMP, path: 'answer', message: expect.stringContaining('it must have 4 statements at most') },
    ],
    [
      'another standing',
      (sources) => Object.assign(sources.claims[3] ?? {}, { standing: 'sure' }),
      {
        file: 'data/claims.yaml',
        path: '[3].standing',
        message: expect.stringContaining('Cannot use "sure": it is none of "stated"'),
      },
    ],
    [
      'a date that is none',
      (sources) => Object.assign(sources.report, { date: '2021-02-30' }),
      {
        file: 'data/report.yaml',
        path: 'date',
        message: 'Cannot use "2021-02-30": it must be a calendar date such as 2022-03-08',
      },
    ],
    [
      'an address that is none',
      (sources) => Object.assign(sources.report, { url: 'javascript:alert(1)' }),
      { file: 'data/report.yaml', path: 'url', message: expect.stringContaining('it must be a web address') },
    ],
    [
      'a share above one',
      (sources) => Object.assign(sources.report, { maxWrong: 5 }),
      { file: 'data/report.yaml', path: 'maxWrong', message: 'Cannot use 5: 1 is too much already' },
    ],
    [
      'another kind of term',
      (sources) => Object.assign(sources.lexicon[0] ?? {}, { kind: 'thing' }),
      { file: 'data/lexicon.yaml', path: '[0].kind', message: expect.stringContaining('Cannot use "thing"') },
    ],
    [
      'an unknown list',
      (sources) => Object.assign(sources.outOfScope, { utterances: [] }),
      {
        file: 'data/out-of-scope.yaml',
        path: '',
        message: 'Cannot use "utterances": the format has no such key',
      },
    ],
  ])('refuses %s', (_, change, problem) => {
    expect(problemsOf(change)).toMatchObject([problem]);
  });
});
