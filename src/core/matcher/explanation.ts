/** Why a match came out as it did: the numbers the decision was made with, not a guess afterwards. */
import type { Reading } from '../language/reader.ts';
import type { Match } from './match.ts';
import type { Model } from './model.ts';
import { CANDIDATE_SIGNALS } from './signals.ts';
import { weightOf } from './softmax.ts';
import { type Judgement, shares } from './trust.ts';

export interface Explanation {
  readonly match: Match;
  /** Confidence an answer needs. */
  readonly threshold: number;
  /** How likely it is that nothing the pack has is meant. */
  readonly none: number;
  /** Whether the encoder was asked, since the words alone were not sure. */
  readonly byMeaning: boolean;
  /** Typos repaired before matching. */
  readonly repairs: readonly { readonly typed: string; readonly read: string }[];
  /** The lexicon's terms that were found. */
  readonly terms: readonly string[];
  /** Which words told the best answer from the runner-up: each feature's share of the difference of their logits, largest first. */
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
  /** What speaks for the best answer, with each signal's share of its utility, against the average candidate's. */
  readonly signals: readonly { readonly signal: string; readonly value: number; readonly weight: number }[];
}

export interface Decision {
  readonly reading: Reading;
  readonly match: Match;
  readonly judgement: Judgement;
  readonly threshold: number;
  readonly model: Model;
}

export function explainMatch({ reading, match, judgement, threshold, model }: Decision): Explanation {
  const { assessment, best, none, trusted } = judgement;
  const answer = best === undefined ? undefined : assessment.candidates[best];
  const runnerUp = assessment.candidates.find((candidate) => candidate !== answer);
  const explained = answer?.explained ?? [];
  const weights = answer ? shares(trusted.candidate, answer.signals) : [];
  return {
    match,
    threshold,
    none,
    byMeaning: assessment.byMeaning,
    repairs: reading.words.flatMap((w) => (w.typed === undefined ? [] : [{ typed: w.typed, read: w.text }])),
    terms: reading.terms.map((t) => t.term),
    features: answer && runnerUp ? contributions(model, reading, answer.label, runnerUp.label) : [],
    unexplained: explained
      .filter((e) => e.support < 1)
      .map((e) => ({ word: e.word.text, weight: e.weight * (1 - e.support), support: e.support }))
      .sort((a, b) => b.weight - a.weight),
    similar: explained.flatMap((e) =>
      e.by === undefined ? [] : [{ word: e.word.text, by: e.by, support: e.support }],
    ),
    missingNames: answer?.missingNames ?? [],
    signals: CANDIDATE_SIGNALS.map((signal, i) => ({
      signal,
      value: answer?.signals[i] || 0,
      weight: weights[i] ?? 0,
    })),
  };
}

/** Each feature's share of the difference between two classes' logits; characters and meaning are summed, and how common each is stands as its prior. */
function contributions(
  { vectoriser, softmax }: Model,
  reading: Reading,
  best: number,
  other: number,
): readonly { feature: string; weight: number }[] {
  const found = new Map([['prior', (softmax.bias[best] ?? 0) - (softmax.bias[other] ?? 0)]]);
  const { indices, values } = vectoriser.vector(reading);
  for (let k = 0; k < indices.length; k += 1) {
    const index = indices[k] ?? 0;
    const weight = (values[k] ?? 0) * (weightOf(softmax, index, best) - weightOf(softmax, index, other));
    const name = vectoriser.nameOf(index);
    const feature = name.startsWith('c ') ? 'spelling' : name;
    found.set(feature, (found.get(feature) ?? 0) + weight);
  }
  return [...found]
    .map(([feature, weight]) => ({ feature, weight }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}
