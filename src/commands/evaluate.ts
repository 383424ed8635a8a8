/** `footnote evaluate`: asks the test utterances, or labelled files, and prints how well they were answered. */
import { readFile, writeFile } from 'node:fs/promises';
import { printable } from '../adapters/terminal/text.ts';
import { loadDialogues, loadHeldOut } from '../content/load.ts';
import type { Pack } from '../core/pack.ts';
import { type Certificate, certificateLines, certify } from './certificate.ts';
import { dialogueLines, evaluateDialogues } from './dialogue-evaluation.ts';
import {
  type Evaluation,
  EXPECTATIONS,
  type Expectation,
  evaluate,
  inTurn,
  type LabelledQuestion,
  testQuestions,
} from './evaluation.ts';
import { evaluationPage } from './evaluation-page.ts';
import { CommandFailure } from './failure.ts';
import { type OpenedPack, openPack } from './open-pack.ts';
import { columns, percent, write } from './output.ts';
import type { Judged } from './reliability.ts';
import { whyLines } from './why.ts';

export interface EvaluateOptions {
  readonly pack: string;
  readonly json: boolean;
  /** Whether to fail when there may be more wrong answers than the pack allows. */
  readonly certify: boolean;
  /** Share of wrong answers that the certificate allows, 0 to 1; the pack's `maxWrong` when absent. */
  readonly atMost?: number;
  /** Whether to ask the held-out utterances as well. */
  readonly all: boolean;
  /** Where to write the page; none when absent. */
  readonly html?: string;
}

export async function runEvaluate(
  files: readonly string[],
  { pack: dir, json, certify: certifying, atMost, all: everything, html }: EvaluateOptions,
): Promise<void> {
  const opened = await openPack(dir);
  const { pack, responder } = opened;
  const questions =
    files.length > 0
      ? await readLabelled(files, pack)
      : testQuestions(pack, everything ? loadHeldOut(dir) : {});
  const evaluation = await evaluate(questions, responder, pack.intents);
  const certificate = certify(evaluation, atMost ?? pack.settings.maxWrong);
  if (html !== undefined) await writePage(html, questions, evaluation, certificate, opened);
  const told = files.length > 0 ? [] : loadDialogues(dir);
  const dialogues = told.length > 0 && (await evaluateDialogues(told, opened));
  const { all: _, ...report } = evaluation;
  const lines = [
    ...evaluationLines(evaluation),
    ...(dialogues ? ['', ...dialogueLines(dialogues)] : []),
    ...(certifying ? ['', ...certificateLines(certificate)] : []),
  ];
  const text = json
    ? JSON.stringify(
        { ...report, ...(dialogues && { dialogues }), ...(certifying && { certificate }) },
        null,
        2,
      )
    : lines.join('\n');
  await write(process.stdout, `${text}\n`);
  if (certifying && !certificate.holds) {
    throw new CommandFailure(
      `Cannot certify the pack: up to ${percent(certificate.bound, 1)} of questions may be answered wrongly, and it allows ${percent(certificate.target, 1)}. ` +
        'Add training phrases or gaps where the confusions are, more test utterances when there are few, or raise "maxWrong" in data/report.yaml.',
    );
  }
}

async function writePage(
  file: string,
  questions: readonly LabelledQuestion[],
  evaluation: Evaluation,
  certificate: Certificate,
  { pack, responder }: OpenedPack,
): Promise<void> {
  const why = new Map(
    await inTurn(evaluation.misses, async ({ utterance }) => {
      return [utterance, whyLines(await responder.explain(utterance))] as const;
    }),
  );
  const page = evaluationPage({
    title: pack.report.title,
    evaluation,
    judged: await inTurn(questions, (question) => judgeBest(question, pack, responder)),
    certificate,
    whyOf: (utterance) => why.get(utterance) ?? [],
  });
  try {
    await writeFile(file, page);
  } catch (error) {
    throw new CommandFailure(
      `Cannot write "${file}": ${error instanceof Error ? error.message : error}. Name a file in a folder that can be written.`,
    );
  }
}

