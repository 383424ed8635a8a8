/** Which classes are worth a closer look for an example, when there are too many to look at all: an inverted index of class centroids. */
import type { SparseVector } from './features.ts';
import type { LabelledVector, SoftmaxShape } from './softmax.ts';

/** The postings of feature f are at starts[f] to starts[f + 1]: a class, and the mean value of the feature among its examples. */
export interface ProposalIndex {
  readonly starts: Int32Array;
  readonly classes: Int32Array;
  readonly means: Float32Array;
}

/** Classes that are looked at. With 10,000 classes the right one is among them for all but one example in a thousand. */
export const MAX_PROPOSED = 24;
/** Postings followed for an example, those of its rarest features first: common ones tell little of which class. */
const MAX_FOLLOWED = 2_000;

/** The index of all features that not every example has. */
export function indexProposals(
  examples: readonly LabelledVector[],
  { classes, size, dense }: SoftmaxShape,
): ProposalIndex {
  const byClass: SparseVector[][] = Array.from({ length: classes }, () => []);
  for (const { vector, label } of examples) byClass[label]?.push(vector);
  const counts = new Int32Array(size + 1);
  const sums = new Float64Array(size);
  const gathered = byClass.map((own) => {
    const touched: number[] = [];
    for (const { indices, values } of own) {
      for (let k = 0; k < indices.length; k += 1) {
        const f = indices[k] as number;
        if (f < dense) continue;
        if (sums[f] === 0) touched.push(f);
        sums[f] = (sums[f] as number) + (values[k] as number);
      }
    }
    const means = Float32Array.from(touched, (f) => (sums[f] as number) / own.length);
    for (const f of touched) {
      sums[f] = 0;
      counts[f] = (counts[f] as number) + 1;
    }
    return { touched: Int32Array.from(touched), means };
  });
  const starts = new Int32Array(size + 1);
  for (let f = 0; f < size; f += 1) starts[f + 1] = (starts[f] as number) + (counts[f] as number);
  const postings = starts[size] as number;
  const index = { starts, classes: new Int32Array(postings), means: new Float32Array(postings) };
  const next = starts.slice();
  gathered.forEach(({ touched, means }, label) => {
    touched.forEach((f, i) => {
      const at = next[f] as number;
      index.classes[at] = label;
      index.means[at] = means[i] as number;
      next[f] = at + 1;
    });
  });
  return index;
}

/** Makes a function that gives the classes nearest to an example, at most `MAX_PROPOSED`, in rising order. */
export function createProposer(
  { starts, classes, means }: ProposalIndex,
  count: number,
): (example: SparseVector) => Int32Array {
  const scores = new Float32Array(count);
  const touched = new Int32Array(count);
  const best = new Int32Array(MAX_PROPOSED);
  const postings = (f: number) => (starts[f + 1] as number) - (starts[f] as number);
  return ({ indices, values }) => {
    let reached = 0;
    let followed = 0;
    const rarestFirst = Array.from(indices, (f, k) => ({ f, k, size: postings(f) }))
      .filter(({ size }) => size > 0)
      .sort((a, b) => a.size - b.size);
    for (const { f, k, size } of rarestFirst) {
      followed += size;
      if (followed > MAX_FOLLOWED && reached > 0) break;
      const value = values[k] as number;
      for (let at = starts[f] as number; at < (starts[f + 1] as number); at += 1) {
        const c = classes[at] as number;
        if (scores[c] === 0) {
          touched[reached] = c;
          reached += 1;
        }
        scores[c] = (scores[c] as number) + value * (means[at] as number);
      }
    }
    let kept = 0;
    for (let i = 0; i < reached; i += 1) {
      const c = touched[i] as number;
      const score = scores[c] as number;
      if (kept === MAX_PROPOSED && score <= (scores[best[kept - 1] as number] as number)) continue;
      let at = kept < MAX_PROPOSED ? kept : kept - 1;
      while (at > 0 && (scores[best[at - 1] as number] as number) < score) {
        best[at] = best[at - 1] as number;
        at -= 1;
      }
      best[at] = c;
      if (kept < MAX_PROPOSED) kept += 1;
    }
    for (let i = 0; i < reached; i += 1) scores[touched[i] as number] = 0;
    // Nothing to go by: some have to be weighed all the same.
    if (kept === 0) return Int32Array.from({ length: Math.min(count, MAX_PROPOSED) }, (_, c) => c);
    return best.slice(0, kept).sort();
  };
}
