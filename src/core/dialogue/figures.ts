/** Finds the figures that claims give, and "the other figure": another count of the same thing. */
import type { AnswerIntent } from '../intent.ts';
import type { QuestionType } from '../language/question.ts';
import type { Reading } from '../language/reader.ts';
import type { Claim } from '../report.ts';
import type { PackAnswers } from './answers.ts';
import type { Mentions } from './mentions.ts';
import { isName } from './phrase-index.ts';

/** A number with its thousands separators, as written in English. */
const FIGURE = /\d[\d,]*/gu;
/** Figures further apart than this count different things. */
const MAX_RATIO = 10;

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

/** A number as people write it: 2015, 16,000. */
export function displayedFigure(figure: number): string {
  return figure.toLocaleString('en-GB', { useGrouping: figure >= 10_000 });
}

export interface FigureOptions {
  /** The answer just given, and the question it was given to. */
  readonly last: AnswerIntent;
  readonly asked: Reading;
  readonly answers: PackAnswers;
  readonly mentions: Mentions;
  readonly typeOf: (intent: AnswerIntent) => QuestionType;
}

/** The answer with the higher, the lower or the other figure than the last one; undefined when there is only one figure. */
export function byFigure(
  act: 'higher' | 'lower' | 'other',
  { last, asked, answers, mentions, typeOf }: FigureOptions,
): AnswerIntent | undefined {
  const shown = figuresIn(answers.claimsOf(last));
  const figures = new Map<number, AnswerIntent>();
  for (const intent of [last, ...answers.all]) {
    const [figure, ...more] = figuresIn(answers.claimsOf(intent));
    if (figure === undefined || more.length > 0 || figures.has(figure)) continue;
    if (answers.relation(intent, last) !== 'none' && typeOf(intent) === typeOf(last))
      figures.set(figure, intent);
  }
  const comparable = [...figures.keys()].filter(
    (f) => Math.max(...shown, f) <= MAX_RATIO * Math.min(...shown, f),
  );
  if (comparable.length < 2) return undefined;
  /** How many of the names that were asked about its answer speaks of: where both figures were shown, those named one of them. */
  const named = (figure: number) => {
    const intent = figures.get(figure);
    return intent ? asked.words.filter((word) => isName(word) && mentions.speaksOf(intent, word)).length : 0;
  };
  const [other] = comparable
    .filter((f) => !(shown.length === 1 && shown[0] === f))
    .sort((a, b) => named(a) - named(b));
  const chosen = { higher: Math.max(...comparable), lower: Math.min(...comparable), other }[act];
  return chosen === undefined ? undefined : figures.get(chosen);
}
