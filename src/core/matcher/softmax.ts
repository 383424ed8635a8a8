/** Softmax regression (multinomial logistic regression), trained by stochastic gradient descent. */
import type { SparseVector } from './features.ts';

export interface SoftmaxModel {
  readonly classes: number;
  /** Feature-major: the weight of feature f for class c stands at f * classes + c. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface SoftmaxOptions {
  readonly epochs: number;
  readonly learningRate: number;
}

/** Gradients smaller than this are not worth a step. */
const MIN_GRADIENT = 1e-2;

/** Trains on examples in a fixed shuffled order: the same examples give the same model to the last bit. */
export function trainSoftmax(
  examples: readonly SparseVector[],
  labels: Int32Array,
  classes: number,
  features: number,
  { epochs, learningRate }: SoftmaxOptions,
): SoftmaxModel {
  const weights = new Float32Array(features * classes);
  const bias = new Float32Array(classes);
  const model = { classes, weights, bias };
  const p = new Float32Array(classes);
  const active = new Int32Array(classes);
  const order = Int32Array.from(examples, (_, i) => i);
  const random = createRandom(1);
  const steps = epochs * examples.length;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const i of order) {
      const example = examples[i];
      if (!example) continue;
      const rate = learningRate * (1 - step / steps) + learningRate * 0.02;
      step += 1;
      softmaxInto(model, example, p);
      const label = labels[i] as number;
      p[label] = (p[label] as number) - 1;
      let count = 0;
      for (let c = 0; c < classes; c += 1) {
        if (Math.abs(p[c] as number) > MIN_GRADIENT) {
          active[count] = c;
          count += 1;
        }
      }
      for (let a = 0; a < count; a += 1) {
        const c = active[a] as number;
        bias[c] = (bias[c] as number) - rate * 0.1 * (p[c] as number);
      }
      const { indices, values } = example;
      for (let k = 0; k < indices.length; k += 1) {
        const row = (indices[k] as number) * classes;
        const scale = rate * (values[k] as number);
        for (let a = 0; a < count; a += 1) {
          const c = active[a] as number;
          weights[row + c] = (weights[row + c] as number) - scale * (p[c] as number);
        }
      }
    }
  }
  return model;
}

/** Writes the logits of an example into `out`, one for each class; four features at a time, which halves the time. */
export function logitsInto(
  { classes, weights, bias }: SoftmaxModel,
  example: SparseVector,
  out: Float32Array,
): void {
  out.set(bias);
  const { indices, values } = example;
  const whole = indices.length - (indices.length % 4);
  for (let k = 0; k < whole; k += 4) {
    const a = (indices[k] as number) * classes;
    const b = (indices[k + 1] as number) * classes;
    const d = (indices[k + 2] as number) * classes;
    const e = (indices[k + 3] as number) * classes;
    const va = values[k] as number;
    const vb = values[k + 1] as number;
    const vd = values[k + 2] as number;
    const ve = values[k + 3] as number;
    for (let c = 0; c < classes; c += 1) {
      out[c] =
        (out[c] as number) +
        va * (weights[a + c] as number) +
        vb * (weights[b + c] as number) +
        vd * (weights[d + c] as number) +
        ve * (weights[e + c] as number);
    }
  }
  for (let k = whole; k < indices.length; k += 1) {
    const row = (indices[k] as number) * classes;
    const value = values[k] as number;
    for (let c = 0; c < classes; c += 1) out[c] = (out[c] as number) + value * (weights[row + c] as number);
  }
}

/** Writes the class probabilities into `out` and returns the energy, the log-sum-exp of the logits. */
export function softmaxInto(model: SoftmaxModel, example: SparseVector, out: Float32Array): number {
  logitsInto(model, example, out);
  let max = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < out.length; c += 1) max = Math.max(max, out[c] as number);
  let sum = 0;
  for (let c = 0; c < out.length; c += 1) {
    const e = Math.exp((out[c] as number) - max);
    out[c] = e;
    sum += e;
  }
  for (let c = 0; c < out.length; c += 1) out[c] = (out[c] as number) / sum;
  return max + Math.log(sum);
}

/** Mulberry32 (Tommy Ettinger, public domain): a small generator of numbers in [0, 1), the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const swap = order[i] as number;
    order[i] = order[j] as number;
    order[j] = swap;
  }
}
