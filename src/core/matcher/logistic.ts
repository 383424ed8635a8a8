/** Logistic regression on a handful of signals and their products, fitted by Newton's method with an L2 penalty. */

export interface LogisticModel {
  /** Mean and standard deviation each signal is standardised with. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Weight of each standardised signal, then of each product of two if examples were many, in the order of `termNames`. */
  readonly weights: readonly number[];
  readonly bias: number;
}

export interface LogisticExample {
  readonly signals: readonly number[];
  readonly positive: boolean;
  /** How much this example counts, above 0. */
  readonly weight: number;
}

const ITERATIONS = 8;
/**
 * L2 strength on standardised signals, for each example and at least: with 8,600 examples about 10, of 1, 10 and 50 the
 * one with the best held-out ranking.
 */
const PENALTY_PER_EXAMPLE = 0.001;
const LEAST_PENALTY = 3;
/** Examples for each product's weight: with fewer, products fit the noise and mislead far from what was seen. */
const EXAMPLES_PER_PRODUCT = 20;
/** Standardised signals are cut here, so that a product of two rare extremes cannot decide alone. */
const MAX_DEVIATIONS = 3;

/**
 * Fits weights by iteratively reweighted least squares. `prior` holds the weights the penalty draws the signals to, 0
 * where it is absent: few examples keep to it, many outweigh it.
 */
export function fitLogistic(
  examples: readonly LogisticExample[],
  prior: readonly number[] = [],
): LogisticModel {
  const size = examples[0]?.signals.length ?? 0;
  const total = examples.reduce((sum, e) => sum + e.weight, 0) || 1;
  const penalty = Math.max(LEAST_PENALTY, PENALTY_PER_EXAMPLE * examples.length);
  const mean = Array.from(
    { length: size },
    (_, j) => examples.reduce((sum, e) => sum + e.weight * (e.signals[j] ?? 0), 0) / total,
  );
  const deviation = mean.map(
    (m, j) =>
      Math.sqrt(examples.reduce((s, e) => s + e.weight * ((e.signals[j] ?? 0) - m) ** 2, 0) / total) || 1,
  );
  const products = examples.length >= (EXAMPLES_PER_PRODUCT * size * (size + 1)) / 2;
  const rows = examples.map((e) => Float64Array.from([1, ...termsOf(mean, deviation, e.signals, products)]));
  const width = rows[0]?.length ?? 1;
  let theta = new Float64Array(width);
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const gradient = theta.map((t, j) => (j === 0 ? 0 : penalty * ((prior[j - 1] ?? 0) - t)));
    const hessian = Array.from({ length: width }, (_, j) => {
      const row = new Float64Array(width);
      row[j] = j === 0 ? 1e-9 : penalty;
      return row;
    });
    examples.forEach((e, i) => {
      const row = rows[i] as Float64Array;
      let z = 0;
      for (let j = 0; j < width; j += 1) z += (row[j] as number) * (theta[j] as number);
      const p = sigmoid(z);
      const slope = Math.max(p * (1 - p), 1e-6) * e.weight;
      const error = ((e.positive ? 1 : 0) - p) * e.weight;
      for (let j = 0; j < width; j += 1) {
        const x = row[j] as number;
        gradient[j] = (gradient[j] as number) + error * x;
        const h = hessian[j] as Float64Array;
        const step = slope * x;
        for (let k = 0; k <= j; k += 1) h[k] = (h[k] as number) + step * (row[k] as number);
      }
    });
    for (let j = 0; j < width; j += 1) {
      for (let k = j + 1; k < width; k += 1)
        (hessian[j] as Float64Array)[k] = (hessian[k] as Float64Array)[j] as number;
    }
    const delta = solve(hessian, gradient);
    theta = theta.map((t, j) => t + (delta[j] ?? 0));
  }
  return { mean, deviation, weights: [...theta.subarray(1)], bias: theta[0] ?? 0 };
}

/** The probability the model gives, 0 to 1. */
export function predictLogistic(model: LogisticModel, signals: readonly number[]): number {
  return sigmoid(logisticShares(model, signals).reduce((sum, share) => sum + share, model.bias));
}

/** Each term's share of the logit, in the order of `termNames`; with the bias they add up to it. */
export function logisticShares(
  { mean, deviation, weights }: LogisticModel,
  signals: readonly number[],
): number[] {
  return termsOf(mean, deviation, signals, weights.length > signals.length).map(
    (x, i) => x * (weights[i] ?? 0),
  );
}

/** The names of the terms: each signal, then each product of two. */
export function termNames(signals: readonly string[]): string[] {
  return [...signals, ...signals.flatMap((a, i) => signals.slice(i).map((b) => `${a} × ${b}`))];
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function termsOf(
  mean: readonly number[],
  deviation: readonly number[],
  signals: readonly number[],
  products: boolean,
): number[] {
  const z = signals.map((x, j) => {
    const standard = (x - (mean[j] ?? 0)) / (deviation[j] ?? 1);
    return Math.min(Math.max(standard, -MAX_DEVIATIONS), MAX_DEVIATIONS);
  });
  return products ? [...z, ...z.flatMap((a, i) => z.slice(i).map((b) => a * b))] : z;
}

/** Solves a small symmetric positive definite system by Gaussian elimination with partial pivoting. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  const a: Float64Array[] = matrix.map((row, i) => Float64Array.from([...row, right[i] ?? 0]));
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let r = column + 1; r < n; r += 1) {
      if (Math.abs(a[r]?.[column] ?? 0) > Math.abs(a[pivot]?.[column] ?? 0)) pivot = r;
    }
    const top = a[pivot] as Float64Array;
    a[pivot] = a[column] as Float64Array;
    a[column] = top;
    for (let r = 0; r < n; r += 1) {
      const row = a[r] as Float64Array;
      if (r === column) continue;
      const factor = (row[column] as number) / ((top[column] as number) || 1e-12);
      for (let k = column; k <= n; k += 1) row[k] = (row[k] as number) - factor * (top[k] as number);
    }
  }
  return Float64Array.from(a, (row, i) => (row[n] as number) / ((row[i] as number) || 1e-12));
}
