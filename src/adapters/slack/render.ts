/** From a reply to a Slack message. The platform's limits are in `limits.ts`. */
import type { Catalogue } from '../../core/catalogue.ts';
import type {
  CitedStatement,
  CuratedAnswer,
  ExcerptReply,
  Footnote,
  Option,
  Reply,
} from '../../core/reply.ts';
import { cutText, shorten } from '../shorten.ts';
import {
  citationLine,
  footnoteMark,
  LABELS,
  passageLabel,
  quoted,
  reportDateLine,
  WORDING,
} from '../wording.ts';
import {
  actionButton,
  type Block,
  feedbackButtons,
  optionButtons,
  reportLink,
  rows,
  smallPrint,
} from './blocks.ts';
import { LIMITS } from './limits.ts';
import { lengthOf, type Part, textPart, toBlocks, toText } from './parts.ts';

/** What is posted: blocks, and their plain twin for notifications and screen readers. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Where it is shown: to a channel, to one person in a channel, or in a modal, which can neither be shared nor rated. */
export type Surface = 'public' | 'private' | 'modal';

export interface RenderOptions {
  readonly catalogue: Catalogue;
  readonly surface: Surface;
  /** Said before the reply. */
  readonly notice?: string;
  /** Index of the first statement to show. */
  readonly from?: number;
}

/** More than this, and nobody reads them. */
const MAX_OPTIONS = 8;

/** Slack's own words for what `LABELS.share` says. */
export const SHARE_LABEL = 'Share in channel';

/** A quote this long is cut in the list of sources; in context it stands whole. */
const MAX_QUOTE_LENGTH = 1_200;
const MAX_CITATION_LENGTH = 400;
/** Room for what stands around the quotes of an excerpt, so that the plain twin, too, says whose words each is. */
const AROUND_EXCERPT = 400;

/** The message for a reply. */
export function renderReply(reply: Reply, options: RenderOptions): SlackMessage {
  const notice = options.notice === undefined ? [] : [{ spans: [{ text: options.notice, italic: true }] }];
  switch (reply.kind) {
    case 'answer':
      return renderAnswers(reply.answers, notice, options);
    case 'excerpt':
      return renderExcerpt(reply, notice, options);
    case 'disambiguation':
    case 'fallback':
    case 'smalltalk':
      return renderText([...notice, textPart(reply.text)], reply.options, options.catalogue);
  }
}

/** Parts of text with a button for each option. */
export function renderText(
  parts: readonly Part[],
  options: readonly Option[],
  { version }: Catalogue,
): SlackMessage {
  const buttons = optionButtons(options.slice(0, MAX_OPTIONS), version);
  return { text: toText(parts), blocks: [...toBlocks(parts), ...rows(buttons)] };
}

/** One paragraph as a message. */
export function renderNotice(text: string): SlackMessage {
  const parts = [textPart(text)];
  return { text: toText(parts), blocks: toBlocks(parts) };
}

function renderAnswers(
  answers: readonly CuratedAnswer[],
  notice: readonly Part[],
  options: RenderOptions,
): SlackMessage {
  const { catalogue } = options;
  const budget = Math.floor(LIMITS.messageText / answers.length);
  const rendered = answers.map((answer) => renderAnswer(answer, budget, answers.length > 1, options));
  const shown = new Set(answers.map(({ intent }) => intent));
  const related = answers.flatMap((answer) => answer.related).filter(({ intent }) => !shown.has(intent));
  const date = reportDateLine(catalogue.report);
  const buttons = [
    ...optionButtons(related.slice(0, MAX_OPTIONS), catalogue.version),
    ...reportLink(catalogue.report.url),
  ];
  const parts = [...notice, ...rendered.flatMap((r) => r.parts)];
  return {
    text: toText([...parts, textPart(date)]),
    blocks: [
      ...toBlocks(notice),
      ...rendered.flatMap((r) => r.blocks),
      ...(related.length > 0 ? [smallPrint(LABELS.related)] : []),
      ...rows(buttons),
      smallPrint(`${date} · ${catalogue.report.title}`),
    ],
  };
}

