import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, shorten } from '../../src/adapters/shorten.ts';

const length = (text: string) => text.length;

describe('An answer that is too long', () => {
  it('is cut at the end of a statement, and says where it goes on', () => {
    expect(shorten(['aaaa', 'bbbb', 'cc'], 8, length)).toEqual({ shown: ['aaaa', 'bbbb'], next: 2 });
    expect(shorten(['aaaa', 'bbbb', 'cc'], 8, length, 2)).toEqual({ shown: ['cc'] });
  });

  it('shows at least one statement, however long', () => {
    expect(shorten(['aaaa', 'b'], 2, length)).toEqual({ shown: ['aaaa'], next: 1 });
  });

  it('is shown in full by reading on, nothing twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 20 }), { minLength: 1 }),
        fc.nat(40),
        (statements, budget) => {
          const seen: string[] = [];
          for (let from: number | undefined = 0; from !== undefined; ) {
            const part: ReturnType<typeof shorten<string>> = shorten(statements, budget, length, from);
            seen.push(...part.shown);
            from = part.next;
          }
          expect(seen).toEqual(statements);
        },
      ),
    );
  });
});

describe('A text that is too long', () => {
  it('is cut at a word and marked', () => {
    expect(cutText('one two three', 9)).toBe('one two…');
    expect(cutText('unbreakable', 6)).toBe('unbre…');
    expect(cutText('short', 5)).toBe('short');
  });

  it('keeps to its limit and tears no character apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, limit) => {
        const cut = cutText(text, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(() => encodeURIComponent(cut)).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});
