/** Reply -> text for a terminal: footnote numbers in the text, sources below, options by number. */
import type { Colors } from 'picocolors/types.js';
import type { Group } from '../../core/catalogue.ts';
import type { CuratedAnswer, Footnote, Option, Reply } from '../../core/reply.ts';
import type { Report } from '../../core/report.ts';
import { citationLine, footnoteMark, LABELS, quoted, reportDateLine } from '../wording.ts';
import { wrap } from './text.ts';

/** Longer lines tire the eye, however wide the terminal is. */
export const MAX_WIDTH = 100;
/** Narrower than this, a column for the footnote numbers no longer pays. */
export const MIN_WIDTH = 30;

export interface RenderOptions {
  readonly report: Report;
  /** Columns; `Infinity` leaves every paragraph on one line. */
  readonly width: number;
  readonly colours: Pick<Colors, 'bold' | 'dim' | 'cyan'>;
  /** Whether options are picked by their number; otherwise they are listed without. */
  readonly pick: boolean;
}

/** The reply as lines without line ends. */
export function renderReply(reply: Reply, options: RenderOptions): string[] {
  switch (reply.kind) {
    case 'answer':
      return renderAnswers(reply.answers, options);
    case 'excerpt':
      return paragraphs(
        wrap(reply.text, options.width),
        ...reply.passages.map((citation) => [
          ...indented(quoted(citation.quote), '  ', options),
          ...indented(citationLine(citation), '  ', options).map(options.colours.dim),
        ]),
        [options.colours.dim(reportDateLine(options.report))],
        renderOptions(reply.options, options),
      );
    case 'disambiguation':
    case 'fallback':
    case 'smalltalk':
      return paragraphs(
        reply.text.split('\n').flatMap((line) => wrap(line, options.width)),
        renderOptions(reply.options, options),
      );
  }
}

/** The options that `renderReply` numbers, in the order of their numbers. */
export function optionsOf(reply: Reply): readonly Option[] {
  if (reply.kind !== 'answer') return reply.options;
  const answered = new Set(reply.answers.map((a) => a.intent));
  const related = new Map(reply.answers.flatMap((a) => a.related.map((option) => [option.intent, option])));
  return [...related.values()].filter((option) => !answered.has(option.intent));
}

/** Questions under each other, numbered when they can be picked, from `first` on. */
export function renderOptions(
  list: readonly Option[],
  { width, pick, colours }: RenderOptions,
  first = 1,
  last = list.length,
): string[] {
  const digits = String(last).length;
  return list.flatMap(({ question }, i) => {
    const mark = pick ? `  ${String(first + i).padStart(digits)}  ` : '  – ';
    const [line = '', ...rest] = wrap(question, width, { first: mark, rest: ' '.repeat(mark.length) });
    return [`${pick ? colours.cyan(mark) : mark}${line.slice(mark.length)}`, ...rest];
  });
}

/** Questions under the headings of their groups, numbered through. */
export function renderGroups(groups: readonly Group[], options: RenderOptions): string[] {
  const last = groups.reduce((sum, group) => sum + group.options.length, 0);
  let first = 1;
  return paragraphs(
    ...groups.map((group) => {
      const lines = renderOptions(group.options, options, first, last);
      first += group.options.length;
      return [...heading(group.name, options), ...lines];
    }),
  );
}

/** Paragraphs with an empty line between them; those without lines are left out. */
export function paragraphs(...parts: readonly (readonly string[])[]): string[] {
  return parts.filter((part) => part.length > 0).flatMap((part, i) => (i === 0 ? part : ['', ...part]));
}

function renderAnswers(answers: readonly CuratedAnswer[], options: RenderOptions): string[] {
  const { colours, report } = options;
  const related = optionsOf({
    kind: 'answer',
    answers: answers as readonly [CuratedAnswer, ...CuratedAnswer[]],
  });
  return paragraphs(
    ...answers.flatMap((answer) => [
      // One answer speaks for itself; of several, each says which question it is to.
      answers.length > 1 ? heading(answer.question, options) : [],
      answer.statements.flatMap(({ text, footnotes }) =>
        wrap(`${text} ${footnotes.map(footnoteMark).join('')}`, options.width),
      ),
      answer.footnotes.flatMap((footnote) => renderFootnote(footnote, options)),
    ]),
    [colours.dim(reportDateLine(report))],
    related.length > 0 ? [colours.bold(LABELS.related), ...renderOptions(related, options)] : [],
  );
}

function renderFootnote({ number, citation }: Footnote, options: RenderOptions): string[] {
  const mark = `  ${footnoteMark(number)} `;
  const rest = ' '.repeat(mark.length);
  const [first = '', ...more] = wrap(quoted(citation.quote), options.width, { first: mark, rest });
  return [
    `${options.colours.cyan(mark)}${first.slice(mark.length)}`,
    ...more,
    ...indented(citationLine(citation), rest, options).map(options.colours.dim),
  ];
}

function indented(text: string, indent: string, { width }: RenderOptions): string[] {
  return wrap(text, width, { first: indent, rest: indent });
}

/** The width to render for a terminal of so many columns; without a terminal, lines stay whole, as `grep` likes them. */
export function widthFor(columns: number | undefined): number {
  return columns === undefined ? Number.POSITIVE_INFINITY : Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, columns));
}

/** A heading, emphasised where there are colours. */
export function heading(text: string, { width, colours }: RenderOptions): string[] {
  return wrap(text, width).map(colours.bold);
}
