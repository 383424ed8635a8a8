/** What speaks for and against the best candidate, as numbers a logistic regression can weigh. */
import { questionType } from '../language/question.ts';
import { NAME_KINDS, type Reading } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';
import type { Model } from './model.ts';
import type { Distribution } from './softmax.ts';
import { type Explained, explain, type Topic } from './support.ts';

/** The signals' names, in the order of the numbers; the last, the second opinion's, is learnt from the others' failures. */
export const SIGNALS = [
  'probability',
  'family',
  'margin',
  'refusals',
  'energy',
  'unexplained',
  'strangest word',
  'missing names',
  'question type',
  'unknown words',
  'length',
  'doubt',
] as const;

/**
 * The weights that the standardised signals got on this project's own report, rounded: what a pack with few phrases
 * starts from, in the order of `SIGNALS`.
 */
export const PRIOR_WEIGHTS = [0.1, 1.5, 0.3, -0.4, 0, -0.4, -0.4, -0.3, 0.4, 0, 0.2, -0.7];

export interface Evidence {
  /** All signals but the last. */
  readonly signals: readonly number[];
  readonly explained: readonly Explained[];
  /** Names in the question that the candidate does not speak of. */
  readonly missingNames: readonly string[];
}

export interface SignalContext {
  readonly model: Model;
  readonly topics: readonly Topic[];
  /** Whether a class is a refusal: a known gap or out of scope. */
  readonly refused: readonly boolean[];
  /** For each class those whose answer serves as well. */
  readonly kin: readonly ReadonlySet<number>[];
  readonly vectors: WordVectors | undefined;
}

/** Gathers the signals for one candidate class. */
export function gatherSignals(
  { model, topics, refused, kin, vectors }: SignalContext,
  reading: Reading,
  { probabilities, energy }: Distribution,
  candidate: number,
): Evidence {
  const topic = topics[candidate];
  const p = probabilities[candidate] ?? 0;
  let runnerUp = 0;
  let family = 0;
  let refusals = 0;
  for (let c = 0; c < probabilities.length; c += 1) {
    const other = probabilities[c] ?? 0;
    if (kin[candidate]?.has(c)) family += other;
    else runnerUp = Math.max(runnerUp, other);
    if (refused[c]) refusals += other;
  }
  const idf = (stem: string) => model.vectoriser.idf(stem);
  const explained = topic ? explain(reading, topic, idf, vectors) : [];
  let weight = 0;
  let unexplained = 0;
  let unknown = 0;
  let strangest = 0;
  for (const e of explained) {
    weight += e.weight;
    const missing = e.weight * (1 - e.support);
    unexplained += missing;
    strangest = Math.max(strangest, missing);
    if (!model.vectoriser.knows(e.word.stem)) unknown += e.weight;
  }
  const missingNames = [
    ...new Set(
      reading.terms.filter((t) => NAME_KINDS.has(t.kind) && !topic?.terms.has(t.term)).map((t) => t.term),
    ),
  ];
  const type = Math.log(topic?.types[questionType(reading)] ?? 1);
  const signals = [
    logit(p),
    logit(family),
    family - runnerUp,
    logit(refusals),
    energy,
    unexplained / (weight || 1),
    strangest,
    missingNames.length,
    type,
    unknown / (weight || 1),
    Math.log(1 + reading.words.length),
  ];
  return { signals, explained, missingNames };
}

function logit(p: number): number {
  const q = Math.min(Math.max(p, 1e-4), 1 - 1e-4);
  return Math.log(q / (1 - q));
}
