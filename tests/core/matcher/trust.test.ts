import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Assessed,
  type Assessment,
  CANDIDATE_SIGNALS,
  MAX_ASSESSED,
  NONE_SIGNALS,
} from '../../../src/core/matcher/signals.ts';
import {
  MAX_DEVIATIONS,
  shares,
  type Trust,
  type TrustModel,
  thresholdFor,
  trust,
  type Utility,
} from '../../../src/core/matcher/trust.ts';
import { TRUST } from '../../../src/core/matcher/trust-weights.ts';

const models: readonly [name: string, model: TrustModel][] = [
  ['words', TRUST.words],
  ['both', TRUST.both],
];
const candidate = (signals: readonly number[]): Assessed => ({
  label: 0,
  signals,
  explained: [],
  missingNames: [],
});
const assessment = (candidates: readonly (readonly number[])[], none: readonly number[]): Assessment => ({
  byMeaning: false,
  candidates: candidates.map(candidate),
  none,
});
const signalsOf = (length: number) => {
  const signal = fc.oneof(
    fc.double({ min: -20, max: 20, noNaN: true }),
    fc.constantFrom(0, 1e9, -1e9, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  );
  return fc.array(signal, { minLength: length, maxLength: length });
};
const anyAssessment = fc
  .tuple(
    fc.array(signalsOf(CANDIDATE_SIGNALS.length), { maxLength: MAX_ASSESSED }),
    signalsOf(NONE_SIGNALS.length),
  )
  .map(([candidates, none]) => assessment(candidates, none));

/** A model of one signal: the more of it, the likelier a candidate, and always as likely none. */
const utility = (more: Partial<Utility> = {}): Utility => ({
  mean: [1],
  deviation: [2],
  linear: [3, 0.5],
  hidden: [],
  output: [],
  ...more,
});
const simple: TrustModel = { candidate: utility(), none: utility({ linear: [0, 0] }) };
const likelihood = (signal: number, model = simple) =>
  trust(model, assessment([[signal]], [0])).candidates[0] ?? Number.NaN;
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

describe.each(models)('the weights for %s', (_, model) => {
  it('give probabilities that add up to 1, whatever the signals', () => {
    fc.assert(
      fc.property(anyAssessment, (assessed) => {
        const { candidates, none } = trust(model, assessed);
        expect(candidates).toHaveLength(assessed.candidates.length);
        for (const p of [...candidates, none]) expect(p >= 0 && p <= 1).toBe(true);
        expect(candidates.reduce((sum, p) => sum + p, none)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('have a number for each signal', () => {
    const sizes = [
      [model.candidate, CANDIDATE_SIGNALS.length],
      [model.none, NONE_SIGNALS.length],
    ] as const;
    for (const [{ mean, deviation, linear, hidden, output }, size] of sizes) {
      expect([mean.length, deviation.length]).toEqual([size, size]);
      expect(deviation.every((d) => d > 0)).toBe(true);
      expect([linear, ...hidden].map((row) => row.length)).toEqual(
        Array(hidden.length + 1).fill(linear.length),
      );
      expect(linear.length === size || linear.length === size + 1).toBe(true);
      expect(output).toHaveLength(hidden.length);
      expect([...mean, ...deviation, ...linear, ...hidden.flat(), ...output].every(Number.isFinite)).toBe(
        true,
      );
    }
  });

  it('know no order among the candidates', () => {
    fc.assert(
      fc.property(anyAssessment, (assessed) => {
        const turned = { ...assessed, candidates: assessed.candidates.toReversed() };
        const [there, back] = [trust(model, assessed), trust(model, turned)];
        back.candidates.toReversed().forEach((p, i) => {
          expect(p).toBeCloseTo(there.candidates[i] ?? Number.NaN, 12);
        });
      }),
    );
  });

  it('are certain of nothing but none when there is no candidate', () => {
    expect(
      trust(
        model,
        assessment(
          [],
          NONE_SIGNALS.map(() => 0),
        ),
      ),
    ).toEqual({ candidates: [], none: 1 });
  });
});

describe('the weights', () => {
  it('rise by words and by meaning, as far as they are known', () => {
    for (const [signal, model] of [
      [CANDIDATE_SIGNALS.indexOf('words'), TRUST.words],
      [CANDIDATE_SIGNALS.indexOf('meaning'), TRUST.both],
    ] as const) {
      const { mean, deviation } = model.candidate;
      const of = (d: number) => mean.map((m, i) => (i === signal ? m + d * (deviation[i] ?? 0) : m));
      const { candidates } = trust(model, assessment([of(1), of(0)], model.none.mean));
      expect(candidates[0]).toBeGreaterThan(candidates[1] ?? 1);
    }
  });

  it('need a probability for each reply, a wrong refusal being worse than a wrong "nothing of it"', () => {
    for (const needed of [TRUST.wordsSuffice, TRUST.gap, TRUST.outside])
      expect(needed > 0 && needed <= 1).toBe(true);
    expect(TRUST.gap).toBeGreaterThan(TRUST.outside);
  });
});

describe('a trust model', () => {
  it('is the softmax over utilities that are linear in the standardised signals', () => {
    for (const signal of [0, 1, 2.5]) {
      expect(likelihood(signal)).toBeCloseTo(logistic((3 * (signal - 1)) / 2 + 0.5), 10);
    }
  });

  it('may bend them by hidden units', () => {
    const bent = { ...simple, candidate: utility({ hidden: [[2, -1]], output: [4] }) };
    const z = (2.5 - 1) / 2;
    expect(likelihood(2.5, bent)).toBeCloseTo(logistic(3 * z + 0.5 + 4 * Math.tanh(2 * z - 1)), 10);
  });

  it('shares out between the candidates and none', () => {
    const { candidates, none } = trust(simple, assessment([[2], [2], [-9]], [0]));
    expect(candidates[0]).toBe(candidates[1]);
    expect(candidates[2]).toBeLessThan(none);
    expect(likelihood(2)).toBeGreaterThan(candidates[0] ?? 1);
  });

  it('cuts extremes', () => {
    const cut = 1 + 2 * MAX_DEVIATIONS;
    for (const beyond of [cut, cut + 0.1, 1e6, Number.POSITIVE_INFINITY])
      expect(likelihood(beyond)).toBe(likelihood(cut));
    expect(likelihood(Number.NEGATIVE_INFINITY)).toBe(likelihood(1 - 2 * MAX_DEVIATIONS));
    expect(likelihood(cut - 0.1)).toBeLessThan(likelihood(cut));
  });

  it('tells the share of each signal, cut in the same way', () => {
    expect(shares(simple.candidate, [2.5])).toEqual([(3 * (2.5 - 1)) / 2]);
    expect(shares(simple.candidate, [1e6])).toEqual([3 * MAX_DEVIATIONS]);
    const { candidate: learnt } = TRUST.both;
    expect(shares(learnt, learnt.mean).map(Math.abs)).toEqual(learnt.mean.map(() => 0));
  });
});

describe('the confidence an answer needs', () => {
  const stored: Trust = {
    ...TRUST,
    answer: [
      [0.01, 0.9],
      [0.05, 0.6],
      [0.1, 0.4],
    ],
  };

  it.each([
    [0.01, 0.9],
    [0.05, 0.6],
    [0.1, 0.4],
  ])('for a share that is stored is that of it: %d', (share, confidence) => {
    expect(thresholdFor(stored, share)).toBe(confidence);
  });

  it('for a share between two is that of the lower, to be on the safe side', () => {
    expect(thresholdFor(stored, 0.049)).toBe(0.9);
    expect(thresholdFor(stored, 0.07)).toBe(0.6);
  });

  it('for a share outside those stored is that of the nearest', () => {
    for (const share of [0, 0.009, -1]) expect(thresholdFor(stored, share)).toBe(0.9);
    for (const share of [0.11, 1, 5]) expect(thresholdFor(stored, share)).toBe(0.4);
  });

  it('is certainty when nothing is stored', () => {
    expect(thresholdFor({ ...TRUST, answer: [] }, 0.05)).toBe(1);
  });

  it('is a probability, and never higher for a larger share', () => {
    const needed = TRUST.answer.map(([, confidence]) => confidence);
    const allowed = TRUST.answer.map(([share]) => share);
    expect(needed.length).toBeGreaterThan(0);
    expect(needed.every((confidence) => confidence > 0 && confidence <= 1)).toBe(true);
    expect(needed).toEqual(needed.toSorted((a, b) => b - a));
    expect(allowed).toEqual([...new Set(allowed)].sort((a, b) => a - b));
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(thresholdFor(TRUST, less)).toBeGreaterThanOrEqual(thresholdFor(TRUST, more));
      }),
    );
  });
});