/** The best candidate that is no gap, whatever was decided. */
async function judgeBest(
  { utterance, intent }: LabelledQuestion,
  { intents }: Pack,
  { explain }: OpenedPack['responder'],
): Promise<Judged> {
  const gaps = new Set(intents.filter(({ kind }) => kind === 'gap').map(({ id }) => id));
  const best = (await explain(utterance)).match.candidates.find((candidate) => !gaps.has(candidate.intent));
  return { confidence: best?.confidence ?? 0, right: best !== undefined && best.intent === intent };
}

/** Reads `{"q", "intent"}` lines; rejects with all that is wrong with them. */
async function readLabelled(
  files: readonly string[],
  { intents }: Pack,
): Promise<readonly LabelledQuestion[]> {
  const known = new Set(intents.map(({ id }) => id));
  const questions: LabelledQuestion[] = [];
  const problems: string[] = [];
  for (const file of files) {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      throw new CommandFailure(
        `Cannot read "${file}": ${error instanceof Error ? error.message : error}. Name a file of labelled questions.`,
      );
    }
    for (const [index, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue;
      const question = parseLabelled(line, known);
      if (typeof question === 'string') problems.push(`${file}:${index + 1}: ${question}`);
      else questions.push(question);
    }
  }
  if (problems.length > 0) throw new CommandFailure(problems.join('\n'));
  if (questions.length === 0)
    throw new CommandFailure(
      `Cannot evaluate: ${files.join(', ')} has no questions. Write {"q": …, "intent": …} lines.`,
    );
  return questions;
}

/** The labelled question of a line, or what is wrong with it. */
export function parseLabelled(line: string, known: ReadonlySet<string>): LabelledQuestion | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return `Cannot read the line as JSON: ${error instanceof Error ? error.message : error}. Write {"q": …, "intent": …}.`;
  }
  const { q, intent, passages } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  if (typeof q !== 'string') return 'Cannot use the line: it has no text "q". Write {"q": …, "intent": …}.';
  if (passages !== undefined) {
    if (!Array.isArray(passages) || !passages.every((line) => Number.isInteger(line) && line > 0))
      return 'Cannot use the line: "passages" is not a list of line numbers. Write an empty list when there is nothing to answer.';
    const [first, ...others]: number[] = passages;
    return { utterance: q, intent: null, ...(first !== undefined && { passages: [first, ...others] }) };
  }
  if (intent !== null && typeof intent !== 'string') {
    return 'Cannot use the line: "intent" is neither an id nor null. Write null when there is nothing to answer.';
  }
  if (intent !== null && !known.has(intent)) {
    return `Cannot use the intent "${intent}": the pack has none of that id. "footnote intents" lists them.`;
  }
  return { utterance: q, intent };
}

const NAMES: Readonly<Record<Expectation, string>> = {
  answer: 'questions with an answer',
  gap: 'gaps of the report',
  smalltalk: 'small talk',
  nothing: 'out of scope',
};

/** The evaluation for a person, without line ends. */
export function evaluationLines({ tallies, falseAnswers, confusions, misses }: Evaluation): string[] {
  const shown = EXPECTATIONS.filter((expectation) => tallies[expectation].questions > 0);
  return [
    ...columns([
      ['', 'asked', 'hit', 'in sight', 'wrong', 'denied', 'missed'],
      ...shown.map((expectation) => {
        const { questions, hits, offered, wrong, denied, missed } = tallies[expectation];
        return [
          NAMES[expectation],
          String(questions).padStart('asked'.length),
          ...[hits, offered, wrong, denied, missed].map((count) =>
            percent(count, questions).padStart('100.0%'.length),
          ),
        ];
      }),
    ]),
    '',
    `False answers, of questions that have none: ${falseAnswers.answered} of ${falseAnswers.questions} (${percent(falseAnswers.answered, falseAnswers.questions)}).`,
    ...section(
      'Confusions',
      columns(
        confusions.map(({ expected, got, count }) => [String(count).padStart(3), `${expected} -> ${got}`]),
      ),
    ),
    ...section(
      'Misses, one by one',
      misses.map(
        ({ utterance, expected, got, confidence }) =>
          `${expected} -> ${got}${confidence === null ? '' : ` (${confidence.toFixed(2)})`}: ${printable(utterance)}`,
      ),
    ),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title} (${lines.length})`, ...lines.map((line) => `  ${line}`)];
}
