import { describe, expect, it } from 'vitest';
// @ts-expect-error The bench is plain JavaScript.
import { accuracy, auroc, median, outOfScopeRecall } from '../../bench/matching/measures.mjs';

const right = (score: number) => ({ expected: 'a', best: 'a', score });
const wrong = (score: number) => ({ expected: 'a', best: 'b', score });
const outside = (score: number) => ({ expected: null, best: 'a', score });

describe('accuracy', () => {
  it('counts the best answer, however low its score', () => {
    expect(accuracy([right(0.9), right(0.01), wrong(0.99), wrong(0)])).toBe(0.5);
  });
});

describe('auroc', () => {
  it('is 1 when every question in scope scores higher, 0 when none does, a half for ties', () => {
    expect(auroc([right(2), wrong(3)], [outside(1)])).toBe(1);
    expect(auroc([right(2), wrong(3)], [outside(4)])).toBe(0);
    expect(auroc([right(2), right(2)], [outside(2)])).toBe(0.5);
  });

  it('is the share of pairs in the right order', () => {
    const scores = Array.from({ length: 60 }, (_, i) => (i * 37) % 23);
    const inScope = scores.slice(0, 40);
    const outOfScope = scores.slice(40);
    const pairs = inScope.flatMap((a) => outOfScope.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)));
    const expected = pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length;
    expect(auroc(inScope.map(right), outOfScope.map(outside))).toBeCloseTo(expected, 12);
  });

  it('is undefined without both sorts', () => {
    expect(auroc([right(1)], [])).toBeUndefined();
  });
});

describe('out-of-scope recall', () => {
  // Of 200 questions one point is two: the threshold stands above the two lowest right ones.
  const inScope = Array.from({ length: 200 }, (_, i) => right(i + 1));

  it('counts what falls below the threshold that costs one point', () => {
    expect(outOfScopeRecall(inScope, [0, 2.5, 3, 50].map(outside))).toBe(0.5);
  });

  it('lets wrong answers be refused for nothing', () => {
    const mixed = [...inScope.slice(100), ...Array.from({ length: 100 }, () => wrong(1))];
    // 200 questions again: 101 and 102 may go, 103 may not.
    expect(outOfScopeRecall(mixed, [102, 103].map(outside))).toBe(0.5);
  });
});

describe('median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, undefined]);
  });
});
