import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SparseVector } from '../../../src/core/matcher/features.ts';
import { logitsInto, softmaxInto, trainSoftmax } from '../../../src/core/matcher/softmax.ts';

const vector = (...entries: (readonly [index: number, value: number])[]): SparseVector => ({
  indices: Int32Array.from(entries, ([index]) => index),
  values: Float32Array.from(entries, ([, value]) => value),
});
const NOTHING = vector();
const OPTIONS = { epochs: 20, learningRate: 1 };

/** Class c is told by feature c; feature 3 is common to all. */
const examples = Array.from({ length: 30 }, (_, i) => vector([i % 3, 1], [3, 1]));
const labels = Int32Array.from(examples, (_, i) => i % 3);
const model = trainSoftmax(examples, labels, 3, 4, OPTIONS);
const probabilitiesOf = (example: SparseVector) => {
  const out = new Float32Array(3);
  softmaxInto(model, example, out);
  return out;
};

describe('training', () => {
  it('learns what tells the classes apart', () => {
    for (const c of [0, 1, 2]) {
      const p = probabilitiesOf(vector([c, 1], [3, 1]));
      expect(p.indexOf(Math.max(...p))).toBe(c);
      expect(p[c]).toBeGreaterThan(0.9);
    }
  });

  it('weighs what tells more than what is common', () => {
    const weight = (feature: number, c: number) => Math.abs(model.weights[feature * 3 + c] ?? 0);
    expect(weight(0, 0)).toBeGreaterThan(weight(3, 0));
  });

  it('gives the same numbers each time, to the last bit', () => {
    expect(trainSoftmax(examples, labels, 3, 4, OPTIONS)).toEqual(model);
  });

  it('leaves no favourite where nothing was learnt', () => {
    const untaught = trainSoftmax([], new Int32Array(), 3, 4, OPTIONS);
    const out = new Float32Array(3);
    softmaxInto(untaught, vector([0, 1]), out);
    expect([...out]).toEqual([out[0], out[0], out[0]]);
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

  it('come with the logarithm of the summed exponentials of the logits', () => {
    const logits = new Float32Array(3);
    logitsInto(model, vector([1, 1]), logits);
    const energy = softmaxInto(model, vector([1, 1]), new Float32Array(3));
    expect(energy).toBeCloseTo(Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0)), 4);
  });

  it('survive logits too large for an exponential', () => {
    const steep = { classes: 2, weights: Float32Array.of(2000, -2000), bias: new Float32Array(2) };
    const out = new Float32Array(2);
    expect(softmaxInto(steep, vector([0, 1]), out)).toBe(2000);
    expect([...out]).toEqual([1, 0]);
  });
});

describe('the logits', () => {
  it('are the weighted sums, however many features there are', () => {
    const entries = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: -4, max: 4 })), { maxLength: 11 });
    fc.assert(
      fc.property(entries, (pairs) => {
        const out = new Float32Array(3);
        logitsInto(model, vector(...pairs), out);
        for (const c of [0, 1, 2]) {
          const sum = pairs.reduce(
            (s, [f, v]) => s + v * (model.weights[f * 3 + c] ?? 0),
            model.bias[c] ?? 0,
          );
          expect(out[c]).toBeCloseTo(sum, 3);
        }
      }),
    );
  });

  it('are the bias when there is no feature', () => {
    const out = new Float32Array(3);
    logitsInto(model, NOTHING, out);
    expect(out).toEqual(model.bias);
  });
});
