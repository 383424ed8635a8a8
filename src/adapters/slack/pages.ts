/** What is shown apart from replies: lists, help, modals and the Home tab. */
import type { types } from '@slack/bolt';
import type { Catalogue } from '../../core/catalogue.ts';
import type { IndexName } from '../../core/intent.ts';
import type { CuratedAnswer } from '../../core/reply.ts';
import { passagesAround, type Report } from '../../core/report.ts';
import { type Privacy, privacyText, whatIsKept } from '../privacy.ts';
import { cutText, shorten } from '../shorten.ts';
import {
  aboutText,
  citationLine,
  footnoteMark,
  helpText,
  INDEX_TITLES,
  LABELS,
  passageLabel,
  reportDateLine,
  WORDING,
} from '../wording.ts';
import {
  actionButton,
  type Block,
  divider,
  header,
  menu,
  optionButtons,
  plain,
  reportLink,
  rows,
  type Span,
  smallPrint,
} from './blocks.ts';
import { LIMITS } from './limits.ts';
import { lengthOf, type Part, textPart, toBlocks, toText } from './parts.ts';
import type { SlackMessage } from './render.ts';

/** The shortcuts' `callback_id`s, as the manifest has them. */
export const SHORTCUTS = { global: 'ask_report', message: 'ask_report_about_message' } as const;

/** The `callback_id` of the modal that asks for a question. */
export const ASK_VIEW = 'footnote_ask';

/** Where the question stands in the submitted modal. */
export const QUESTION_BLOCK = 'question';
export const QUESTION_INPUT = 'text';

const MODAL_TITLE = 'Ask the report';

/** A short list, a button for each of its questions. */
export function renderIndex(name: IndexName, catalogue: Catalogue): SlackMessage {
  const options = catalogue.list(name);
  const title = textPart(INDEX_TITLES[name], { bold: true });
  const parts = options.length > 0 ? [title] : [title, textPart(WORDING.emptyIndex)];
  const buttons = optionButtons(options.slice(0, 2 * LIMITS.buttonsInRow), catalogue.version);
  return {
    text: toText([...parts, ...options.map(({ question }) => textPart(question))]),
    blocks: [...toBlocks(parts), ...rows(buttons), smallPrint(reportDateLine(catalogue.report))],
  };
}

/** Every question, a menu for each group. */
export function renderTopics(catalogue: Catalogue): SlackMessage {
  const title = textPart(LABELS.topics, { bold: true });
  const menus = catalogue.groups.flatMap(({ name, options }) => [
    ...toBlocks([textPart(cutText(name, LIMITS.header), { bold: true })]),
    ...menu(name, options, catalogue.version),
  ]);
  const lines = catalogue.groups.flatMap(({ name, options }) => [
    textPart(name),
    ...options.map(({ question }) => textPart(`• ${question}`)),
  ]);
  return {
    text: toText([title, ...lines]),
    blocks: [
      ...toBlocks([title]),
      ...menus.slice(0, LIMITS.blocksInMessage - 2),
      smallPrint(reportDateLine(catalogue.report)),
    ],
  };
}

const waysToAsk = (command: string) => [
  `Mention me in a channel, write to me directly, or type ${command} and your question to see the answer alone. In a thread I answered in, just go on asking.`,
  `${command} topics, ${command} people, ${command} numbers and ${command} timeline show what can be asked; ${command} privacy what I keep and how to be forgotten.`,
];

/** How to ask, and what is kept. */
export function renderHelp(catalogue: Catalogue, command: string, { keeping }: Privacy = {}): SlackMessage {
  const texts = [...helpText(catalogue, { ways: waysToAsk(command) }), whatIsKept(keeping)];
  const parts = texts.map((text) => textPart(text));
  return { text: toText(parts), blocks: [...toBlocks(parts), smallPrint(reportDateLine(catalogue.report))] };
}

/** What is kept and for how long, with a button to be forgotten when there is something to forget. */
export function renderPrivacy({ report, version }: Catalogue, { keeping, forget }: Privacy): SlackMessage {
  const title = textPart(LABELS.privacy, { bold: true });
  const parts = [title, ...privacyText(keeping).map((text) => textPart(text))];
  const buttons = forget ? actionButton({ action: 'forget', intent: '', version }, LABELS.forgetMe) : [];
  return {
    text: toText(parts),
    blocks: [...toBlocks(parts), ...rows(buttons), smallPrint(reportDateLine(report))],
  };
}

function modal(blocks: readonly Block[], more: Partial<types.ModalView> = {}): types.ModalView {
  return {
    type: 'modal',
    title: plain(MODAL_TITLE, LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalButton),
    blocks: blocks.slice(0, LIMITS.blocksInView),
    ...more,
  };
}

/** A message in a modal. */
export function renderModal({ blocks }: SlackMessage): types.ModalView {
  return modal(blocks);
}

