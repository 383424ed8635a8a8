import { describe, expect, it } from 'vitest';
import { upperBound } from '../../../src/core/matcher/clopper-pearson.ts';

describe('upperBound', () => {
  it('has a closed form when nothing was observed', () => {
    for (const trials of [1, 20, 59, 1000]) {
      expect(upperBound(0, trials, 0.95)).toBeCloseTo(1 - 0.05 ** (1 / trials), 12);
    }
  });

  it('has a closed form when all but one were observed', () => {
    expect(upperBound(9, 10, 0.95)).toBeCloseTo(0.95 ** (1 / 10), 12);
  });

  // The two-sided intervals of 90% have the same upper ends: R's binom.test(x, n, conf.level = 0.9).
  it.each([
    [1, 10, 0.394163],
    [5, 100, 0.10225],
    [10, 20, 0.698046],
  ])('is that of the tables for %i of %i', (count, trials, bound) => {
    expect(upperBound(count, trials, 0.95)).toBeCloseTo(bound, 4);
  });

  it('leaves the tail it promises, by the binomial distribution itself', () => {
    const p = upperBound(7, 40, 0.95);
    let sum = 0;
    let term = (1 - p) ** 40;
    for (let k = 0; k <= 7; k += 1) {
      sum += term;
      term *= ((40 - k) / (k + 1)) * (p / (1 - p));
    }
    expect(sum).toBeCloseTo(0.05, 10);
  });

  it('stays exact where the single terms underflow', () => {
    const bound = upperBound(40_000, 100_000, 0.95);
    expect(bound).toBeGreaterThan(0.4);
    // The normal approximation, good to a ten-thousandth here.
    expect(bound).toBeCloseTo(0.4 + 1.6449 * Math.sqrt((0.4 * 0.6) / 100_000), 4);
  });

  it('says nothing when there is nothing to go by, or nothing but what it counts', () => {
    expect(upperBound(0, 0, 0.95)).toBe(1);
    expect(upperBound(3, 3, 0.95)).toBe(1);
  });

  it('falls with more trials and rises with more observed', () => {
    expect(upperBound(2, 200, 0.95)).toBeLessThan(upperBound(2, 100, 0.95));
    expect(upperBound(3, 100, 0.95)).toBeGreaterThan(upperBound(2, 100, 0.95));
  });
});
