/** Everything Discord shows that is not a reply: the report around a quote, lists, about, help and notices. Pure. */
import type { IndexName } from '../../core/intent.ts';
import type { CuratedAnswer } from '../../core/reply.ts';
import { type Passage, passagesAround } from '../../core/report.ts';
import { type Privacy, privacyText } from '../privacy.ts';
import { shorten } from '../shorten.ts';
import { aboutText, helpText, INDEX_TITLES, LABELS, passageLabel, WORDING } from '../wording.ts';
import {
  button,
  buttonRows,
  composeMessage,
  type DiscordMessage,
  linkButton,
  optionRows,
  selectRows,
  text,
} from './components.ts';
import { escapeText, escapeWithin } from './escape.ts';
import { LIMITS, MAX_LISTS, SHARES } from './limits.ts';
import { ACCENTS, frame, type View } from './render.ts';

/** Text left for passages once heading and frame are taken off. */
const PASSAGES_SIZE = LIMITS.text - 2 * SHARES.asked - SHARES.reportLine - 200;

/** The quotes of an answer where they stand in the report, in bold, each with the lines around it. */
export function renderContext(answer: CuratedAnswer, view: View): DiscordMessage {
  const { report, version } = view.catalogue;
  const quotes = new Map<number, string[]>();
  for (const { citation } of answer.footnotes) {
    quotes.set(citation.passage, [...(quotes.get(citation.passage) ?? []), citation.quote]);
  }
  const lines = new Set(
    [...quotes.keys()].flatMap((line) => passagesAround(report, line).map((p) => p.line)),
  );
  const passages = report.passages.filter((p) => lines.has(p.line));
  const share = view.isPrivate
    ? button(LABELS.share, { action: 'share', intent: answer.intent, version, at: 0 })
    : [];
  return contextPage(passages, (p) => quotes.get(p.line) ?? [], share, view);
}

/** One passage in bold with the lines around it; says so when the report has no such line. */
export function renderPassage(line: number, view: View): DiscordMessage {
  const { report, version } = view.catalogue;
  const passages = passagesAround(report, line);
  if (!passages.some((p) => p.line === line)) return renderNotice(WORDING.noPassage);
  const share = view.isPrivate
    ? button(LABELS.share, { action: 'share', intent: '', version, at: line })
    : [];
  return contextPage(passages, (p) => (p.line === line ? [p.text] : []), share, view);
}

function contextPage(
  passages: readonly Passage[],
  quotesOf: (passage: Passage) => readonly string[],
  buttons: ReturnType<typeof button>,
  view: View,
): DiscordMessage {
  const shown = passages.map((p) => `-# ${passageLabel(p)}\n${emphasise(p.text, quotesOf(p))}`);
  const { shown: fitting } = shorten(shown, PASSAGES_SIZE, (s) => s.length + 1);
  const content = [text(WORDING.context), text(fitting.join('\n'))];
  const controls = buttonRows([...buttons, ...linkButton(view.catalogue.report.url)]);
  return frame({ content, controls, accent: ACCENTS.verbatim }, view);
}

/** The passage escaped, with its longest quotes in bold; a quote inside another is bold already. */
function emphasise(passage: string, quotes: readonly string[]): string {
  const longestFirst = [...quotes].sort((a, b) => b.length - a.length);
  for (const quote of longestFirst) {
    const at = quote === '' ? -1 : passage.indexOf(quote);
    if (at < 0) continue;
    const others = quotes.filter((q) => q !== quote);
    const before = passage.slice(0, at);
    const after = passage.slice(at + quote.length);
    return [
      before && spaced(before, emphasise(before, others)),
      `**${escapeWithin(quote, SHARES.statement)}**`,
      after && spaced(after, emphasise(after, others)),
    ].join('');
  }
  return escapeWithin(passage, SHARES.statement);
}

/** Escaping trims; between quote and rest the blanks matter. */
function spaced(raw: string, escaped: string): string {
  return `${/^\s/u.test(raw) ? ' ' : ''}${escaped}${/\s$/u.test(raw) ? ' ' : ''}`;
}

