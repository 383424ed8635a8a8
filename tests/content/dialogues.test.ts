import { describe, expect, it } from 'vitest';
import { problemsOf } from './pack-fixture.ts';

const FILE = 'data/dialogues.yaml';
const problemsWith = (...dialogues: unknown[]) =>
  problemsOf(({ files }) => {
    files[FILE] = JSON.stringify(dialogues);
  });
const dialogue = (...turns: unknown[]) => ({ id: 'talk', turns });
const SHIPS = { ask: 'how many ships', gives: ['ships'] };

describe('a dialogue', () => {
  it('may expect answers, gaps, small talk, nothing, and things about an answer', () => {
    expect(
      problemsWith(
        dialogue(
          { ask: 'hi', gives: ['hello'] },
          { by: 'ana', ask: 'ships and lamp?', gives: ['ships', 'lamp'], says: ['300'] },
          { by: 'ana', ask: 'who says so?', about: 'source' },
          { ask: 'how high?', gives: ['height'], or: ['lamp'], miss: true },
          { ask: 'the weather?', gives: [] },
        ),
      ),
    ).toEqual([]);
  });

  it.each<[string, unknown[], string, string]>([
    [
      'an intent that does not exist',
      [{ ask: 'x', gives: ['boats'] }],
      '[0].turns[0]',
      'there is no such intent',
    ],
    ['nothing at all', [{ ask: 'x' }], '[0].turns[0]', 'either "gives" or "about"'],
    ['two things', [SHIPS, { ...SHIPS, about: 'source' }], '[0].turns[1]', 'either "gives" or "about"'],
    ['no turns', [], '[0].turns', '1 is the least'],
    ['an unknown act', [SHIPS, { ask: 'x', about: 'mood' }], '[0].turns[1].about', 'it is none of "source"'],
    [
      'something about no answer',
      [{ ask: 'x', about: 'source' }],
      '[0].turns[0].about',
      'no turn of the same person',
    ],
    [
      "something about another person's answer",
      [SHIPS, { by: 'ana', ask: 'x', about: 'source' }],
      '[0].turns[1].about',
      'no turn of the same person',
    ],
    [
      'something about a refusal',
      [
        { ask: 'x', gives: ['height'] },
        { ask: 'y', about: 'source' },
      ],
      '[0].turns[1].about',
      'no turn of the same person',
    ],
    ['a mark that is off', [{ ...SHIPS, miss: false }], '[0].turns[0].miss', 'it is none of true'],
  ])('cannot expect %s', (_, turns, path, fact) => {
    const problems = problemsWith(dialogue(...turns));
    expect(problems).toMatchObject([{ file: FILE, path }]);
    expect(problems[0]?.message).toContain(fact);
  });

  it('has an id of its own', () => {
    expect(problemsWith(dialogue(SHIPS), dialogue(SHIPS))).toMatchObject([
      { file: FILE, path: '[1].id', value: 'talk' },
    ]);
  });
});
