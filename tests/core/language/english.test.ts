import { describe, expect, it } from 'vitest';
import {
  CHAT_SPELLINGS,
  CLITIC_HOSTS,
  CONTRACTIONS,
  NUMBER_WORDS,
} from '../../../src/core/language/english.ts';

const tables = [
  ['contractions', CONTRACTIONS],
  ['chat spellings', CHAT_SPELLINGS],
] as const;

describe.each(tables)('the %s', (_, table) => {
  it('are plain words, written out in plain words', () => {
    const odd = [...table].filter(([short, full]) => ![short, ...full].every((w) => /^[a-z]+$/u.test(w)));
    expect(odd).toEqual([]);
  });

  it('write out nothing that would have to be written out again', () => {
    const again = [...table.values()].flat().filter((w) => CONTRACTIONS.has(w) || CHAT_SPELLINGS.has(w));
    expect(again).toEqual([]);
  });
});

it('never takes a plain word for a contraction', () => {
  const plain = 'were well shell hell ill id wed shed its'.split(' ');
  expect(plain.filter((word) => CONTRACTIONS.has(word))).toEqual([]);
});

it('hangs "is" on question words and pronouns only', () => {
  expect(CLITIC_HOSTS.has('who')).toBe(true);
  expect(CLITIC_HOSTS.has('captain')).toBe(false);
});

it('counts in words', () => {
  expect(NUMBER_WORDS.get('zero')).toBe(0);
  expect(NUMBER_WORDS.get('nineteen')).toBe(19);
  expect(NUMBER_WORDS.get('ninety')).toBe(90);
  expect(NUMBER_WORDS.get('billion')).toBe(1e9);
});
