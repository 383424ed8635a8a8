/** Softmax regression (multinomial logistic regression), trained by stochastic gradient descent. */
import type { SparseVector } from './features.ts';
import { createProposer, indexProposals, MAX_PROPOSED, type ProposalIndex } from './proposals.ts';

export interface SoftmaxModel {
  readonly classes: number;
  /** Number of features that every example has, its first ones. */
  readonly dense: number;
  /**
   * First those of the dense features, class by class: that of feature f for class c stands at c * dense + f. Then those of
   * the others, feature by feature: that of feature f at (f * classes + c). With many classes class by class as well, in
   * cells that features share: see `cellOf`.
   */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  /** With many classes: which of them an example is weighed for; the others have no share. */
  readonly proposals?: ProposalIndex;
}

export interface SoftmaxOptions {
  readonly epochs: number;
  readonly learningRate: number;
}

/** What is learnt from: an example's features and its class. */
export interface LabelledVector {
  readonly vector: SparseVector;
  readonly label: number;
}

export interface SoftmaxShape {
  readonly classes: number;
  /** Number of features, of which every example has the first `dense`. */
  readonly size: number;
  readonly dense: number;
}

/** Gradients smaller than this are not worth a step. */
const MIN_GRADIENT = 1e-2;
/** The biases learn slower than the weights: each example has one. */
const BIAS_RATE = 0.1;
/** Share of the learning rate that is left at the end. */
const LAST_RATE = 0.02;
/** With more classes than this, an example is weighed for those alone that an index proposes. */
const MAX_WEIGHED = 256;
/**
 * Then each class has so many cells for the sparse features, which share them by a hash (Weinberger et al. 2009, "Feature
 * hashing for large scale multitask learning"): a few hundred have a weight, and what a class needs lies together in memory.
 */
const CELL_BITS = 11;
const CELLS = 2 ** CELL_BITS;

/** Stretches of an epoch within which examples of a class come one after the other. */
const STRETCHES = 5;

/** Trains on examples in a fixed shuffled order: the same examples give the same model to the last bit. */
export function trainSoftmax(
  examples: readonly LabelledVector[],
  { classes, size, dense }: SoftmaxShape,
  { epochs, learningRate }: SoftmaxOptions,
): SoftmaxModel {
  const proposals = classes > MAX_WEIGHED ? indexProposals(examples, { classes, size, dense }) : undefined;
  const model: SoftmaxModel = {
    classes,
    dense,
    weights: new Float32Array(classes * (dense + (proposals ? CELLS : size - dense))),
    bias: new Float32Array(classes),
    ...(proposals && { proposals }),
  };
  const weighed = proposals && weighedFor(examples, createProposer(proposals, classes));
  const all = Int32Array.from({ length: classes }, (_, c) => c);
  const p = new Float64Array(Math.max(classes, MAX_PROPOSED + 1));
  const active = new Int32Array(p.length);
  const order = Int32Array.from(examples, (_, i) => i);
  const known = new Uint8Array(examples.length);
  const random = createRandom(1);
  const steps = epochs * examples.length;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    if (proposals) gatherClasses(order, examples);
    for (const i of order) {
      const rate = learningRate * (1 - step / steps + LAST_RATE);
      step += 1;
      // What taught nothing the last time is left out this time: most examples are learnt early.
      if (known[i] === 1) {
        known[i] = 0;
        continue;
      }
      const { vector, label } = examples[i] as LabelledVector;
      const among = weighed?.[i] ?? all;
      distribute(model, vector, among, p);
      const own = among.indexOf(label);
      p[own] = (p[own] as number) - 1;
      let count = 0;
      for (let a = 0; a < among.length; a += 1) {
        if (Math.abs(p[a] as number) > MIN_GRADIENT) {
          p[count] = p[a] as number;
          active[count] = among[a] as number;
          count += 1;
        }
      }
      if (count === 0) known[i] = 1;
      else descend(model, vector, active, p, count, rate);
    }
  }
  return model;
}

/**
 * Sorts stretches of the order by class. Examples of a class are weighed for much the same classes, whose weights are then
 * still in the cache: with many classes, fetching them is what takes the time.
 */
function gatherClasses(order: Int32Array, examples: readonly LabelledVector[]): void {
  const stretch = Math.ceil(order.length / STRETCHES);
  for (let from = 0; from < order.length; from += stretch) {
    order
      .subarray(from, from + stretch)
      .sort((a, b) => (examples[a]?.label ?? 0) - (examples[b]?.label ?? 0) || a - b);
  }
}

/** The classes each example is weighed for: those proposed, and its own. */
function weighedFor(
  examples: readonly LabelledVector[],
  propose: (example: SparseVector) => Int32Array,
): readonly Int32Array[] {
  return examples.map(({ vector, label }) => {
    const proposed = propose(vector);
    return proposed.includes(label) ? proposed : Int32Array.of(...proposed, label);
  });
}