function renderAnswer(
  answer: CuratedAnswer,
  budget: number,
  titled: boolean,
  { catalogue: { version }, surface, from = 0 }: RenderOptions,
): { readonly parts: readonly Part[]; readonly blocks: readonly Block[] } {
  const { intent, question } = answer;
  const { shown, next } = shorten(
    answer.statements,
    budget,
    (statement, before) => {
      const known = new Set(before.flatMap((s) => s.footnotes));
      const sources = answer.footnotes.filter(
        ({ number }) => statement.footnotes.includes(number) && !known.has(number),
      );
      return [statementPart(statement), ...sources.map(sourcePart)].reduce((sum, p) => sum + lengthOf(p), 0);
    },
    // A stale button may point behind the end.
    from < answer.statements.length ? from : 0,
  );
  const used = new Set(shown.flatMap((s) => s.footnotes));
  const parts: Part[] = [
    ...(titled ? [{ spans: [{ text: cutText(question, LIMITS.header), bold: true }] }] : []),
    ...joined(shown),
    ...(next === undefined ? [] : [{ spans: [{ text: WORDING.shortened, italic: true }] }]),
    { spans: [{ text: LABELS.sources, bold: true }] },
    ...answer.footnotes.filter(({ number }) => used.has(number)).map(sourcePart),
  ];
  const buttons = [
    ...(next === undefined ? [] : actionButton({ action: 'more', intent, version, at: next }, LABELS.readOn)),
    ...actionButton({ action: 'context', intent, version }, LABELS.context),
    ...(surface === 'private' ? actionButton({ action: 'share', intent, version }, SHARE_LABEL) : []),
  ];
  const feedback = surface === 'modal' ? [] : feedbackButtons(intent, version);
  return { parts, blocks: [...toBlocks(parts), ...rows(buttons), ...feedback] };
}

function marksOf({ footnotes }: CitedStatement): string {
  return footnotes.map(footnoteMark).join('');
}

function statementPart(statement: CitedStatement): Part {
  const marks = marksOf(statement);
  return { spans: [{ text: `${cutText(statement.text, LIMITS.blockText - marks.length - 1)} ${marks}` }] };
}

/** Statements run on as one paragraph while they fit one block. */
function joined(statements: readonly CitedStatement[]): Part[] {
  const parts: Part[] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const { spans } of statements.map(statementPart)) {
    const text = spans.map((span) => span.text).join('');
    if (used + 1 + text.length > LIMITS.blockText) parts.push({ spans: [] });
    const last = parts.pop() ?? { spans: [] };
    const line = last.spans[0] ? `${last.spans[0].text} ${text}` : text;
    parts.push({ spans: [{ text: line }] });
    used = line.length;
  }
  return parts;
}

function sourcePart({ number, citation }: Footnote): Part {
  return {
    quote: true,
    spans: [
      { text: footnoteMark(number), bold: true },
      { text: ` ${quoted(cutText(citation.quote, MAX_QUOTE_LENGTH))}\n` },
      { text: cutText(citationLine(citation), MAX_CITATION_LENGTH), italic: true },
    ],
  };
}

function renderExcerpt(
  { text, passages, options }: ExcerptReply,
  notice: readonly Part[],
  { catalogue }: RenderOptions,
): SlackMessage {
  const share = Math.floor((LIMITS.plainText - AROUND_EXCERPT) / passages.length) - MAX_CITATION_LENGTH;
  const parts: Part[] = [
    ...notice,
    textPart(text),
    ...passages.slice(0, MAX_OPTIONS).map((citation) => ({
      quote: true,
      spans: [
        { text: `${quoted(cutText(citation.quote, Math.min(share, MAX_QUOTE_LENGTH)))}\n` },
        { text: cutText(citationLine(citation), MAX_CITATION_LENGTH), italic: true },
      ],
    })),
  ];
  const { version } = catalogue;
  const contexts = passages
    .slice(0, MAX_OPTIONS)
    .flatMap(({ passage }) =>
      actionButton(
        { action: 'context', intent: '', version, at: passage },
        passages.length === 1 ? LABELS.context : `${LABELS.context}: ${passageLabel({ line: passage })}`,
      ),
    );
  const date = reportDateLine(catalogue.report);
  return {
    text: toText([...parts, textPart(date)]),
    blocks: [
      ...toBlocks(parts),
      ...rows([...contexts, ...reportLink(catalogue.report.url)]),
      ...rows(optionButtons(options.slice(0, MAX_OPTIONS), version)),
      smallPrint(`${date} · ${catalogue.report.title}`),
    ],
  };
}
