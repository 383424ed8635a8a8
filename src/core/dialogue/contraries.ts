/** Verbs that say the contrary of each other, so that "why did he deny it?" can be held against "he confirmed it". */

import type { Reader, Reading, Word } from '../language/reader.ts';
import { stem } from '../language/stem.ts';
import type { Claim } from '../report.ts';

/** Each side with its forms that a stemmer does not join. */
const PAIRS = `
  confirm admit acknowledge | deny denied denial denies dismiss refute contradict
  accept agree agreed | refuse reject decline
  support supported | oppose
  rise rose grow grew increase accelerate | fall fell shrink decrease slow
  resume continue | cease cancel
  allow permit | forbid forbade ban prohibit
  praise welcome approve | condemn criticise criticize denounce
  win won succeed | lose lost fail`
  .trim()
  .split(/\s*\n\s*/u)
  .map((row) => row.split(' | ').map((side) => new Set(side.split(' ').map(stem))));

export interface Contradiction {
  /** The question's word. */
  readonly said: string;
  /** The claims' word. */
  readonly told: string;
}

/** The words of a question of which the claims say the contrary, in their quotes or by their standing, and never the same. */
export function contradicted(
  question: Reading,
  claims: readonly Claim[],
  reader: Reader,
): readonly Contradiction[] {
  const told = claims.flatMap(({ quote, standing }) => reader.read(`${quote} ${standing}`).words);
  return question.words.flatMap((word) => {
    const opposite = oppositeOf(word);
    if (!opposite || told.some((other) => other.stem === word.stem)) return [];
    // "Did they deny or confirm it?" takes neither for granted.
    if (question.words.some(({ stem: s }) => opposite.has(s))) return [];
    const other = told.find(({ stem: s }) => opposite.has(s));
    return other ? [{ said: word.text, told: other.text }] : [];
  });
}

function oppositeOf({ stem: own }: Word): ReadonlySet<string> | undefined {
  for (const [one, other] of PAIRS) {
    if (one?.has(own)) return other;
    if (other?.has(own)) return one;
  }
  return undefined;
}
