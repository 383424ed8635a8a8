import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, printable, wrap } from '../../../src/adapters/terminal/text.ts';

describe('wrap', () => {
  it('cuts at spaces', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  });

  it('indents the first line and the others', () => {
    expect(wrap('one two three', 9, { first: '1. ', rest: '   ' })).toEqual(['1. one', '   two', '   three']);
  });

  it('does not cut a word that is wider than the line', () => {
    expect(wrap('a extraordinary b', 5)).toEqual(['a', 'extraordinary', 'b']);
  });

  it('counts wide characters twice', () => {
    expect(displayWidth('橋 é e\u0301 🎉')).toBe(9);
    expect(wrap('橋橋 橋橋', 8)).toEqual(['橋橋', '橋橋']);
  });

  it('loses no word, whatever the text and the width', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 1, max: 120 }),
        (text, width) => {
          const words = (s: string) => s.split(' ').filter((word) => word !== '');
          expect(wrap(text, width).flatMap(words)).toEqual(words(printable(text)));
        },
      ),
    );
  });
});