/** The modal that asks for a question, with `utterance` to start from. */
export function renderAskModal(catalogue: Catalogue, utterance: string): types.ModalView {
  const initial = cutText(utterance, LIMITS.inputText).trim();
  return modal(
    [
      {
        type: 'input',
        block_id: QUESTION_BLOCK,
        label: plain('Your question', LIMITS.header),
        hint: plain(`About “${catalogue.report.title}”. Reword it if you like.`, LIMITS.header),
        element: {
          type: 'plain_text_input',
          action_id: QUESTION_INPUT,
          multiline: true,
          max_length: LIMITS.inputText,
          ...(initial !== '' && { initial_value: initial }),
        },
      },
    ],
    { callback_id: ASK_VIEW, submit: plain('Ask', LIMITS.modalButton) },
  );
}

/** An answer's quotes where they stand in the report, marked bold. */
export function renderContext(report: Report, answer: CuratedAnswer, notice?: string): types.ModalView {
  const sources = answer.footnotes.map(({ number, citation }) => [
    textPart(`${footnoteMark(number)} ${citationLine(citation)}`, { italic: true }),
    ...passagesAround(report, citation.passage).map(({ line, text }) =>
      passagePart(line, text, line === citation.passage ? citation : undefined),
    ),
  ]);
  return contextModal(report, sources, notice);
}

/** A passage where it stands in the report, marked bold. */
export function renderPassageContext(report: Report, line: number, notice?: string): types.ModalView {
  const passages = passagesAround(report, line).map((p) =>
    passagePart(p.line, p.text, p.line === line ? { quote: p.text, offset: 0 } : undefined),
  );
  return contextModal(report, passages.length > 0 ? [passages] : [[textPart(WORDING.noPassage)]], notice);
}

function contextModal(
  report: Report,
  sources: readonly (readonly Part[])[],
  notice: string | undefined,
): types.ModalView {
  const { shown } = shorten(sources, LIMITS.messageText, (parts) =>
    parts.reduce((sum, p) => sum + lengthOf(p), 0),
  );
  return modal([
    ...toBlocks([
      ...(notice === undefined ? [] : [textPart(notice, { italic: true })]),
      textPart(WORDING.context, { bold: true }),
    ]),
    ...shown.flatMap((parts) => toBlocks(parts)),
    ...rows(reportLink(report.url)),
    smallPrint(`${reportDateLine(report)} · ${report.title}`),
  ]);
}

function passagePart(
  line: number,
  text: string,
  marked?: { readonly quote: string; readonly offset: number },
): Part {
  const label: Span = { text: `${passageLabel({ line })}: `, italic: true };
  if (!marked || marked.offset < 0) return { quote: true, spans: [label, { text }] };
  const end = marked.offset + marked.quote.length;
  return {
    quote: true,
    spans: [
      label,
      { text: text.slice(0, marked.offset) },
      { text: text.slice(marked.offset, end), bold: true },
      { text: text.slice(end) },
    ],
  };
}

/** The Home tab: the report, its date, what can be asked by group, and what is kept. */
export function renderHome(catalogue: Catalogue, command: string, { keeping }: Privacy = {}): types.HomeView {
  const { report, groups, version } = catalogue;
  const help = helpText(catalogue, { ways: waysToAsk(command) }).map((text) => textPart(text));
  const end = [divider(), ...toBlocks(aboutText(catalogue, keeping).map((text) => textPart(text)))];
  const start = [
    header(report.title),
    smallPrint([reportDateLine(report), report.credits].filter(Boolean).join(' · ')),
    ...toBlocks(help),
    ...rows(reportLink(report.url)),
    divider(),
  ];
  // Buttons show every question at a glance; menus take over where there are too many.
  const questions = groups.flatMap(({ name, options }) => [
    ...toBlocks([textPart(cutText(name, LIMITS.header), { bold: true })]),
    ...(options.length > LIMITS.buttonsInRow
      ? menu(name, options, version)
      : rows(optionButtons(options, version))),
  ]);
  const room = LIMITS.blocksInView - start.length - end.length;
  return { type: 'home', blocks: [...start, ...questions.slice(0, room), ...end] };
}

/** Questions to start with, for the agent's pane. */
export function renderPrompts({ groups, report }: Catalogue): {
  readonly title: string;
  readonly prompts: { title: string; message: string }[];
} {
  // One of each group, then the next of each, so that they show the breadth of the report.
  const depth = Math.max(0, ...groups.map(({ options }) => options.length));
  const spread = Array.from({ length: depth }, (_, i) =>
    groups.flatMap(({ options }) => options[i] ?? []),
  ).flat();
  return {
    title: cutText(`Ask about “${report.title}”`, LIMITS.header),
    prompts: spread.slice(0, LIMITS.suggestedPrompts).map(({ question }) => ({
      title: cutText(question, LIMITS.promptTitle),
      message: question,
    })),
  };
}
