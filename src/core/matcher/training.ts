/** Trains all that a matcher needs from phrases: plain data, so that it can be stored and loaded. */
import { countWords, createReader, type Reader, type Reading, type Synonyms } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';
import { learnFeatures, type SparseVector } from './features.ts';
import { type Embed, type MeaningModel, textOf, trainMeaning } from './meaning.ts';
import { type TrainedModel, trainingFor } from './model.ts';
import { trainSoftmax } from './softmax.ts';
import { type Topic, topicOf } from './support.ts';

export interface MatcherIntent {
  /** Words joined by hyphens or underscores say what it is about; they are learnt from as well. */
  readonly id: string;
  /** Training phrases, best ten or more. */
  readonly phrases: readonly string[];
  /** Texts that speak of the same thing, such as the answer: they explain a question's words but are not phrases. */
  readonly evidence?: readonly string[];
  /** A question that is known and not to be answered: matched like any other, but never taken for an answer. */
  readonly refused?: boolean;
  /** Other intents whose answer would serve as well: taking one for another is no mistake. */
  readonly kin?: readonly string[];
}

export interface MatcherOptions {
  readonly intents: readonly MatcherIntent[];
  /** Utterances that fit no intent; they help, but are not needed. */
  readonly outOfScope?: readonly string[];
  /** Names and synonyms that mean the same. */
  readonly lexicon?: readonly Synonyms[];
  readonly vectors?: WordVectors;
  /** What the encoder makes of a text; without it the words alone decide. */
  readonly embed?: Embed;
}

/** A class of the classifier as matching needs it. */
export interface TrainedClass {
  /** The intent's id; `OUT_OF_SCOPE` for utterances that fit none. */
  readonly id: string;
  readonly refused: boolean;
  /** Classes whose answer serves as well, itself among them. */
  readonly kin: ReadonlySet<number>;
  readonly topic: Topic;
}

export interface TrainedMatcher {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly classes: readonly TrainedClass[];
  readonly model: TrainedModel;
  /** Absent when there was no encoder to learn from. */
  readonly meaning?: MeaningModel;
}

export const OUT_OF_SCOPE = '';

/** The same options give the same matcher to the last bit. */
export function trainMatcher({
  intents,
  outOfScope = [],
  lexicon = [],
  vectors,
  embed,
}: MatcherOptions): TrainedMatcher {
  const vocabulary = learnVocabulary(intents, lexicon, vectors);
  const reader = readerFor(vocabulary, lexicon, vectors);
  const classes = readClasses(intents, outOfScope, reader);
  const readings = classes.flatMap(({ name, phrases }, label) =>
    [...phrases, name].map((reading) => ({ reading, label })),
  );
  const { table, vectors: inputs } = learnFeatures(
    readings.map((r) => r.reading),
    vectors,
  );
  const examples = readings.map((r, i) => ({ ...r, vector: inputs[i] as SparseVector }));
  const dense = table.centre.length;
  const shape = { classes: classes.length, dense, size: dense + table.names.length };
  const meaning =
    embed &&
    trainMeaning(
      classes.map(({ name, phrases, evidence }) => ({
        phrases: textsOf([...phrases, name]),
        evidence: textsOf(evidence),
      })),
      embed,
    );
  return {
    vocabulary,
    classes: classes.map((c) => ({
      id: c.id,
      refused: c.refused,
      kin: c.kin,
      topic: topicOf(c.phrases, c.evidence),
    })),
    model: { features: table, softmax: trainSoftmax(examples, shape, trainingFor(examples.length)) },
    ...(meaning && { meaning }),
  };
}

/** Every text whose embedding `trainMatcher` asks for with these options. */
export function textsToEmbed({
  intents,
  outOfScope = [],
  lexicon = [],
  vectors,
}: MatcherOptions): readonly string[] {
  const reader = readerFor(learnVocabulary(intents, lexicon, vectors), lexicon, vectors);
  const texts = [...intents.flatMap((i) => [...i.phrases, i.id, ...(i.evidence ?? [])]), ...outOfScope];
  return [...new Set(textsOf(texts.map((text) => reader.read(text))))];
}

function textsOf(readings: readonly Reading[]): readonly string[] {
  return readings.map(textOf).filter((text) => text !== '');
}

/** Times a word must occur in phrases to count as meant when no dictionary has it: rarer ones may be typos. */
const MIN_COUNT_OF_STRANGE_WORD = 3;

/** The words that typos are repaired to: those of evidence and lexicon, and of the phrases the real or frequent ones. */
function learnVocabulary(
  intents: readonly MatcherIntent[],
  lexicon: readonly Synonyms[],
  vectors: WordVectors | undefined,
): ReadonlyMap<string, number> {
  const vocabulary = new Map(
    countWords(
      intents.flatMap((i) => i.evidence ?? []),
      lexicon,
    ),
  );
  for (const [word, count] of countWords(
    intents.flatMap((i) => i.phrases),
    [],
  )) {
    if (vocabulary.has(word) || !vectors || vectors.isEnglish(word) || count >= MIN_COUNT_OF_STRANGE_WORD) {
      vocabulary.set(word, (vocabulary.get(word) ?? 0) + count);
    }
  }
  return vocabulary;
}

/** How a matcher reads: typos repaired by its vocabulary, except where the word vectors know the word. */
export function readerFor(
  vocabulary: ReadonlyMap<string, number>,
  lexicon: readonly Synonyms[],
  vectors: WordVectors | undefined,
): Reader {
  return createReader({
    lexicon,
    vocabulary,
    isWord: vectors ? (word) => vectors.isEnglish(word) : undefined,
  });
}

interface ReadClass {
  readonly id: string;
  /** The words of its id: a phrase as well, but not one that anybody would ask. */
  readonly name: Reading;
  readonly phrases: readonly Reading[];
  readonly evidence: readonly Reading[];
  readonly refused: boolean;
  readonly kin: ReadonlySet<number>;
}

function readClasses(
  intents: readonly MatcherIntent[],
  outOfScope: readonly string[],
  reader: Reader,
): readonly ReadClass[] {
  const read = (texts: readonly string[]) => texts.map((text) => reader.read(text));
  const labels = new Map(intents.map((intent, label) => [intent.id, label]));
  const classes = intents.map((intent, label) => ({
    id: intent.id,
    name: reader.read(intent.id),
    phrases: read(intent.phrases),
    evidence: read(intent.evidence ?? []),
    refused: intent.refused ?? false,
    kin: new Set([label, ...(intent.kin ?? []).flatMap((id) => labels.get(id) ?? [])]),
  }));
  if (outOfScope.length === 0) return classes;
  const rest = { id: OUT_OF_SCOPE, name: reader.read(''), phrases: read(outOfScope), evidence: [] };
  return [...classes, { ...rest, refused: true, kin: new Set() }];
}
