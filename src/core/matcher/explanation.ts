/** Why a match came out as it did: the numbers the decision was made with, not a guess afterwards. */
import type { Reading } from '../language/reader.ts';
import type { Calibration } from './calibration.ts';
import { logisticShares, termNames } from './logistic.ts';
import type { Match } from './match.ts';
import type { Model } from './model.ts';
import { type Evidence, SIGNALS } from './signals.ts';
import { weightOf } from './softmax.ts';

export interface Explanation {
  readonly match: Match;
  /** Confidence an answer needs. */
  readonly threshold: number;
  /** Typos repaired before matching. */
  readonly repairs: readonly { readonly typed: string; readonly read: string }[];
  /** The lexicon's terms that were found. */
  readonly terms: readonly string[];
  /** What told the best answer from the runner-up: each feature's share of the difference of their logits, largest first. */
  readonly features: readonly { readonly feature: string; readonly weight: number }[];
  /** Words that nothing of the best answer explains in full, heaviest first. */
  readonly unexplained: readonly {
    readonly word: string;
    readonly weight: number;
    readonly support: number;
  }[];
  /** Words explained by a like word. */
  readonly similar: readonly { readonly word: string; readonly by: string; readonly support: number }[];
  /** Names in the question that the best answer does not speak of. */
  readonly missingNames: readonly string[];
  /** What speaks for and against the best answer. */
  readonly signals: readonly { readonly signal: string; readonly value: number }[];
  /** The signals, and products of two, that weighed most in the confidence: their shares of its logit, largest first. */
  readonly trust: readonly { readonly signal: string; readonly weight: number }[];
}

export interface Decision {
  readonly reading: Reading;
  readonly match: Match;
  /** The best answer's class, and the class next to it. */
  readonly best: number | undefined;
  readonly runnerUp: number | undefined;
  readonly evidence: Evidence | undefined;
  readonly calibration: Calibration;
  readonly model: Model;
}

export function explainMatch({
  reading,
  match,
  best,
  runnerUp,
  evidence,
  calibration,
  model,
}: Decision): Explanation {
  const explained = evidence?.explained ?? [];
  return {
    match,
    threshold: calibration.threshold,
    repairs: reading.words.flatMap((w) => (w.typed === undefined ? [] : [{ typed: w.typed, read: w.text }])),
    terms: reading.terms.map((t) => t.term),
    features:
      best === undefined || runnerUp === undefined ? [] : contributions(model, reading, best, runnerUp),
    unexplained: explained
      .filter((e) => e.support < 1)
      .map((e) => ({ word: e.word.text, weight: e.weight * (1 - e.support), support: e.support }))
      .sort((a, b) => b.weight - a.weight),
    similar: explained.flatMap((e) =>
      e.by === undefined ? [] : [{ word: e.word.text, by: e.by, support: e.support }],
    ),
    missingNames: evidence?.missingNames ?? [],
    signals: SIGNALS.map((signal, i) => ({ signal, value: evidence?.signals[i] ?? 0 })),
    trust: evidence ? heaviestShares(calibration, evidence) : [],
  };
}

/** Shares of the confidence's logit that are shown. */
const SHOWN_SHARES = 8;

function heaviestShares({ acceptance }: Calibration, { signals }: Evidence): Explanation['trust'] {
  const names = termNames(SIGNALS);
  return logisticShares(acceptance, signals)
    .map((weight, i) => ({ signal: names[i] ?? '', weight }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, SHOWN_SHARES);
}

/** Each feature's share of the difference between two classes' logits; characters and meaning are summed, and how common each is stands as its prior. */
function contributions(
  { vectoriser, softmax }: Model,
  reading: Reading,
  best: number,
  other: number,
): readonly { feature: string; weight: number }[] {
  const shares = new Map([['prior', (softmax.bias[best] ?? 0) - (softmax.bias[other] ?? 0)]]);
  const { indices, values } = vectoriser.vector(reading);
  for (let k = 0; k < indices.length; k += 1) {
    const index = indices[k] ?? 0;
    const weight = (values[k] ?? 0) * (weightOf(softmax, index, best) - weightOf(softmax, index, other));
    const name = vectoriser.nameOf(index);
    const feature = name.startsWith('c ') ? 'spelling' : name;
    shares.set(feature, (shares.get(feature) ?? 0) + weight);
  }
  return [...shares]
    .map(([feature, weight]) => ({ feature, weight }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}
