/** The words every platform says around the replies: how a citation reads, labels, and what to say when it goes wrong. */
import type { Catalogue } from '../core/catalogue.ts';
import type { IndexName } from '../core/intent.ts';
import type { Citation, Passage, Report } from '../core/report.ts';
import type { Refusal } from './intake.ts';
import { type Keeping, whatIsKept } from './privacy.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** "8 March 2022"; the date as it is when it is not an ISO 8601 calendar date. */
export function readableDate(iso: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name ? `${Number(day)} ${name} ${year}` : iso;
}

/** "As of 8 March 2022": under everything that comes from the report. */
export function reportDateLine(report: Report): string {
  return `As of ${readableDate(report.date)}`;
}

/** "[1]": the same in the text and before its source. */
export function footnoteMark(number: number): string {
  return `[${number}]`;
}

/** The quote in quotation marks, unless it brings its own around the whole. */
export function quoted(quote: string): string {
  const bringsItsOwn = /^["“][^"“”]*["”]$/u.test(quote);
  return bringsItsOwn ? quote : `“${quote}”`;
}

/** "John Kirby, Pentagon spokesman, via CBS · quoted · line 7 · Monday, 7 March". */
export function citationLine({ speaker, role, outlet, standing, passage, date }: Citation): string {
  const who = [speaker, role, outlet && `via ${outlet}`].filter(Boolean).join(', ');
  return [who, standing, `line ${passage}`, date].filter(Boolean).join(' · ');
}

/** "Line 7", before a passage shown on its own. */
export function passageLabel({ line }: Pick<Passage, 'line'>): string {
  return `Line ${line}`;
}

export const LABELS = {
  sources: 'Sources',
  related: 'Related questions',
  context: 'Show in context',
  share: 'Share',
  helpful: 'Helpful',
  notHelpful: 'Not helpful',
  readOn: 'Read on',
  openReport: 'Open the report',
  topics: 'What the report answers',
  choose: 'Choose a question',
  privacy: 'What I keep',
  forgetMe: 'Forget me',
} as const;

/** The heading of each short list. */
export const INDEX_TITLES: Readonly<Record<IndexName, string>> = {
  people: 'People in the report',
  numbers: 'Numbers in the report',
  timeline: 'Timeline of the report',
};

export const WORDING = {
  /** Above passages shown where they stand. */
  context: 'Where this stands in the report, word for word:',
  /** Above the answer of a button made from an older pack. */
  stale: 'The answers have been updated since that message. This is the current answer.',
  /** For a button whose question no longer exists. */
  gone: 'The answers have been updated since that message, and this question is no longer among them.',
  /** For a button that cannot be read. */
  unknownButton: 'This button no longer works. Please ask again.',
  emptyIndex: 'The report has nothing for this list.',
  noPassage: 'The report has no such passage.',
  thanks: 'Thank you. Your feedback was noted; who gave it was not.',
  /** When something failed that the reader cannot mend. */
  failed: 'Something went wrong here, and it was noted. Please try again.',
  /** When the bot may not write where it was asked; sent by the one way left. */
  noPermission:
    'I am not allowed to write in that channel. Please ask somebody who manages it to let me send messages, or ask me here.',
  /** Before an answer that shows only the first part. */
  shortened: 'This answer goes on.',
  sharedBy: 'Shared from a private answer.',
} as const;

/** What to say instead of an answer. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'wait': {
      const when = `in ${readableWait(refusal.seconds)}`;
      return refusal.who === 'user'
        ? `You have asked a lot in a short time. I am glad to go on ${when}.`
        : `A lot was asked here in a short time. I am glad to go on ${when}.`;
    }
    case 'full':
      return 'More is asked of me right now than I can answer. Please ask again in a moment.';
    case 'away':
      return 'I cannot look that up just now. Please ask again in a minute.';
  }
}

/** Above this, minutes say it better than seconds. */
const MAX_SECONDS_SHOWN = 90;

function readableWait(seconds: number): string {
  const [count, unit] =
    seconds <= MAX_SECONDS_SHOWN
      ? [Math.max(1, Math.ceil(seconds)), 'second']
      : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

export interface Ways {
  /** How to ask here, one sentence each, in the platform's own words. */
  readonly ways: readonly string[];
}

/** The help text, one paragraph an item. */
export function helpText({ report }: Catalogue, { ways }: Ways): readonly string[] {
  return [
    `I answer questions about “${report.title}” (${readableDate(report.date)}), with a quote from the report behind every sentence. When the report does not say, I say so.`,
    ...ways,
  ];
}

/** What the report is and what the bot keeps, one paragraph an item. */
export function aboutText(catalogue: Catalogue, keeping?: Keeping): readonly string[] {
  const { report, groups, version } = catalogue;
  const questions = groups.reduce((sum, group) => sum + group.options.length, 0);
  return [
    `“${report.title}”, ${readableDate(report.date)}.${report.credits ? ` ${report.credits}.` : ''}`,
    `${questions} questions answered by people from ${report.passages.length} lines of the report; pack ${version}.`,
    whatIsKept(keeping),
  ];
}
