/** How likely each candidate is meant, and none of them: one model for every pack, learnt on many small packs (`scripts/build-trust.mjs`). */
import type { Assessment } from './signals.ts';

/** What the signals say of an utterance. */
export interface Judgement {
  readonly assessment: Assessment;
  /** What it was weighed with. */
  readonly trusted: TrustModel;
  /** Probabilities of the assessed candidates, in their order, and of none of them. */
  readonly probabilities: readonly number[];
  readonly none: number;
  /** Place of the best answer among the candidates, undefined when all are refusals, and how likely it or its kin is meant. */
  readonly best: number | undefined;
  readonly sureness: number;
}

/**
 * A conditional logit model (McFadden 1974): each candidate gets a utility from its signals, "none of them" one from its own, and
 * the probabilities are the softmax over these utilities. A utility is linear in the standardised signals and in `hidden` units tanh(W z).
 */
export interface Utility {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly linear: readonly number[];
  /** Rows of the hidden layer, each with its bias last; empty for a linear model. */
  readonly hidden: readonly (readonly number[])[];
  readonly output: readonly number[];
}

export interface TrustModel {
  readonly candidate: Utility;
  readonly none: Utility;
}

/** What was learnt on many packs: a model for words and meaning, one for words alone, and what each reply needs. */
export interface Trust {
  readonly words: TrustModel;
  readonly both: TrustModel;
  /** How sure the words alone have to be for the encoder not to be asked. */
  readonly wordsSuffice: number;
  /** Confidence an answer needs for a share of wrong answers, both from the lowest share on. */
  readonly answer: readonly (readonly [share: number, confidence: number])[];
  /** How likely a known gap has to be for it to be said that the report does not say. */
  readonly gap: number;
  /** How likely it has to be that a question has nothing to do with the report. */
  readonly outside: number;
}

/** The confidence an answer needs so that about this share of all questions, 0 to 1, is answered wrongly. */
export function thresholdFor({ answer }: Trust, maxWrong: number): number {
  const allowed = answer.filter(([share]) => share <= maxWrong);
  return allowed.at(-1)?.[1] ?? answer[0]?.[1] ?? 1;
}

/** Standardised signals are cut here, so that no rare extreme decides alone. */
export const MAX_DEVIATIONS = 4;

/** Probabilities of the candidates, in their order, and that of none. */
export function trust(
  { candidate, none }: TrustModel,
  { candidates, none: signals }: Assessment,
): { readonly candidates: readonly number[]; readonly none: number } {
  const utilities = [...candidates.map((c) => utility(candidate, c.signals)), utility(none, signals)];
  const max = Math.max(...utilities);
  const weights = utilities.map((u) => Math.exp(u - max));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return { candidates: weights.slice(0, -1).map((w) => w / total), none: (weights.at(-1) ?? 0) / total };
}

/** Each signal's share of a utility, in the order of the signals. */
export function shares({ mean, deviation, linear }: Utility, signals: readonly number[]): readonly number[] {
  return standardised(signals, mean, deviation).map((x, j) => x * (linear[j] ?? 0));
}

function standardised(signals: readonly number[], mean: readonly number[], deviation: readonly number[]) {
  return signals.map((x, j) => {
    // What cannot be told speaks neither for nor against.
    if (Number.isNaN(x)) return 0;
    const standard = (x - (mean[j] ?? 0)) / (deviation[j] ?? 1);
    return Math.min(Math.max(standard, -MAX_DEVIATIONS), MAX_DEVIATIONS);
  });
}

function utility({ mean, deviation, linear, hidden, output }: Utility, signals: readonly number[]): number {
  const z = standardised(signals, mean, deviation);
  const weigh = (row: readonly number[]) =>
    z.reduce((sum, x, j) => sum + x * (row[j] ?? 0), row[z.length] ?? 0);
  return hidden.reduce((sum, row, h) => sum + Math.tanh(weigh(row)) * (output[h] ?? 0), weigh(linear));
}
