/**
 * Reply -> message, pure. Components V2 rather than embeds: full-size text that screen readers read in order, as wide as
 * the window, not hidden by "Show embeds" and free of the Embed Links permission. The limits are in `limits.ts`.
 */
import type { APIButtonComponent } from 'discord.js';
import type { Catalogue } from '../../core/catalogue.ts';
import type { CitedStatement, CuratedAnswer, Footnote, Option, Reply } from '../../core/reply.ts';
import type { Citation, Report } from '../../core/report.ts';
import { shorten } from '../shorten.ts';
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
  button,
  buttonRows,
  composeMessage,
  type DiscordMessage,
  type Layout,
  linkButton,
  optionRows,
  type Part,
  separator,
  text,
} from './components.ts';
import { escapeText, escapeWithin } from './escape.ts';
import { LIMITS, MAX_ANSWERS, MAX_RELATED, SHARES } from './limits.ts';

/** 0xRRGGBB of the bar beside a message; the text never relies on it. */
export const ACCENTS = { answer: 0x2f6f9f, verbatim: 0xb8860b, plain: 0x6b7280 } as const;

/** How a reply is looked at. */
export interface View {
  readonly catalogue: Catalogue;
  /** Seen by one person only, who may share it. */
  readonly isPrivate: boolean;
  /** A line above the reply, in Footnote's words. */
  readonly notice?: string;
  /** What the reader asked, shown above when others see only the answer. */
  readonly asked?: string;
  /** The statement to go on from, an index from 0. */
  readonly from?: number;
}

/** The reply as a message within every limit. */
export function renderReply(reply: Reply, view: View): DiscordMessage {
  const version = view.catalogue.version;
  switch (reply.kind) {
    case 'answer':
      return answerMessage(reply.answers, view);
    case 'excerpt': {
      const intro = escapeWithin(reply.text, SHARES.intro);
      const content = [text(intro), ...excerptParts(reply.passages, intro.length)];
      const controls = [
        ...excerptButtons(reply.passages, version),
        ...optionRows(reply.options, version, LABELS.choose),
      ];
      return frame({ content, controls, accent: ACCENTS.verbatim }, view);
    }
    case 'disambiguation':
    case 'fallback':
    case 'smalltalk': {
      const content = [text(escapeWithin(reply.text, SHARES.intro))];
      const controls = optionRows(reply.options, version, LABELS.choose);
      return frame({ content, controls, accent: ACCENTS.plain }, view);
    }
  }
}

/** Puts what goes with every message around its content: notice and question above, the report's date below. */
export function frame({ content, ...rest }: Layout, view: View): DiscordMessage {
  return composeMessage({
    ...rest,
    content: [...above(view), ...content],
    footer: reportLine(view.catalogue.report),
  });
}

function above({ notice, asked }: View): Part[] {
  const lines = [
    ...(notice === undefined ? [] : [escapeWithin(notice, SHARES.asked)]),
    ...(asked === undefined ? [] : [`“${escapeWithin(asked, SHARES.asked)}”`]),
  ];
  return lines.length > 0 ? [text(lines.map((line) => `-# ${line}`).join('\n'))] : [];
}

function reportLine(report: Report): string {
  return `-# ${escapeText(reportDateLine(report))} · ${escapeWithin(report.title, SHARES.reportLine)}`;
}

/** Sets a line apart as a quotation. */
const QUOTE_MARK = '> ';

/** Text that `frame` adds around the parts, at most. */
const FRAME_SIZE = 2 * (SHARES.asked + 8) + SHARES.reportLine + 60;

function answerMessage(answers: readonly CuratedAnswer[], view: View): DiscordMessage {
  const shown = answers.slice(0, MAX_ANSWERS);
  const budget = Math.floor((LIMITS.text - FRAME_SIZE) / shown.length);
  const related: Option[] = [
    ...answers.slice(MAX_ANSWERS),
    ...shown.flatMap((a) => a.related).filter((o) => !shown.some((a) => a.intent === o.intent)),
  ];
  const distinct = related.filter((o, i) => related.findIndex((r) => r.intent === o.intent) === i);
  const options = optionRows(distinct.slice(0, MAX_RELATED), view.catalogue.version, LABELS.related);
  const url = shown.length === 1 ? view.catalogue.report.url : undefined;
  const blocks = shown.map((answer) => oneAnswer(answer, budget, view, url));
  const [only, ...others] = blocks;
  // One answer's buttons stand below everything; of several answers each keeps its buttons beside it.
  const layout =
    only && others.length === 0
      ? { content: only.content, controls: [...only.controls, ...options] }
      : {
          content: blocks.flatMap((b, i) => [...(i > 0 ? [separator()] : []), ...b.content, ...b.controls]),
          controls: options,
        };
  return frame({ ...layout, accent: ACCENTS.answer }, view);
}

