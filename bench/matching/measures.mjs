/** The measures every system is held to: how often it is right, and how well its score tells what it cannot answer. */

/** In-scope accuracy that refusing may cost: one point. */
export const ALLOWED_COST = 0.01;

export function accuracy(inScope) {
  return share(inScope.filter((a) => a.best === a.expected).length, inScope.length);
}

/**
 * Chance that a question in scope scores higher than one out of scope, ties counting half: the area under the ROC
 * curve, by the rank-sum statistic (Hanley and McNeil 1982). Undefined without questions of both sorts.
 */
export function auroc(inScope, outOfScope) {
  if (inScope.length === 0 || outOfScope.length === 0) return undefined;
  const all = [
    ...inScope.map(({ score }) => ({ score, inside: true })),
    ...outOfScope.map(({ score }) => ({ score, inside: false })),
  ].sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to].score === all[from].score) to += 1;
    const meanRank = (from + 1 + to) / 2;
    for (let i = from; i < to; i += 1) if (all[i].inside) ranks += meanRank;
    from = to;
  }
  const n = inScope.length;
  return (ranks - (n * (n + 1)) / 2) / (n * outOfScope.length);
}

/**
 * Share of what is out of scope that falls below the highest threshold under which accuracy in scope, refusals counted
 * as wrong, loses at most `cost`. The threshold is set on the questions measured, for every system alike.
 */
export function outOfScopeRecall(inScope, outOfScope, cost = ALLOWED_COST) {
  if (inScope.length === 0 || outOfScope.length === 0) return undefined;
  const right = inScope.filter((a) => a.best === a.expected).map((a) => a.score);
  right.sort((a, b) => a - b);
  // The small addition keeps 0.01 * 3000 from being taken for 29.
  const spare = Math.floor(cost * inScope.length + 1e-9);
  const threshold = right[spare] ?? Number.POSITIVE_INFINITY;
  return share(outOfScope.filter((a) => a.score < threshold).length, outOfScope.length);
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle];
  return sorted.length === 0 ? undefined : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function share(part, whole) {
  return whole === 0 ? undefined : part / whole;
}
