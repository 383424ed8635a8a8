/** Repairs typos against the words a pack knows. */
import distances from 'natural/lib/natural/distance/levenshtein_distance.js';

/** Shortest word that is repaired: shorter ones are within one letter of too many others. */
const MIN_LENGTH = 4;
/** Longest word that is repaired: longer ones are no words, and each letter would be tried. */
const MAX_LENGTH = 30;
/** From this length on two slips are repaired, before only one. */
const MIN_LENGTH_FOR_TWO = 8;

export interface Spelling {
  /** The known word this one was meant to be; undefined when it is known, real English, or unlike any. */
  repair(word: string): string | undefined;
}

interface Target {
  readonly word: string;
  readonly count: number;
  /** As `lettersOf` gives them. */
  readonly letters: number;
}

export interface SpellingOptions {
  /** Known words with the number of times they occur. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Whether a word is right as it stands though the pack does not use it. */
  readonly isWord: (word: string) => boolean;
}

/**
 * Damerau-Levenshtein distance; the most frequent of the nearest known words wins, then the alphabet. Where none is near,
 * a word that only a swap or a doubled letter separates from a real one is taken for that.
 */
export function createSpelling({ vocabulary, isWord }: SpellingOptions): Spelling {
  let made: readonly Target[] | undefined;
  // Made when first needed: most questions have no typo.
  const targets = () => {
    made ??= [...vocabulary]
      .filter(([word]) => word.length >= MIN_LENGTH && /^[a-z]+$/u.test(word))
      .map(([word, count]) => ({ word, count, letters: lettersOf(word) }));
    return made;
  };
  return {
    repair(word) {
      if (word.length < MIN_LENGTH || word.length > MAX_LENGTH) return undefined;
      if (!/^[a-z]+$/u.test(word) || vocabulary.has(word) || isWord(word)) return undefined;
      const limit = word.length >= MIN_LENGTH_FOR_TWO ? 2 : 1;
      const letters = lettersOf(word);
      let best: { word: string; count: number; cost: number } | undefined;
      for (const target of targets()) {
        if (Math.abs(target.word.length - word.length) > limit) continue;
        if (bitsIn(letters ^ target.letters) > 2 * limit) continue;
        const cost = distances.DamerauLevenshteinDistance(word, target.word, { restricted: true });
        if (cost > limit || (cost === limit && limit === 2 && word[0] !== target.word[0])) continue;
        if (!best || cost < best.cost || (cost === best.cost && precedes(target, best)))
          best = { ...target, cost };
      }
      return best?.word ?? slips(word).find(isWord);
    },
  };
}

/** The word with a letter doubled, a double letter made single, or two neighbours swapped. */
function slips(word: string): string[] {
  const places = Array.from(word, (_, i) => i);
  return [
    ...places.map((i) => word.slice(0, i + 1) + word.slice(i)),
    ...places.filter((i) => word[i] === word[i + 1]).map((i) => word.slice(0, i) + word.slice(i + 1)),
    ...places.slice(1).map((i) => word.slice(0, i - 1) + word[i] + word[i - 1] + word.slice(i + 1)),
  ];
}

function precedes(a: { word: string; count: number }, b: { word: string; count: number }): boolean {
  return a.count === b.count ? a.word < b.word : a.count > b.count;
}

/** Which letters of a to z occur, one bit each: words within n slips differ in at most 2n bits. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let i = 0; i < word.length; i += 1) bits |= 1 << (word.charCodeAt(i) - 97);
  return bits;
}

function bitsIn(value: number): number {
  let bits = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}