interface Block {
  readonly content: readonly Part[];
  readonly controls: readonly Part[];
}

function oneAnswer(answer: CuratedAnswer, budget: number, view: View, url: string | undefined): Block {
  const { version } = view.catalogue;
  const heading = `### ${escapeWithin(answer.question, Math.min(SHARES.heading, budget / 4))}`;
  const rows = new Map(answer.footnotes.map((f) => [f.number, source(f)]));
  const sentence = (s: CitedStatement) => {
    const marks = s.footnotes.map(footnoteMark).join('');
    return `${escapeWithin(s.text, Math.min(SHARES.statement, budget / 2))} ${marks}`.trimEnd();
  };
  const size = (s: CitedStatement, before: readonly CitedStatement[]) => {
    const known = new Set(before.flatMap((other) => other.footnotes));
    const sources = [...new Set(s.footnotes)]
      .filter((n) => !known.has(n))
      .map((n) => rows.get(n)?.length ?? 0);
    return sentence(s).length + 1 + sources.reduce((sum, length) => sum + length + 1, 0);
  };
  const room = budget - heading.length - LABELS.sources.length - WORDING.shortened.length - 20;
  const { shown, next } = shorten(answer.statements, room, size, view.from);
  const numbers = new Set(shown.flatMap((s) => s.footnotes));
  const sources = answer.footnotes.flatMap((f) => (numbers.has(f.number) ? (rows.get(f.number) ?? []) : []));
  const body = [
    heading,
    shown.map(sentence).join(' '),
    ...(next === undefined ? [] : [`-# ${WORDING.shortened}`]),
  ];
  const buttons = [
    ...answerButtons(answer.intent, version, next, view.isPrivate),
    ...(view.isPrivate ? [] : linkButton(url)),
  ];
  return {
    content: [
      text(body.join('\n')),
      ...(sources.length > 0 ? [text([`**${LABELS.sources}**`, ...sources].join('\n'))] : []),
    ],
    controls: buttonRows(buttons).slice(0, 1),
  };
}

function answerButtons(
  intent: string,
  version: string,
  next: number | undefined,
  isPrivate: boolean,
): APIButtonComponent[] {
  return [
    ...(next === undefined
      ? []
      : button(LABELS.readOn, { action: 'more', intent, version, at: next }, 'main')),
    ...button(LABELS.context, { action: 'context', intent, version }),
    ...(isPrivate ? button(LABELS.share, { action: 'share', intent, version }) : []),
    ...button(LABELS.helpful, { action: 'helpful', intent, version }),
    ...button(LABELS.notHelpful, { action: 'not-helpful', intent, version }),
  ];
}

function source({ number, citation }: Footnote): string {
  const quote = escapeWithin(quoted(citation.quote), SHARES.quote);
  return `${footnoteMark(number)} ${quote}\n-# ${escapeWithin(citationLine(citation), SHARES.citation)}`;
}

/** The quotes share what room the rest of the message leaves: whose words they are is never cut for them. */
function excerptParts(passages: readonly Citation[], introSize: number): Part[] {
  const shown = passages.slice(0, LIMITS.buttonsInRow);
  const below = shown.map((citation) => `\n-# ${escapeWithin(citationLine(citation), SHARES.citation)}`);
  const room = LIMITS.text - FRAME_SIZE - introSize - below.reduce((sum, { length }) => sum + length, 0);
  const share = Math.floor(room / shown.length) - QUOTE_MARK.length;
  return shown.map(({ quote }, i) => text(`${QUOTE_MARK}${escapeWithin(quoted(quote), share)}${below[i]}`));
}

function excerptButtons(passages: readonly Citation[], version: string): Part[] {
  const several = passages.length > 1;
  return buttonRows(
    passages.flatMap(({ passage }) =>
      button(several ? `${passageLabel({ line: passage })} in context` : LABELS.context, {
        action: 'context',
        intent: '',
        version,
        at: passage,
      }),
    ),
  ).slice(0, 1);
}
