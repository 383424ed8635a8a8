import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestAnswer, calibrate, type HeldOut } from '../../../src/core/matcher/calibration.ts';
import { trainDoubt } from '../../../src/core/matcher/doubt.ts';
import { predictLogistic } from '../../../src/core/matcher/logistic.ts';

const NOTHING = { words: [], terms: [] };
const FOLDS = 5;
type Outcome = Pick<HeldOut, 'signals' | 'right' | 'weight'>;
const heldOut = (outcomes: readonly Outcome[]): readonly HeldOut[] =>
  outcomes.map((o, i) => ({ ...o, doubt: NOTHING, fold: i % FOLDS, classFold: -1 }));

/** The higher the signal, the more often right. */
const outcomes: readonly Outcome[] = Array.from({ length: 300 }, (_, i) => ({
  signals: [i / 300],
  right: (i * 7919) % 300 < i,
  weight: 1,
}));
const thresholdOf = (sample: readonly Outcome[], maxWrong: number) =>
  calibrate(heldOut(sample), maxWrong, undefined).threshold;
/** Share of the sample, by weight, that is let through and fits the description. */
const shareOf = (sample: readonly Outcome[], maxWrong: number, fits: (outcome: Outcome) => boolean) => {
  const held = heldOut(sample);
  const { acceptance, threshold } = calibrate(held, maxWrong, undefined);
  const { doubts } = trainDoubt(held, FOLDS, undefined);
  const weigh = (some: readonly HeldOut[]) => some.reduce((sum, h) => sum + h.weight, 0);
  const taken = held.filter(
    (h, i) => fits(h) && predictLogistic(acceptance, [...h.signals, doubts[i] ?? 0]) >= threshold,
  );
  return weigh(taken) / weigh(held);
};
const wrongShare = (sample: readonly Outcome[], maxWrong: number) =>
  shareOf(sample, maxWrong, (outcome) => !outcome.right);

describe('the threshold', () => {
  it.each([0.01, 0.05, 0.1, 0.3])('keeps wrong answers at or below %d of all questions', (maxWrong) => {
    expect(wrongShare(outcomes, maxWrong)).toBeLessThanOrEqual(maxWrong);
  });

  it('is lower the more wrong answers are allowed', () => {
    const thresholds = [0.01, 0.05, 0.1, 0.3].map((maxWrong) => thresholdOf(outcomes, maxWrong));
    expect(thresholds).toEqual([...thresholds].sort((a, b) => b - a));
    expect(thresholds[3]).toBeLessThan(thresholds[0] ?? 0);
  });

  it('lets everything through that is known when all of it was right', () => {
    const right = outcomes.map((o) => ({ ...o, right: true }));
    expect(shareOf(right, 0.05, () => true)).toBe(1);
  });

  it('lets nothing through when all of it was wrong and no wrong answer is allowed', () => {
    expect(
      wrongShare(
        outcomes.map((o) => ({ ...o, right: false })),
        0,
      ),
    ).toBe(0);
  });

  it('keeps its promise where several are equally sure', () => {
    const outcome = fc.record({
      signals: fc.tuple(fc.integer({ min: 0, max: 3 })),
      right: fc.boolean(),
      weight: fc.constantFrom(1, 0.3),
    });
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 5, maxLength: 40 }), (sample) => {
        expect(wrongShare(sample, 0.1)).toBeLessThanOrEqual(0.1 + 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('stands at a probability when there is nothing to learn from', () => {
    expect(thresholdOf([], 0.05)).toSatisfy((t: number) => t >= 0 && t <= 1);
  });
});

describe('the best answer', () => {
  it('is the most probable class that is not a refusal', () => {
    expect(bestAnswer(Float32Array.of(0.1, 0.2, 0.7), [false, false, true])).toBe(1);
    expect(bestAnswer(Float32Array.of(0.1, 0.2, 0.7), [false, false, false])).toBe(2);
  });

  it('is the first of two equally probable', () => {
    expect(bestAnswer(Float32Array.of(0.5, 0.5), [false, false])).toBe(0);
  });

  it('is none where everything is a refusal, or nothing is known', () => {
    expect(bestAnswer(Float32Array.of(0.5, 0.5), [true, true])).toBeUndefined();
    expect(bestAnswer(new Float32Array(), [])).toBeUndefined();
  });
});
