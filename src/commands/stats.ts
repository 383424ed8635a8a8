/** `footnote stats`: the last weeks, with small bar charts. */
import type { IntentStatistics, Statistics, WeekStatistics } from '../store/statistics.ts';
import { columns, counted, percent, write } from './output.ts';
import { NOTHING_KEPT, withRecords } from './records.ts';

export interface StatsOptions {
  readonly weeks: number;
  readonly json: boolean;
}

/** Characters of the longest bar: with its labels it fits into 80 columns. */
const BAR = 30;
/** As many intents as anybody reads. */
const TOP = 10;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

export async function runStats({ weeks, json }: StatsOptions): Promise<void> {
  const statistics = await withRecords((records) => records.statistics(Date.now(), weeks));
  if (!statistics) return write(process.stdout, NOTHING_KEPT);
  const text = json ? JSON.stringify(statistics, null, 2) : statisticsLines(statistics).join('\n');
  await write(process.stdout, `${text}\n`);
}

/** What `stats` prints. */
export function statisticsLines(statistics: Statistics): readonly string[] {
  const { weeks, platforms, reasons, asked, missed, medianMilliseconds } = statistics;
  const total = totalOf(weeks);
  const questions = askedIn(total);
  const lines = [
    `${counted(questions, 'question')} in ${counted(weeks.length, 'week')}` +
      (platforms.length > 0
        ? ` (${platforms.map(({ platform, count }) => `${platform} ${count}`).join(', ')})`
        : ''),
  ];
  if (questions === 0) return [...lines, ...feedbackLines(total)];
  const most = Math.max(...weeks.map(askedIn));
  return [
    ...lines,
    '',
    ...columns([
      ['week from', 'asked', 'answered', 'refused', 'helpful', ''],
      ...weeks.map((week) => [
        new Date(week.from).toISOString().slice(0, 10),
        String(askedIn(week)),
        percent(week.answered, askedIn(week)),
        percent(week.refused, askedIn(week)),
        percent(week.helpful, week.helpful + week.notHelpful),
        bar(askedIn(week), most),
      ]),
    ]),
    '',
    'Outcomes',
    ...chart([
      ['answered', total.answered],
      ['asked back', total.disambiguated],
      ['passages shown', total.excerpts],
      ['refused', total.refused],
      ['small talk', total.smalltalk],
    ]),
    ...(reasons.length > 0
      ? ['', 'Refused because', ...chart(reasons.map(({ reason, count }) => [reason, count] as const))]
      : []),
    ...section('Asked most', asked),
    ...section('Missed most, by the nearest intent', missed),
    '',
    ...feedbackLines(total),
    ...(medianMilliseconds === undefined
      ? []
      : [`Half of the questions took ${medianMilliseconds.toFixed(1)} ms or less.`]),
  ];
}

function section(title: string, intents: readonly IntentStatistics[]): readonly string[] {
  if (intents.length === 0) return [];
  const shown = intents.slice(0, TOP);
  const most = shown[0]?.count ?? 0;
  const rows = shown.map(({ intent, count, helpful, notHelpful }) => [
    `  ${intent}`,
    String(count),
    bar(count, most),
    helpful + notHelpful === 0 ? '' : `${percent(helpful, helpful + notHelpful)} helpful`,
  ]);
  const left = intents.length - shown.length;
  return ['', title, ...columns(rows), ...(left > 0 ? [`  and ${counted(left, 'more', 'more')}`] : [])];
}

function chart(entries: readonly (readonly [string, number])[]): readonly string[] {
  const most = Math.max(...entries.map(([, count]) => count));
  return columns(entries.map(([name, count]) => [`  ${name}`, String(count), bar(count, most)]));
}

function feedbackLines({ helpful, notHelpful }: WeekStatistics): readonly string[] {
  const verdicts = helpful + notHelpful;
  return verdicts === 0
    ? ['Nobody has said whether an answer was helpful.']
    : [`${percent(helpful, verdicts)} of ${counted(verdicts, 'verdict')} say “helpful”.`];
}

/** A bar as long as its share of the most, to an eighth of a character; never nothing for something. */
export function bar(count: number, most: number): string {
  if (count <= 0 || most <= 0) return '';
  const eighths = Math.max(1, Math.round((8 * BAR * count) / most));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

function askedIn({ answered, disambiguated, excerpts, refused, smalltalk }: WeekStatistics): number {
  return answered + disambiguated + excerpts + refused + smalltalk;
}

function totalOf(weeks: readonly WeekStatistics[]): WeekStatistics {
  return weeks.reduce((sum, week) => ({
    from: sum.from,
    answered: sum.answered + week.answered,
    disambiguated: sum.disambiguated + week.disambiguated,
    excerpts: sum.excerpts + week.excerpts,
    refused: sum.refused + week.refused,
    smalltalk: sum.smalltalk + week.smalltalk,
    helpful: sum.helpful + week.helpful,
    notHelpful: sum.notHelpful + week.notHelpful,
  }));
}
