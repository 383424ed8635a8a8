/** Fits the trust model: a conditional logit with a small hidden layer, by Adam (Kingma and Ba 2015), always in the same order. */
import { MAX_DEVIATIONS } from '../../dist/core/matcher/trust.js';

const EPOCHS = 30;
const BATCH = 32;
const RATE = 0.02;
/** By leaving packs out. */
const PENALTY = 1e-3;
const HIDDEN = 6;

/** `examples`: `{ assessment, right, isNone, weight }` each; `right[i]` says whether candidate i is. */
export function fitTrust(examples) {
  const random = createRandom(1);
  const candidate = createUtility(
    examples.flatMap((e) => e.assessment.candidates.map((c) => c.signals)),
    random,
  );
  const none = createUtility(
    examples.map((e) => e.assessment.none),
    random,
  );
  const data = examples.map(({ assessment, right, isNone, weight }) => ({
    rows: [
      ...assessment.candidates.map((c) => candidate.standardise(c.signals)),
      none.standardise(assessment.none),
    ],
    right: [...right, isNone],
    weight,
  }));
  const parameters = [...candidate.parameters, ...none.parameters];
  const order = data.map((_, i) => i);
  const steps = Math.ceil(data.length / BATCH) * EPOCHS;
  let step = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = order.slice(from, from + BATCH).map((i) => data[i]);
      const total = batch.reduce((sum, { weight }) => sum + weight, 0);
      for (const { rows, right, weight } of batch) {
        const unit = rows.map((row, i) => (i < rows.length - 1 ? candidate : none).forward(row));
        const max = Math.max(...unit.map(({ value }) => value));
        const p = unit.map(({ value }) => Math.exp(value - max));
        const all = p.reduce((sum, x) => sum + x, 0);
        const good = p.reduce((sum, x, i) => sum + (right[i] ? x : 0), 0);
        unit.forEach((one, i) => {
          const slope = (p[i] / all - (right[i] ? p[i] / good : 0)) * (weight / total);
          (i < rows.length - 1 ? candidate : none).backward(rows[i], one, slope);
        });
      }
      step += 1;
      const rate = RATE * (1 - step / steps + 0.02);
      for (const parameter of parameters) parameter.update(rate, step);
    }
  }
  return { candidate: candidate.weights(), none: none.weights() };
}

function createUtility(rows, random) {
  const width = rows[0].length;
  const mean = Array.from(
    { length: width },
    (_, j) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length,
  );
  const deviation = mean.map(
    (m, j) => Math.sqrt(rows.reduce((sum, row) => sum + (row[j] - m) ** 2, 0) / rows.length) || 1,
  );
  const linear = createParameter(width + 1, () => 0);
  const hidden = Array.from({ length: HIDDEN }, () =>
    createParameter(width + 1, () => (random() - 0.5) * 0.6),
  );
  const output = createParameter(HIDDEN, () => (random() - 0.5) * 0.2);
  const weigh = ({ value }, row) => row.reduce((sum, x, j) => sum + x * value[j], value[width]);
  return {
    parameters: [linear, ...hidden, output],
    standardise: (row) =>
      row.map((x, j) => Math.min(Math.max((x - mean[j]) / deviation[j], -MAX_DEVIATIONS), MAX_DEVIATIONS)),
    forward(row) {
      const units = hidden.map((one) => Math.tanh(weigh(one, row)));
      return { units, value: units.reduce((sum, h, k) => sum + h * output.value[k], weigh(linear, row)) };
    },
    backward(row, { units }, slope) {
      linear.add(row, slope);
      units.forEach((h, k) => {
        output.gradient[k] += slope * h;
        hidden[k].add(row, slope * output.value[k] * (1 - h * h));
      });
    },
    weights: () => ({
      mean,
      deviation,
      linear: [...linear.value],
      hidden: hidden.map(({ value }) => [...value]),
      output: [...output.value],
    }),
  };
}

function createParameter(length, initial) {
  const value = Float64Array.from({ length }, initial);
  const gradient = new Float64Array(length);
  const first = new Float64Array(length);
  const second = new Float64Array(length);
  return {
    value,
    gradient,
    /** Adds a row's share, its last weight being the bias. */
    add(row, slope) {
      row.forEach((x, j) => {
        gradient[j] += slope * x;
      });
      gradient[length - 1] += slope;
    },
    update(rate, step) {
      for (let j = 0; j < length; j += 1) {
        const g = gradient[j] + PENALTY * value[j];
        first[j] = 0.9 * first[j] + 0.1 * g;
        second[j] = 0.999 * second[j] + 0.001 * g * g;
        value[j] -=
          (rate * (first[j] / (1 - 0.9 ** step))) / (Math.sqrt(second[j] / (1 - 0.999 ** step)) + 1e-8);
      }
      gradient.fill(0);
    },
  };
}

/** Mulberry32 (Tommy Ettinger, public domain). */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffle(order, random) {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}