/** What can be asked, a menu for each group, from the group at index `from` on. */
export function renderTopics(view: View): DiscordMessage {
  const { groups, version } = view.catalogue;
  const from = view.from ?? 0;
  const shown = groups.slice(from, from + MAX_LISTS);
  const next = from + MAX_LISTS < groups.length ? from + MAX_LISTS : undefined;
  const names = shown.map(({ name, options }) => `- ${escapeWithin(name, 150)} (${options.length})`);
  const content = [
    text(`### ${LABELS.topics}`),
    text(names.length > 0 ? names.join('\n') : WORDING.emptyIndex),
  ];
  const menus = shown.flatMap(({ name, options }, i) =>
    selectRows(options, version, name.trim() || `${i + 1}`),
  );
  const more =
    next === undefined
      ? []
      : buttonRows(button(LABELS.readOn, { action: 'more', intent: '', version, at: next }));
  return frame({ content, controls: [...more, ...menus], accent: ACCENTS.plain }, view);
}

/** One of the short lists. */
export function renderIndex(name: IndexName, view: View): DiscordMessage {
  const { catalogue } = view;
  const options = catalogue.list(name);
  const lines = options.map(({ question }) => `- ${escapeWithin(question, SHARES.heading)}`);
  const { shown } = shorten(lines, PASSAGES_SIZE, (line) => line.length + 1);
  const body = options.length === 0 ? WORDING.emptyIndex : shown.join('\n');
  const content = [text(`### ${INDEX_TITLES[name]}`), text(body)];
  const controls = optionRows(options, catalogue.version, LABELS.choose);
  return frame({ content, controls, accent: ACCENTS.plain }, view);
}

/** The report, the pack and what is kept. */
export function renderAbout(view: View, { keeping }: Privacy = {}): DiscordMessage {
  const { catalogue } = view;
  const content = aboutText(catalogue, keeping).map((paragraph) => text(escapeText(paragraph)));
  return frame(
    { content, controls: buttonRows(linkButton(catalogue.report.url)), accent: ACCENTS.plain },
    view,
  );
}

/** What is kept and for how long, with a button to be forgotten when there is something to forget. */
export function renderPrivacy(view: View, { keeping, forget }: Privacy): DiscordMessage {
  const { version } = view.catalogue;
  const content = [
    text(`### ${LABELS.privacy}`),
    ...privacyText(keeping).map((paragraph) => text(escapeText(paragraph))),
  ];
  const buttons = forget ? button(LABELS.forgetMe, { action: 'forget', intent: '', version }) : [];
  return frame({ content, controls: buttonRows(buttons), accent: ACCENTS.plain }, view);
}

const WAYS = [
  'Mention me with a question, reply to one of my messages, or write to me directly.',
  '/ask answers a question; with “private” only you see the answer. Questions are suggested as you type.',
  '/topics shows everything that can be asked; /people, /numbers and /timeline are short lists.',
  '/quote shows a passage of the report with what stands around it; /about tells what this is, and /privacy what I keep and how to be forgotten.',
  'Right-click or long-press a message, then Apps, then “Ask the report”, to put its words to me.',
];

/** How to ask, with questions to start from. */
export function renderHelp(view: View): DiscordMessage {
  const { catalogue } = view;
  const starters = catalogue.groups.flatMap((g) => g.options.slice(0, 1)).slice(0, LIMITS.buttonsInRow);
  const content = helpText(catalogue, { ways: WAYS }).map((paragraph) => text(escapeText(paragraph)));
  const controls = optionRows(starters, catalogue.version, LABELS.choose);
  return frame({ content, controls, accent: ACCENTS.plain }, view);
}

/** A sentence on its own. */
export function renderNotice(notice: string): DiscordMessage {
  return composeMessage({ content: [text(escapeText(notice))], accent: ACCENTS.plain });
}
