/** `footnote export`: what is kept, one row for each question or verdict, as CSV or JSON. */
import { stringify } from 'csv-stringify/sync';
import type { QuestionRecord, Records, VerdictRecord } from '../store/records.ts';
import { write } from './output.ts';
import { NOTHING_KEPT, withRecords } from './records.ts';

export interface ExportOptions {
  readonly json: boolean;
  /** With the words of questions, as far as they are kept: redacted. */
  readonly questions: boolean;
  /** Verdicts on answers instead of questions. */
  readonly feedback: boolean;
  /** Only the latest days. */
  readonly days?: number;
}

type Row = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

const DAY_MS = 86_400_000;
const QUESTION_COLUMNS = [
  'at',
  'platform',
  'outcome',
  'reason',
  'intents',
  'confidence',
  'packVersion',
  'milliseconds',
] as const;
const VERDICT_COLUMNS = ['at', 'platform', 'intent', 'packVersion', 'helpful'] as const;

export async function runExport(options: ExportOptions): Promise<void> {
  const done = await withRecords(async (records) => {
    const columns = columnsOf(options);
    if (options.json) await writeJson(rowsOf(records, options));
    else await writeCsv(rowsOf(records, options), columns);
    return true;
  });
  // A program that reads the output is given none.
  if (done === undefined) await write(process.stderr, NOTHING_KEPT);
}

function columnsOf({ questions, feedback }: ExportOptions): readonly string[] {
  if (feedback) return VERDICT_COLUMNS;
  return questions ? [...QUESTION_COLUMNS, 'utterance'] : QUESTION_COLUMNS;
}

async function* rowsOf(
  records: Records,
  { feedback, questions, days }: ExportOptions,
): AsyncGenerator<readonly Row[]> {
  const from = days === undefined ? 0 : Date.now() - days * DAY_MS;
  if (feedback) {
    for await (const chunk of records.verdicts(from)) yield chunk.map(verdictRow);
  } else {
    for await (const chunk of records.questions(from)) {
      yield chunk.map((record) => questionRow(record, questions));
    }
  }
}

function questionRow({ utterance, at, ...record }: QuestionRecord, withWords: boolean): Row {
  return { at: new Date(at).toISOString(), ...record, ...(withWords && { utterance }) };
}

function verdictRow({ at, ...record }: VerdictRecord): Row {
  return { at: new Date(at).toISOString(), ...record };
}

async function writeCsv(chunks: AsyncIterable<readonly Row[]>, columns: readonly string[]): Promise<void> {
  const options = {
    columns: [...columns],
    // A cell that starts with = would be a formula to a spreadsheet, and people write what they like.
    escape_formulas: true,
    cast: {
      boolean: (value: boolean) => (value ? 'yes' : 'no'),
      object: (value: object) => (Array.isArray(value) ? value.join(' ') : JSON.stringify(value)),
    },
  };
  await write(process.stdout, stringify([], { ...options, header: true }));
  for await (const rows of chunks) await write(process.stdout, stringify([...rows], options));
}

async function writeJson(chunks: AsyncIterable<readonly Row[]>): Promise<void> {
  let before = '[';
  for await (const rows of chunks) {
    for (const row of rows) {
      await write(process.stdout, `${before}\n${JSON.stringify(row)}`);
      before = ',';
    }
  }
  await write(process.stdout, before === '[' ? '[]\n' : '\n]\n');
}
