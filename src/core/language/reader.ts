/** Reads an utterance: words, typos repaired, stems, and the lexicon's terms for names and synonyms. */
import { createSpelling } from './spelling.ts';
import { stem } from './stem.ts';
import { tokenise } from './tokens.ts';

/** A name or notion with the other ways to say it. */
export interface Synonyms {
  readonly term: string;
  readonly kind?: string;
  readonly same: readonly string[];
}

/** A word of an utterance as the matcher sees it. */
export interface Word {
  /** Lower case, typo repaired. */
  readonly text: string;
  readonly stem: string;
  /** What was typed, when a typo was repaired. */
  readonly typed?: string;
  /** The lexicon's term that this word is, or is part of; the same object for all its words. */
  readonly term?: FoundTerm;
}

/** Kinds of terms that name somebody or something. */
export const NAME_KINDS: ReadonlySet<string> = new Set(['person', 'organisation', 'place', 'group']);

/** Whether a word is a number in digits. */
export function isNumber({ text }: Word): boolean {
  return /^\p{N}/u.test(text);
}

/** A lexicon's term found in an utterance. */
export interface FoundTerm {
  readonly term: string;
  readonly kind: string;
}

export interface Reading {
  readonly words: readonly Word[];
  readonly terms: readonly FoundTerm[];
}

export interface Reader {
  read(utterance: string): Reading;
}

export interface ReaderOptions {
  readonly lexicon: readonly Synonyms[];
  /** Known words with the number of times they occur: none counts as a typo, and typos are repaired to them. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Whether a word is real though no known text uses it. */
  readonly isWord?: ((word: string) => boolean) | undefined;
}

interface Surface {
  readonly stems: readonly string[];
  readonly entry: Synonyms;
}

/** Counts the words of texts, and of the lexicon's terms and synonyms. */
export function countWords(
  texts: Iterable<string>,
  lexicon: readonly Synonyms[],
): ReadonlyMap<string, number> {
  const vocabulary = new Map<string, number>();
  const count = (text: string) => {
    for (const token of tokenise(text)) vocabulary.set(token, (vocabulary.get(token) ?? 0) + 1);
  };
  for (const text of texts) count(text);
  for (const entry of lexicon) {
    count(entry.term);
    entry.same.forEach(count);
  }
  return vocabulary;
}

export function createReader({ lexicon, vocabulary, isWord }: ReaderOptions): Reader {
  const surfaces = compile(lexicon);
  const spelling = createSpelling({ vocabulary, isWord: isWord ?? (() => false) });

  return {
    read(utterance) {
      const words: Word[] = tokenise(utterance).map((typed) => {
        const repaired = spelling.repair(typed);
        return repaired === undefined
          ? { text: typed, stem: stem(typed) }
          : { text: repaired, stem: stem(repaired), typed };
      });
      const terms: FoundTerm[] = [];
      for (let start = 0; start < words.length; ) {
        const found = longestAt(surfaces, words, start);
        if (!found) {
          start += 1;
          continue;
        }
        const term = { term: found.entry.term, kind: found.entry.kind ?? 'concept' };
        const end = start + found.stems.length;
        words.splice(
          start,
          found.stems.length,
          ...words.slice(start, end).map((word) => ({ ...word, term })),
        );
        terms.push(term);
        start = end;
      }
      return { words, terms };
    },
  };
}

function compile(lexicon: readonly Synonyms[]): ReadonlyMap<string, readonly Surface[]> {
  const surfaces = new Map<string, Surface[]>();
  // Synonyms have most of their words in common.
  const known = new Map<string, string>();
  const stemOf = (word: string) => {
    const found = known.get(word) ?? stem(word);
    known.set(word, found);
    return found;
  };
  for (const entry of lexicon) {
    for (const text of [entry.term, ...entry.same]) {
      const stems = tokenise(text).map(stemOf);
      const first = stems[0];
      if (first === undefined) continue;
      const list = surfaces.get(first) ?? [];
      list.push({ stems, entry });
      surfaces.set(first, list);
    }
  }
  for (const list of surfaces.values()) list.sort((a, b) => b.stems.length - a.stems.length);
  return surfaces;
}

function longestAt(
  surfaces: ReadonlyMap<string, readonly Surface[]>,
  words: readonly Word[],
  start: number,
): Surface | undefined {
  return surfaces
    .get(words[start]?.stem ?? '')
    ?.find(({ stems }) => stems.every((s, i) => words[start + i]?.stem === s));
}
