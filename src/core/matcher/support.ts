/** How far a question is explained by what an intent's phrases and claims talk about. */
import { QUESTION_TYPES, type QuestionType, questionType } from '../language/question.ts';
import { isNumber, type Reading, type Word } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';

/** What one intent talks about. */
export interface Topic {
  readonly stems: ReadonlySet<string>;
  readonly terms: ReadonlySet<string>;
  /** How many phrases it has, 1 or more. */
  readonly phrases: number;
  /** Share of its phrases that ask for each type of thing, smoothed. */
  readonly types: Readonly<Record<QuestionType, number>>;
}

/** A word of the question and how well the intent explains it. */
export interface Explained {
  readonly word: Word;
  /** Its weight, the inverse document frequency. */
  readonly weight: number;
  /** 0 when nothing of the intent is like it, 1 when the intent uses it. */
  readonly support: number;
  /** The like word that supports it, when it is not the word itself. */
  readonly by?: string;
}

/** Below this cosine two words are taken as unrelated: the level of unrelated pairs in the shipped vectors. */
const MIN_SIMILARITY = 0.35;

/** Stands among a topic's stems for its numbers: another number may be a wrong premise, but not another question. */
const ANY_NUMBER = '#';

/** Function words carry little of what is asked; question words have a signal of their own. */
const FUNCTION_WORD_WEIGHT = 0.2;

/** Gathers what an intent's phrases and evidence speak of. */
export function topicOf(phrases: readonly Reading[], evidence: readonly Reading[]): Topic {
  const stems = new Set<string>();
  const terms = new Set<string>();
  for (const { words, terms: found } of [...phrases, ...evidence]) {
    for (const word of words) stems.add(word.stem);
    if (words.some(isNumber)) stems.add(ANY_NUMBER);
    for (const term of found) terms.add(term.term);
  }
  const counts = new Map<QuestionType, number>();
  for (const phrase of phrases) {
    const type = questionType(phrase);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const total = phrases.length + QUESTION_TYPES.length * 0.5;
  const types = Object.fromEntries(
    QUESTION_TYPES.map((type) => [type, ((counts.get(type) ?? 0) + 0.5) / total]),
  ) as Record<QuestionType, number>;
  return { stems, terms, types, phrases: Math.max(1, phrases.length) };
}

/** Explains each word of a question by an intent's topic. */
export function explain(
  reading: Reading,
  topic: Topic,
  idf: (stem: string) => number,
  vectors: WordVectors | undefined,
): readonly Explained[] {
  const explainWord = (word: Word): Omit<Explained, 'word'> => {
    const content = !vectors || vectors.isLemma(word.stem) || !vectors.isEnglish(word.text);
    const weight = idf(word.stem) * (content ? 1 : FUNCTION_WORD_WEIGHT);
    if (topic.stems.has(word.stem)) return { weight, support: 1 };
    if (isNumber(word) && topic.stems.has(ANY_NUMBER)) return { weight, support: 1, by: ANY_NUMBER };
    if (word.term && topic.terms.has(word.term.term)) return { weight, support: 1, by: word.term.term };
    if (!vectors?.has(word.stem)) return { weight, support: 0 };
    let best = MIN_SIMILARITY;
    let by: string | undefined;
    for (const other of topic.stems) {
      const similarity = vectors.similarity(word.stem, other);
      if (similarity > best) {
        best = similarity;
        by = other;
      }
    }
    return by === undefined ? { weight, support: 0 } : { weight, support: best, by };
  };
  // Some people repeat themselves.
  const known = new Map<string, Omit<Explained, 'word'>>();
  return reading.words.map((word) => {
    const key = `${word.text} ${word.term?.term ?? ''}`;
    const found = known.get(key) ?? explainWord(word);
    known.set(key, found);
    return { word, ...found };
  });
}
