/** Porter stems, remembered. */
import porter from 'natural/lib/natural/stemmers/porter_stemmer.js';

const MAX_REMEMBERED = 50_000;
/** Longer than any English word; the stemmer's expressions take quadratic time on long runs of consonants. */
const MAX_LENGTH = 40;
const remembered = new Map<string, string>();

/** The Porter (1980) stem of a lower-case word; numbers and words of other scripts come back as they are. */
export function stem(word: string): string {
  if (word.length > MAX_LENGTH) return word;
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const stemmed = /^[a-z]+$/u.test(word) ? porter.stem(word) : word;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(word, stemmed);
  return stemmed;
}
