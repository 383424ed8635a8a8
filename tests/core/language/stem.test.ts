import { describe, expect, it } from 'vitest';
import { stem } from '../../../src/core/language/stem.ts';
import { cpuTimeOf } from '../cpu-time.ts';

describe('stem', () => {
  it.each([
    ['passenger', 'passengers'],
    ['injure', 'injured'],
    ['sail', 'sailings'],
    ['ferry', 'ferries'],
    ['confirm', 'confirming'],
    ['recruit', 'recruitment'],
  ])('is the same for "%s" and "%s"', (a, b) => {
    expect(stem(a)).toBe(stem(b));
  });

  it.each([
    ['pass', 'passenger'],
    ['ferry', 'fear'],
    ['who', 'when'],
  ])('differs for "%s" and "%s"', (a, b) => {
    expect(stem(a)).not.toBe(stem(b));
  });

  it.each(['184', '16.000', 'паромы', 'où', '', 'constructor', '__proto__'])(
    'never fails on "%s"',
    (word) => {
      expect(stem(word).length).toBeLessThanOrEqual(word.length);
    },
  );

  it('leaves numbers and words of other scripts as they are', () => {
    expect(['184', 'паромы', 'العبارات'].map(stem)).toEqual(['184', 'паромы', 'العبارات']);
  });

  it('gives the same after it had to forget', () => {
    const before = stem('passengers');
    for (let i = 0; i < 60_000; i += 1) stem(`${i}`);
    expect(stem('passengers')).toBe(before);
  });

  it.each([
    ['vowels', 'a'],
    ['consonants', 'khz'],
    ['an ending over and over', 'ational'],
    ['y and consonants', 'xy'],
  ])('is quick with a word of 12,000 letters, all %s', (_, part) => {
    expect(cpuTimeOf(() => stem(part.repeat(12_000 / part.length)))).toBeLessThan(60);
  });
});
