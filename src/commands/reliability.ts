/** How far confidence can be believed, and what answering only the surer questions would bring. */

/** A question with the confidence of its best candidate and whether that one is right. */
export interface Judged {
  /** 0 to 1. */
  readonly confidence: number;
  readonly right: boolean;
}

export interface ReliabilityBin {
  /** The confidences it holds: from (inclusive) to (exclusive, but for the last). */
  readonly from: number;
  readonly to: number;
  readonly questions: number;
  /** Mean confidence, and share that was right; 0 when there are no questions. */
  readonly confidence: number;
  readonly accuracy: number;
}

export interface RiskPoint {
  /** Least confidence answered. */
  readonly confidence: number;
  /** Share of all questions answered from that confidence on. */
  readonly coverage: number;
  /** Share of those answers that is wrong. */
  readonly risk: number;
}

/** Bins of equal width: the usual ten. */
const BINS = 10;

export function reliabilityBins(judged: readonly Judged[]): readonly ReliabilityBin[] {
  return Array.from({ length: BINS }, (_, i) => {
    const inside = judged.filter(({ confidence }) => Math.min(Math.floor(confidence * BINS), BINS - 1) === i);
    return {
      from: i / BINS,
      to: (i + 1) / BINS,
      questions: inside.length,
      confidence: inside.reduce((sum, one) => sum + one.confidence, 0) / (inside.length || 1),
      accuracy: inside.filter(({ right }) => right).length / (inside.length || 1),
    };
  });
}

/**
 * Mean distance between confidence and accuracy over the bins, weighted by their questions: 0 to 1.
 * M. P. Naeini, G. Cooper and M. Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015.
 */
export function expectedCalibrationError(judged: readonly Judged[]): number {
  return reliabilityBins(judged).reduce(
    (sum, { questions, confidence, accuracy }) =>
      sum + (questions * Math.abs(confidence - accuracy)) / (judged.length || 1),
    0,
  );
}

/** Risk against coverage, from answering only the surest question to answering all; one point for each confidence. */
export function riskByCoverage(judged: readonly Judged[]): readonly RiskPoint[] {
  const ranked = [...judged].sort((a, b) => b.confidence - a.confidence);
  const points: RiskPoint[] = [];
  let wrong = 0;
  for (const [i, { confidence, right }] of ranked.entries()) {
    if (!right) wrong += 1;
    if (ranked[i + 1]?.confidence === confidence) continue;
    points.push({ confidence, coverage: (i + 1) / ranked.length, risk: wrong / (i + 1) });
  }
  return points;
}
