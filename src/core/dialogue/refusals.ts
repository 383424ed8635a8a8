/** Tells why a question cannot be answered that nothing in the report fits: it asks about later, or for an opinion. */
import type { Reading, Word } from '../language/reader.ts';

/** Years are looked for between these. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

const phrases = (rows: string) =>
  rows
    .trim()
    .split(/\s*,\s*/u)
    .map((row) => row.split(' '));

const LATER = phrases(
  `now, today, nowadays, still, latest, newest, current, currently, anymore, any more, meanwhile, since then,
  after that, afterwards, these days, update, updates, tomorrow`,
);
const OPINION = phrases(
  `you think, you believe, your opinion, your view, your thoughts, opinion, should i, should we, should they, should he,
  should one, would you, do you like, recommend, advice, advise, good or bad, right or wrong, good idea, morally, ethical, fair,
  justified, evil, best, worst, will they, will he, will she, will it, will we, going to happen, will happen, will win,
  who will, predict, prediction, likely`,
);

/** `later`: after the report's date; `opinion`: an opinion, advice or a prediction; undefined when it is neither. */
export function refusedFor({ words }: Reading, reportDate: string): 'later' | 'opinion' | undefined {
  if (OPINION.some((phrase) => has(words, phrase)) || words[0]?.text === 'will') return 'opinion';
  const year = Number(reportDate.slice(0, 4));
  const asksLaterYear = words.some(({ text }) => /^\d{4}$/u.test(text) && isLater(Number(text), year));
  return asksLaterYear || LATER.some((phrase) => has(words, phrase)) ? 'later' : undefined;
}

function isLater(year: number, than: number): boolean {
  return year > than && year >= FIRST_YEAR && year <= LAST_YEAR;
}

function has(words: readonly Word[], phrase: readonly string[]): boolean {
  return words.some((_, i) => phrase.every((text, j) => words[i + j]?.text === text));
}
