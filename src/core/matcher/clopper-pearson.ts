/** How large a share may be at most, given a sample of it: the exact bound of Clopper and Pearson. */

/**
 * Upper bound, 0 to 1, of a share of which `count` of `trials` were observed: with probability `confidence` (0 to 1) or
 * more it is not exceeded. One-sided: the p at which observing `count` or fewer has probability 1 - `confidence`.
 * C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
 * Biometrika 26 (1934), 404-413.
 */
export function upperBound(count: number, trials: number, confidence: number): number {
  if (trials <= 0 || count >= trials) return 1;
  let low = count / trials;
  let high = 1;
  // Each step halves the interval; after these it is narrower than the spacing of doubles near 1.
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (atMost(count, trials, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of `count` or fewer of `trials`, each happening with probability p, strictly between 0 and 1. */
function atMost(count: number, trials: number, p: number): number {
  if (p >= 1) return 0;
  const odds = Math.log(p) - Math.log1p(-p);
  // Sums in logarithms: the terms themselves underflow when there are many trials.
  let term = trials * Math.log1p(-p);
  let sum = term;
  for (let k = 0; k < count; k += 1) {
    term += Math.log((trials - k) / (k + 1)) + odds;
    const larger = Math.max(sum, term);
    sum = larger + Math.log(Math.exp(sum - larger) + Math.exp(term - larger));
  }
  return Math.exp(sum);
}
