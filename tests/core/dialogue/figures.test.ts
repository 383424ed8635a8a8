import { describe, expect, it } from 'vitest';
import { figuresIn } from '../../../src/core/dialogue/figures.ts';
import type { Claim } from '../../../src/core/report.ts';

const claim = (quote: string): Claim => ({ id: quote, passage: 1, quote, standing: 'stated' });

describe('the figures of claims', () => {
  it.each<[string, readonly number[]]>([
    ['around 16,000 have volunteered', [16_000]],
    ['about $200 to $300 per head', [200, 300]],
    ['184 passengers, 184 in all', [184]],
    ['1,234,567 tons', [1_234_567]],
    ['at least 5+ years', [5]],
    ['hundreds of them', []],
    ['', []],
  ])('of "%s" are %j', (quote, figures) => {
    expect(figuresIn([claim(quote)])).toEqual(figures);
  });

  it('end before a comma that ends a clause', () => {
    expect(figuresIn([claim('in 2020, hundreds')])).toEqual([2020]);
  });

  it('stand in the order of the claims, each once', () => {
    expect(figuresIn([claim('20 of 30'), claim('30 and 10')])).toEqual([20, 30, 10]);
  });

  it('of no claims are none', () => {
    expect(figuresIn([])).toEqual([]);
  });
});
