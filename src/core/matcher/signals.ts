/** What speaks for and against each candidate, and for none of them, as numbers that one model weighs for every pack. */
import { questionType } from '../language/question.ts';
import { NAME_KINDS, type Reading } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';
import type { Embedding, Meaning } from './meaning.ts';
import type { Model } from './model.ts';
import type { Distribution } from './softmax.ts';
import { type Explained, explain } from './support.ts';
import { OUT_OF_SCOPE, type TrainedClass } from './training.ts';

/** The signals of a candidate, in the order of the numbers. */
export const CANDIDATE_SIGNALS = [
  'words',
  'meaning',
  'nearest phrase',
  'nearest phrases',
  'nearest evidence',
  'lead',
  'family',
  'question type',
  'missing names',
  'unexplained',
  'refused',
  'out of scope',
  'phrases',
] as const;

/** The signals of "none of them". */
export const NONE_SIGNALS = [
  'one',
  'best words',
  'best meaning',
  'best phrase',
  'best evidence',
  'energy of words',
  'energy of meaning',
  'unknown words',
  'strangest word',
  'length',
  'refusals',
] as const;

export interface SignalContext {
  readonly model: Model;
  readonly classes: readonly TrainedClass[];
  readonly meaning: Meaning | undefined;
  readonly vectors: WordVectors | undefined;
}

export interface Assessed {
  readonly label: number;
  readonly signals: readonly number[];
  readonly explained: readonly Explained[];
  /** Names in the question that the candidate does not speak of. */
  readonly missingNames: readonly string[];
}

export interface Assessment {
  /** Whether the encoder took part. */
  readonly byMeaning: boolean;
  /** Best first by the two classifiers. */
  readonly candidates: readonly Assessed[];
  readonly none: readonly number[];
}

/** Classes that are looked at more closely. */
export const MAX_ASSESSED = 10;
/** The share of meaning in what they are chosen by: by the validation splits of public intent data. */
const MEANING_SHARE = 0.6;

/** Assesses the likeliest classes for an utterance; without an embedding the signals of meaning are 0. */
export function assess(
  { model, classes, meaning, vectors }: SignalContext,
  reading: Reading,
  embedding: Embedding | undefined,
): Assessment {
  const words = model.predict(model.vectoriser.vector(reading));
  const meant: Distribution | undefined = embedding && meaning?.predict(embedding);
  const share = meant ? MEANING_SHARE : 0;
  const fused = Array.from(words.probabilities, (p, c) =>
    Math.exp((1 - share) * logOf(p) + share * logOf(meant?.probabilities[c] ?? 1)),
  );
  const total = fused.reduce((sum, x) => sum + x, 0);
  const order = fused.map((_, c) => c).sort((a, b) => (fused[b] ?? 0) - (fused[a] ?? 0));
  const labels = order.slice(0, MAX_ASSESSED);
  const idf = (stem: string) => model.vectoriser.idf(stem);
  const type = questionType(reading);
  const names = reading.terms.filter((t) => NAME_KINDS.has(t.kind));
  const near = labels.map((label) =>
    embedding && meaning ? meaning.nearness(embedding, label) : { phrase: 0, phrases: 0, evidence: 0 },
  );
  let refusals = 0;
  fused.forEach((p, c) => {
    if (classes[c]?.refused) refusals += p / total;
  });
  const candidates = labels.map((label, i): Assessed => {
    const { topic, kin, refused, id } = classes[label] as TrainedClass;
    const explained = explain(reading, topic, idf, vectors);
    const weight = explained.reduce((sum, e) => sum + e.weight, 0) || 1;
    const missing = explained.reduce((sum, e) => sum + e.weight * (1 - e.support), 0);
    const missingNames = [...new Set(names.filter((t) => !topic.terms.has(t.term)).map((t) => t.term))];
    const { phrase, phrases, evidence } = near[i] ?? { phrase: 0, phrases: 0, evidence: 0 };
    const others = near.filter((_, j) => !kin.has(labels[j] ?? -1) && j !== i).map((n) => n.phrase);
    let family = 0;
    for (const c of kin) family += (fused[c] ?? 0) / total;
    return {
      label,
      explained,
      missingNames,
      signals: [
        logOf(words.probabilities[label] ?? 0),
        meant ? logOf(meant.probabilities[label] ?? 0) : 0,
        phrase,
        phrases,
        evidence,
        phrase - Math.max(0, ...others),
        logit(family),
        id === OUT_OF_SCOPE ? 0 : Math.log(topic.types[type]),
        missingNames.length,
        missing / weight,
        refused ? 1 : 0,
        id === OUT_OF_SCOPE ? 1 : 0,
        Math.log(topic.phrases),
      ],
    };
  });
  const answers = candidates.filter(({ label }) => !classes[label]?.refused);
  const best = answers[0];
  const bestOf = (signal: number) =>
    Math.max(...answers.map(({ signals }) => signals[signal] ?? 0), signal < 2 ? -9 : 0);
  const unknown = (best ?? candidates[0])?.explained ?? [];
  const weight = unknown.reduce((sum, e) => sum + e.weight, 0) || 1;
  return {
    byMeaning: meant !== undefined,
    candidates,
    none: [
      1,
      bestOf(0),
      bestOf(1),
      bestOf(2),
      bestOf(4),
      words.energy,
      meant?.energy ?? 0,
      unknown.reduce((sum, e) => sum + (model.vectoriser.knows(e.word.stem) ? 0 : e.weight), 0) / weight,
      Math.max(0, ...unknown.map((e) => e.weight * (1 - e.support))),
      Math.log(1 + reading.words.length),
      logit(refusals),
    ],
  };
}

/** Probabilities below this are as good as none. */
const LEAST = 1e-4;

function logOf(p: number): number {
  return Math.log(Math.max(p, LEAST));
}

function logit(p: number): number {
  const q = Math.min(Math.max(p, LEAST), 1 - LEAST);
  return Math.log(q / (1 - q));
}
