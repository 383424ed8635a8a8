/** Reads all phrases once, so that follow-ups can be held against them: plain data, so that it can be stored. */
import { QUESTION_TYPES, questionType } from '../language/question.ts';
import { isNumber, NAME_KINDS, type Reader, type Word } from '../language/reader.ts';
import { tokenise } from '../language/tokens.ts';
import type { Pack } from '../pack.ts';

export interface PhraseIndex {
  /** What words are compared by, see `keyOf`; phrases name them by their places here. */
  readonly keys: readonly string[];
  /** Places of the keys that are names. */
  readonly names: readonly number[];
  readonly phrases: readonly IndexedPhrase[];
}

/**
 * Place of its intent in the pack; which phrase of it, 0 being the intent's question; place of what it asks for among
 * `QUESTION_TYPES`; 1 when it has a number; then its keys, each once.
 */
export type IndexedPhrase = readonly [
  intent: number,
  phrase: number,
  type: number,
  hasNumber: number,
  ...keys: number[],
];

/** Longer phrases tell a story round their question, which no follow-up repeats. */
const MAX_PHRASE_WORDS = 14;

/** What words are compared by: the lexicon's term, or else the stem. */
export function keyOf(word: Word): string {
  return word.term ? `@${word.term.term}` : word.stem;
}

/** Whether it is part of a name. */
export function isName({ term }: Word): boolean {
  return term !== undefined && NAME_KINDS.has(term.kind);
}

/** A pack's question and phrases of an intent, in the order the index counts them. */
export function phrasesOf(intent: Pack['intents'][number]): readonly string[] {
  return intent.kind === 'smalltalk' ? [] : [intent.question, ...intent.phrases];
}

/** Indexes the phrases of all answers and gaps; those with a word that is not `isKnown` are misspelt and only repeat others. */
export function indexPhrases(pack: Pack, reader: Reader, isKnown: (word: string) => boolean): PhraseIndex {
  const ids = new Map<string, number>();
  const names = new Set<number>();
  const idOf = (word: Word) => {
    const key = keyOf(word);
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    if (isName(word)) names.add(id);
    return id;
  };
  const isWorthReading = (words: readonly string[]) =>
    words.length <= MAX_PHRASE_WORDS && words.every((word) => /^\p{N}/u.test(word) || isKnown(word));
  const phrases = pack.intents.flatMap((intent, i) =>
    phrasesOf(intent).flatMap((text, j): IndexedPhrase[] => {
      if (!isWorthReading(tokenise(text))) return [];
      const reading = reader.read(text);
      const { words } = reading;
      const type = QUESTION_TYPES.indexOf(questionType(reading));
      return [[i, j, type, words.some(isNumber) ? 1 : 0, ...new Set(words.map(idOf))]];
    }),
  );
  return { keys: [...ids.keys()], names: [...names], phrases };
}
