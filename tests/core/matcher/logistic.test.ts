import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitLogistic,
  type LogisticExample,
  logisticShares,
  predictLogistic,
  sigmoid,
  termNames,
} from '../../../src/core/matcher/logistic.ts';

const example = (signals: readonly number[], positive: boolean, weight = 1): LogisticExample => ({
  signals,
  positive,
  weight,
});
/** The first signal decides, the second says nothing, the third never changes. */
const examples = Array.from({ length: 200 }, (_, i) => example([i - 100, i % 7, 5], i > 100));
const model = fitLogistic(examples);

describe('a fitted model', () => {
  it('gives more to what is more like the positive examples', () => {
    const given = [-90, -30, 0, 30, 90].map((x) => predictLogistic(model, [x, 3, 5]));
    expect(given).toEqual([...given].sort((a, b) => a - b));
    expect(given[0]).toBeLessThan(0.1);
    expect(given[4]).toBeGreaterThan(0.9);
  });

  it('gives probabilities, whatever the signals', () => {
    const signal = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.tuple(signal, signal, signal), (signals) => {
        const p = predictLogistic(model, signals);
        expect(p >= 0 && p <= 1).toBe(true);
      }),
    );
  });

  it('is right as often as it says, on what it was fitted to', () => {
    const coin = Array.from({ length: 400 }, (_, i) =>
      example([i % 2], i % 2 === 0 ? i % 8 === 0 : i % 8 < 6),
    );
    const fitted = fitLogistic(coin);
    for (const x of [0, 1]) {
      const like = coin.filter((e) => e.signals[0] === x);
      const share = like.filter((e) => e.positive).length / like.length;
      expect(predictLogistic(fitted, [x])).toBeCloseTo(share, 1);
    }
  });

  it('learns that two signals matter together', () => {
    const either = [0, 1, 2, 3].flatMap((i) =>
      Array.from({ length: 50 }, () => example([i & 1, i >> 1], (i & 1) !== i >> 1)),
    );
    const fitted = fitLogistic(either);
    expect(predictLogistic(fitted, [0, 1])).toBeGreaterThan(0.8);
    expect(predictLogistic(fitted, [1, 1])).toBeLessThan(0.2);
  });

  it('takes an example of weight 3 for three', () => {
    const rest = examples.slice(1);
    const odd = [-90, 2, 5];
    const heavy = fitLogistic([...rest, example(odd, true, 3)]);
    const often = fitLogistic([...rest, ...Array.from({ length: 3 }, () => example(odd, true))]);
    for (const x of [-90, 0, 90]) {
      expect(predictLogistic(heavy, [x, 3, 5])).toBeCloseTo(predictLogistic(often, [x, 3, 5]), 9);
    }
  });

  it.each([
    ['no examples', []],
    ['one example', [example([1, 2], true)]],
    ['positive examples only', examples.map((e) => ({ ...e, positive: true }))],
    ['examples without signals', [example([], true), example([], false)]],
  ])('is of use even with %s', (_, few) => {
    const signals = few[0]?.signals ?? [];
    expect(predictLogistic(fitLogistic(few), signals)).toSatisfy((p: number) => p >= 0 && p <= 1);
  });
});

describe('the shares', () => {
  it('add up to the logit of what is predicted', () => {
    fc.assert(
      fc.property(fc.tuple(fc.integer({ min: -300, max: 300 }), fc.nat(9), fc.nat(9)), (signals) => {
        const logit = logisticShares(model, signals).reduce((sum, share) => sum + share, model.bias);
        expect(predictLogistic(model, signals)).toBe(sigmoid(logit));
      }),
    );
  });

  it('are named: each signal, then each product of two', () => {
    expect(termNames(['a', 'b'])).toEqual(['a', 'b', 'a × a', 'a × b', 'b × b']);
    expect(logisticShares(model, [1, 2, 3])).toHaveLength(termNames(['x', 'y', 'z']).length);
  });

  it('are nothing for a signal that never changed', () => {
    expect(Math.abs(logisticShares(model, [1, 2, 5])[2] ?? 1)).toBe(0);
  });
});
