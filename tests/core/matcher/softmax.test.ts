import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SparseVector } from '../../../src/core/matcher/features.ts';
import { createSoftmax, trainSoftmax, weightOf } from '../../../src/core/matcher/softmax.ts';

const vector = (...entries: (readonly [index: number, value: number])[]): SparseVector => ({
  indices: Int32Array.from(entries, ([index]) => index),
  values: Float32Array.from(entries, ([, value]) => value),
});
const OPTIONS = { epochs: 20, learningRate: 1 };
const SHAPE = { classes: 3, size: 4, dense: 0 };

/** Class c is told by feature c; feature 3 is common to all. */
const examples = Array.from({ length: 30 }, (_, i) => ({ vector: vector([i % 3, 1], [3, 1]), label: i % 3 }));
const model = trainSoftmax(examples, SHAPE, OPTIONS);
const softmax = createSoftmax(model);
const probabilitiesOf = (example: SparseVector) => softmax(example).probabilities;
const logitOf = (entries: readonly (readonly [number, number])[], c: number) =>
  entries.reduce((sum, [f, v]) => sum + v * weightOf(model, f, c), model.bias[c] ?? 0);

describe('training', () => {
  it('learns what tells the classes apart', () => {
    for (const c of [0, 1, 2]) {
      const p = probabilitiesOf(vector([c, 1], [3, 1]));
      expect(p.indexOf(Math.max(...p))).toBe(c);
      expect(p[c]).toBeGreaterThan(0.9);
    }
  });

  it('weighs what tells more than what is common', () => {
    const weight = (feature: number, c: number) => Math.abs(weightOf(model, feature, c));
    expect(weight(0, 0)).toBeGreaterThan(weight(3, 0));
  });

  it('gives the same numbers each time, to the last bit', () => {
    expect(trainSoftmax(examples, SHAPE, OPTIONS)).toEqual(model);
  });

  it('leaves no favourite where nothing was learnt', () => {
    const { probabilities: p } = createSoftmax(trainSoftmax([], SHAPE, OPTIONS))(vector([0, 1]));
    expect([...p]).toEqual([p[0], p[0], p[0]]);
  });

  it('learns from features that every example has as from others', () => {
    const dense = { ...SHAPE, dense: 4 };
    const full = examples.map(({ vector: { indices }, label }) => ({
      vector: vector(...[0, 1, 2, 3].map((f) => [f, indices.includes(f) ? 1 : 0] as const)),
      label,
    }));
    const learnt = trainSoftmax(full, dense, OPTIONS);
    for (const f of [0, 1, 2, 3]) expect(weightOf(learnt, f, 1)).toBeCloseTo(weightOf(model, f, 1), 4);
  });
});

describe('the probabilities', () => {
  it('add up to 1, whatever the example', () => {
    const entry = fc.tuple(fc.nat(3), fc.float({ min: -50, max: 50, noNaN: true }));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
        const p = probabilitiesOf(vector(...entries));
        expect(p.every((x) => x >= 0 && x <= 1)).toBe(true);
        expect(p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 4);
      }),
    );
  });

  it('are those of the weighted sums, however many features there are', () => {
    const entries = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: -4, max: 4 })), { maxLength: 11 });
    fc.assert(
      fc.property(entries, (pairs) => {
        const { probabilities, energy } = softmax(vector(...pairs));
        for (const c of [0, 1, 2])
          expect(probabilities[c]).toBeCloseTo(Math.exp(logitOf(pairs, c) - energy), 3);
      }),
    );
  });

  it('come with the logarithm of the summed exponentials of the logits', () => {
    const sum = [0, 1, 2].reduce((total, c) => total + Math.exp(logitOf([[1, 1]], c)), 0);
    expect(softmax(vector([1, 1])).energy).toBeCloseTo(Math.log(sum), 4);
  });

  it('survive logits too large for an exponential', () => {
    const steep = {
      classes: 2,
      dense: 0,
      weights: Float32Array.of(2000, -2000),
      bias: new Float32Array(2),
    };
    const { probabilities, energy } = createSoftmax(steep)(vector([0, 1]));
    expect(energy).toBe(2000);
    expect([...probabilities]).toEqual([1, 0]);
  });
});

describe('with many classes', () => {
  const CLASSES = 2_000;
  /** Class c has two features of its own, and shares one with nine others. */
  const own = (c: number) => [2 * c, 2 * c + 1] as const;
  const shared = (c: number) => 2 * CLASSES + Math.floor(c / 10);
  const many = Array.from({ length: 2 * CLASSES }, (_, i) => {
    const label = i % CLASSES;
    return { vector: vector([own(label)[i < CLASSES ? 0 : 1], 1], [shared(label), 1]), label };
  });
  const shape = { classes: CLASSES, size: 2.1 * CLASSES, dense: 0 };
  const wide = trainSoftmax(many, shape, { epochs: 5, learningRate: 1 });
  const ask = createSoftmax(wide);

  it('still tells nearly all of them', () => {
    const right = Array.from({ length: CLASSES }, (_, c) => {
      const { probabilities } = ask(vector([own(c)[0], 1], [own(c)[1], 1], [shared(c), 1]));
      return probabilities.indexOf(Math.max(...probabilities)) === c;
    }).filter(Boolean).length;
    expect(right / CLASSES).toBeGreaterThan(0.97);
  });

  it('weighs only classes that share something with the example', () => {
    const { probabilities } = ask(vector([shared(0), 1]));
    const weighed = [...probabilities.keys()].filter((c) => (probabilities[c] ?? 0) > 0);
    expect(weighed).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('gives a distribution for what shares nothing with any', () => {
    const { probabilities, energy } = ask(vector());
    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4);
    expect(Number.isFinite(energy)).toBe(true);
  });

  it('gives the same numbers each time', () => {
    const { weights } = trainSoftmax(many, shape, { epochs: 5, learningRate: 1 });
    expect(Buffer.from(weights.buffer).equals(Buffer.from(wide.weights.buffer))).toBe(true);
  });
});
