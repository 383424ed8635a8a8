import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSpelling } from '../../../src/core/language/spelling.ts';

const KNOWN = new Map(
  Object.entries({
    passenger: 9,
    compensation: 4,
    ferry: 8,
    captain: 5,
    harbour: 3,
    harbours: 1,
    tarn: 2,
    buoy: 3,
  }),
);
const real = new Set(['ferny', 'harpoon', 'turn']);
const { repair } = createSpelling({ vocabulary: KNOWN, isWord: (word) => real.has(word) });

describe('repair', () => {
  it.each([
    ['a missing letter', 'passnger', 'passenger'],
    ['a doubled letter', 'ferrry', 'ferry'],
    ['a wrong letter', 'captaim', 'captain'],
    ['two letters swapped', 'cpatain', 'captain'],
    ['two slips in a long word', 'compensatoin', 'compensation'],
    ['two slips apart in a long word', 'compansetion', 'compensation'],
    ['the nearest of two', 'harbor', 'harbour'],
  ])('mends %s', (_, typed, meant) => {
    expect(repair(typed)).toBe(meant);
  });

  it.each([
    ['a known word', 'ferry'],
    ['real English', 'ferny'],
    ['a word too short', 'bouy'.slice(0, 3)],
    ['two slips in a short word', 'fery'.replace('y', 'i')],
    ['a first letter and another wrong', 'zompensatiom'],
    ['something else', 'umbrella'],
    ['a number', '18400'],
    ['another script', 'фeрри'],
    ['nothing', ''],
  ])('leaves %s alone', (_, word) => {
    expect(repair(word)).toBeUndefined();
  });

  it('prefers the more frequent of two words equally near, then the alphabet', () => {
    const count = (a: number, b: number) =>
      createSpelling({
        vocabulary: new Map([
          ['boat', a],
          ['coat', b],
        ]),
        isWord: () => false,
      }).repair('xoat');
    expect(count(1, 2)).toBe('coat');
    expect(count(2, 1)).toBe('boat');
    expect(count(1, 1)).toBe('boat');
  });

  it('finds what comparing with every known word finds', () => {
    const word = fc.stringMatching(/^[a-d]{3,11}$/u);
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 12 }), word, (words, typed) => {
        const vocabulary = new Map(words.map((w, i) => [w, 1 + (i % 3)]));
        const spelling = createSpelling({ vocabulary, isWord: () => false });
        expect(spelling.repair(typed)).toBe(repairSlowly(vocabulary, typed));
      }),
    );
  });
});

/** The rule of the module's words, without any shortcut. */
function repairSlowly(vocabulary: ReadonlyMap<string, number>, typed: string): string | undefined {
  if (typed.length < 4 || vocabulary.has(typed)) return undefined;
  const limit = typed.length >= 8 ? 2 : 1;
  return [...vocabulary]
    .filter(([word]) => word.length >= 4)
    .map(([word, count]) => ({ word, count, cost: slips(typed, word) }))
    .filter(({ word, cost }) => cost <= limit && !(cost === 2 && word[0] !== typed[0]))
    .sort((a, b) => a.cost - b.cost || b.count - a.count || (a.word < b.word ? -1 : 1))[0]?.word;
}

/** Optimal string alignment distance, by its definition. */
function slips(a: string, b: string): number {
  const known = new Map<string, number>();
  const from = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = `${i} ${j}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const change = a[i - 1] === b[j - 1] ? 0 : 1;
    const costs = [from(i - 1, j) + 1, from(i, j - 1) + 1, from(i - 1, j - 1) + change];
    if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) costs.push(from(i - 2, j - 2) + 1);
    const least = Math.min(...costs);
    known.set(key, least);
    return least;
  };
  return from(a.length, b.length);
}
