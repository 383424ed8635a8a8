/** Finds the figures that claims give, so that "the higher one" and "the other figure" can be told apart. */
import type { Claim } from '../report.ts';

/** A number with its thousands separators, as written in English. */
const FIGURE = /\d[\d,]*/gu;

/** The figures in the quotes of claims, each once, in the order they stand. */
export function figuresIn(claims: readonly Claim[]): readonly number[] {
  return [
    ...new Set(
      claims.flatMap(({ quote }) =>
        [...quote.matchAll(FIGURE)].map(([text]) => Number(text.replace(/,/gu, ''))),
      ),
    ),
  ];
}
