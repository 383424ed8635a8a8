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
  'question type',
  'missing names',
  'unexplained',
  'refused',
  'out of scope',
  'phrases',
] as const;

/** The signals of "none of them". */
export const NONE_SIGNALS = [
  'best words',
  'best meaning',
  'best phrase',
  'best evidence',
  'unknown words',
  'strangest word',
  'length',
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

/** What the words of an utterance say, whether the encoder takes part or not. */
export interface WordsView {
  readonly words: Distribution;
  /** How far a class explains each word. */
  explained(label: number): readonly Explained[];
}

export function viewWords({ model, classes, vectors }: SignalContext, reading: Reading): WordsView {
  const idf = (stem: string) => model.vectoriser.idf(stem);
  const known = new Map<number, readonly Explained[]>();
  return {
    words: model.predict(model.vectoriser.vector(reading)),
    explained(label) {
      const topic = classes[label]?.topic;
      const found = known.get(label) ?? (topic ? explain(reading, topic, idf, vectors) : []);
      known.set(label, found);
      return found;
    },
  };
}

/** Assesses the likeliest classes for an utterance; without an embedding the signals of meaning are 0. */
export function assess(
  context: SignalContext,
  reading: Reading,
  embedding: Embedding | undefined,
  view = viewWords(context, reading),
): Assessment {
  const { model, classes, meaning } = context;
  const { words } = view;
  const meant: Distribution | undefined = embedding && meaning?.predict(embedding);
  const share = meant ? MEANING_SHARE : 0;
  const fused = Array.from(words.probabilities, (p, c) =>
    Math.exp((1 - share) * logOf(p) + share * logOf(meant?.probabilities[c] ?? 1)),
  );
  const order = fused.map((_, c) => c).sort((a, b) => (fused[b] ?? 0) - (fused[a] ?? 0));
  const labels = order.slice(0, MAX_ASSESSED);
  const type = questionType(reading);
  const names = reading.terms.filter((t) => NAME_KINDS.has(t.kind));
  const candidates = labels.map((label): Assessed => {
    const { topic, refused, id } = classes[label] as TrainedClass;
    const explained = view.explained(label);
    const weight = explained.reduce((sum, e) => sum + e.weight, 0) || 1;
    const missing = explained.reduce((sum, e) => sum + e.weight * (1 - e.support), 0);
    const missingNames = [...new Set(names.filter((t) => !topic.terms.has(t.term)).map((t) => t.term))];
    const { phrase, phrases, evidence } =
      embedding && meaning ? meaning.nearness(embedding, label) : { phrase: 0, phrases: 0, evidence: 0 };
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
  /** The highest of a signal among the answers, and no lower than `least`. */
  const bestOf = (name: (typeof CANDIDATE_SIGNALS)[number], least: number) =>
    Math.max(least, ...answers.map(({ signals }) => signals[CANDIDATE_SIGNALS.indexOf(name)] ?? least));
  const explained = (answers[0] ?? candidates[0])?.explained ?? [];
  const weight = explained.reduce((sum, e) => sum + e.weight, 0) || 1;
  const unknown = explained.filter((e) => !model.vectoriser.knows(e.word.stem));
  return {
    byMeaning: meant !== undefined,
    candidates,
    none: [
      bestOf('words', Math.log(LEAST)),
      bestOf('meaning', Math.log(LEAST)),
      bestOf('nearest phrase', 0),
      bestOf('nearest evidence', 0),
      unknown.reduce((sum, e) => sum + e.weight, 0) / weight,
      Math.max(0, ...explained.map((e) => e.weight * (1 - e.support))),
      Math.log(1 + reading.words.length),
    ],
  };
}

/** Probabilities below this are as good as none. */
const LEAST = 1e-4;

function logOf(p: number): number {
  return Math.log(Math.max(p, LEAST));
}
