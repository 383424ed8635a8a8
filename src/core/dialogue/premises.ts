/** Sets right what a question takes for granted and the report does not say: a figure, a name, another speaker, the contrary. */
import type { Reader, Reading } from '../language/reader.ts';
import type { Claim, Report } from '../report.ts';
import { contradicted } from './contraries.ts';
import { displayedFigure, figuresIn } from './figures.ts';

export interface Premises {
  /** What to say before an answer that rests on these claims; nothing when the question takes nothing wrong for granted. */
  remarks(question: Reading, claims: readonly Claim[]): readonly string[];
  /** A remark on each person and organisation of a question that the report does not mention. */
  unmentioned(question: Reading): readonly string[];
}

/** Names of these kinds are set right; places and groups are part of most questions and seldom their point. */
const CHECKED_KINDS = new Set(['person', 'organisation']);
/** Smaller numbers count things of the question ("both", "two reports") more often than of the report. */
const LEAST_FIGURE = 10;
/** Names up to this length are abbreviations. */
const ABBREVIATION_LENGTH = 4;

export function createPremises(report: Report, claims: readonly Claim[], reader: Reader): Premises {
  const texts = [
    report.title,
    report.credits ?? '',
    ...report.passages.map((passage) => passage.text),
    ...claims.flatMap(({ speaker = '', role = '', outlet = '' }) => [speaker, role, outlet]),
  ];
  const readings = texts.map((text) => reader.read(text));
  const known = new Set(readings.flatMap(({ terms }) => terms.map(({ term }) => term)));
  const stems = new Set(readings.flatMap(({ words }) => words.map((word) => word.stem)));
  const isMentioned = (name: string) => reader.read(name).words.every((word) => stems.has(word.stem));
  /** Speakers and outlets by the lexicon's terms for them. */
  const voices = new Map(
    claims
      .flatMap(({ speaker = '', outlet = '' }) => [speaker, outlet])
      .flatMap((voice) => termsIn(voice, reader).map((term) => [term, voice] as const)),
  );
  const textOf = (line: number) => report.passages[line - 1]?.text ?? '';
  const numbersIn = (text: string) => reader.read(text).words.map((word) => Number(word.text));

  const unmentioned = (question: Reading) => {
    const names = question.terms.filter(
      (t) => CHECKED_KINDS.has(t.kind) && !known.has(t.term) && !isMentioned(t.term),
    );
    return [...new Set(names.map(({ term }) => `The report does not mention ${displayed(term)}.`))];
  };

  return {
    unmentioned,
    remarks(question, answered) {
      const given = new Set([
        ...answered.flatMap((claim) => numbersIn(textOf(claim.passage))),
        ...numbersIn(report.date.replaceAll('-', ' ')),
      ]);
      const figures = question.words
        .filter((word) => word.term === undefined && /^\d+$/u.test(word.text))
        .map((word) => Number(word.text))
        .filter((figure) => figure >= LEAST_FIGURE && !given.has(figure));
      const near = answered.flatMap((claim) => [
        textOf(claim.passage),
        claim.speaker ?? '',
        claim.outlet ?? '',
      ]);
      const named = new Set(near.flatMap((text) => termsIn(text, reader)));
      const elsewhere = question.terms.flatMap(({ term, kind }) =>
        CHECKED_KINDS.has(kind) && !named.has(term) ? (voices.get(term) ?? []) : [],
      );
      return [
        ...[...new Set(figures)].map((figure) => aboutFigure(figure, claims)),
        ...unmentioned(question),
        ...[...new Set(elsewhere)].map((voice) => `For this the report does not name ${voice}.`),
        ...contradicted(question, answered, reader).map(
          ({ said, told }) => `The report does not say "${said}" here, but "${told}".`,
        ),
      ];
    },
  };
}

function termsIn(text: string, reader: Reader): readonly string[] {
  return reader.read(text).terms.map((found) => found.term);
}

function aboutFigure(figure: number, claims: readonly Claim[]): string {
  const shown = displayedFigure(figure);
  const other = claims.find((claim) => figuresIn([claim]).includes(figure));
  return other === undefined
    ? `The report does not give the figure ${shown}.`
    : `The report gives ${shown} for something else: “${other.quote}” (line ${other.passage}).`;
}

function displayed(name: string): string {
  return name.length <= ABBREVIATION_LENGTH
    ? name.toUpperCase()
    : name.replace(/(?<![\p{L}'])\p{L}/gu, (letter) => letter.toUpperCase());
}