/** One step down the gradient `p` of the first `count` classes of `active`. */
function descend(
  model: SoftmaxModel,
  { indices, values }: SparseVector,
  active: Int32Array,
  p: Float64Array,
  count: number,
  rate: number,
): void {
  const { classes, dense, weights, bias, proposals } = model;
  for (let a = 0; a < count; a += 1) {
    const c = active[a] as number;
    const scale = rate * (p[a] as number);
    bias[c] = (bias[c] as number) - BIAS_RATE * scale;
    const from = c * dense;
    for (let d = 0; d < dense; d += 1)
      weights[from + d] = (weights[from + d] as number) - scale * (values[d] as number);
  }
  const from = classes * dense;
  for (let k = dense; k < indices.length; k += 1) {
    const f = (indices[k] as number) - dense;
    const scale = rate * (values[k] as number);
    const row = from + (proposals ? cellOf(f) : f * classes);
    const stride = proposals ? CELLS : 1;
    for (let a = 0; a < count; a += 1) {
      const at = row + stride * (active[a] as number);
      weights[at] = (weights[at] as number) - scale * (p[a] as number);
    }
  }
}

/** The cell of a class that a sparse feature shares, when there are many classes. */
function cellOf(f: number): number {
  // An odd constant near the golden ratio: its products spread well over the upper bits.
  return Math.imul(f, 0x9e3779b1) >>> (32 - CELL_BITS);
}

/** The weight of a feature for a class. */
export function weightOf(
  { classes, dense, weights, proposals }: SoftmaxModel,
  feature: number,
  c: number,
): number {
  if (feature < dense) return weights[c * dense + feature] ?? 0;
  const f = feature - dense;
  return weights[classes * dense + (proposals ? c * CELLS + cellOf(f) : f * classes + c)] ?? 0;
}

/** Writes the logits of the classes in `among` into `out`, in their order. */
function weigh(
  model: SoftmaxModel,
  { indices, values }: SparseVector,
  among: Int32Array,
  out: Float64Array,
): void {
  const { classes, dense, weights, bias, proposals } = model;
  const size = among.length;
  for (let a = 0; a < size; a += 1) {
    const c = among[a] as number;
    const from = c * dense;
    // Four sums side by side take three quarters of the time of one.
    let sum = bias[c] as number;
    let second = 0;
    let third = 0;
    let fourth = 0;
    let d = 0;
    for (; d + 3 < dense; d += 4) {
      sum += (values[d] as number) * (weights[from + d] as number);
      second += (values[d + 1] as number) * (weights[from + d + 1] as number);
      third += (values[d + 2] as number) * (weights[from + d + 2] as number);
      fourth += (values[d + 3] as number) * (weights[from + d + 3] as number);
    }
    for (; d < dense; d += 1) sum += (values[d] as number) * (weights[from + d] as number);
    out[a] = sum + second + third + fourth;
  }
  const from = classes * dense;
  if (proposals) {
    const cells = Int32Array.from(indices.subarray(dense), (f) => from + cellOf(f - dense));
    for (let a = 0; a < size; a += 1) {
      const own = (among[a] as number) * CELLS;
      let sum = 0;
      for (let k = 0; k < cells.length; k += 1)
        sum += (values[dense + k] as number) * (weights[own + (cells[k] as number)] as number);
      out[a] = (out[a] as number) + sum;
    }
    return;
  }
  let k = dense;
  for (; k + 1 < indices.length; k += 2) {
    const first = from + ((indices[k] as number) - dense) * classes;
    const second = from + ((indices[k + 1] as number) - dense) * classes;
    const v = values[k] as number;
    const w = values[k + 1] as number;
    for (let a = 0; a < size; a += 1) {
      const c = among[a] as number;
      out[a] = (out[a] as number) + v * (weights[first + c] as number) + w * (weights[second + c] as number);
    }
  }
  if (k < indices.length) {
    const row = from + ((indices[k] as number) - dense) * classes;
    const value = values[k] as number;
    for (let a = 0; a < size; a += 1)
      out[a] = (out[a] as number) + value * (weights[row + (among[a] as number)] as number);
  }
}

/** Writes the probabilities of the classes in `among` into `out`, in their order; returns the log-sum-exp of their logits. */
function distribute(
  model: SoftmaxModel,
  example: SparseVector,
  among: Int32Array,
  out: Float64Array,
): number {
  weigh(model, example, among, out);
  const size = among.length;
  let max = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < size; a += 1) max = Math.max(max, out[a] as number);
  let sum = 0;
  for (let a = 0; a < size; a += 1) {
    const e = Math.exp((out[a] as number) - max);
    out[a] = e;
    sum += e;
  }
  for (let a = 0; a < size; a += 1) out[a] = (out[a] as number) / sum;
  return max + Math.log(sum);
}

export interface Distribution {
  /** Probability of each class. */
  readonly probabilities: Float32Array;
  /** Log-sum-exp of the logits: low when nothing fits. */
  readonly energy: number;
}

/** Makes a function that gives an example's distribution over the classes. */
export function createSoftmax(model: SoftmaxModel): (example: SparseVector) => Distribution {
  const { classes, proposals } = model;
  const all = Int32Array.from({ length: classes }, (_, c) => c);
  const propose = proposals ? createProposer(proposals, classes) : () => all;
  const p = new Float64Array(Math.max(classes, MAX_PROPOSED));
  return (example) => {
    const among = propose(example);
    const energy = distribute(model, example, among, p);
    const probabilities = new Float32Array(classes);
    for (let a = 0; a < among.length; a += 1) probabilities[among[a] as number] = p[a] as number;
    return { probabilities, energy };
  };
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
