/** The small packs that trust is learnt on: reports made up for the purpose, their intents, and strangers' questions about them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { readCommon, withCommon } from '../../dist/content/common.js';

/** The packs of a folder, each a folder with report.txt, intents.yaml and questions.jsonl. */
export function readPacks(folder, common = readCommon()) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, ...readPack(join(folder, name), common) }));
}

function readPack(folder, common) {
  const text = (file) => readFileSync(join(folder, file), 'utf8');
  const { title, date, lexicon = [], intents } = load(text('intents.yaml'));
  const lines = text('report.txt').trimEnd().split('\n');
  const claimOf = (line) => ({
    id: `line-${line}`,
    quote: lines[line - 1].trim(),
    passage: line,
    standing: 'stated',
  });
  const pack = {
    report: {
      title,
      date: date instanceof Date ? date.toISOString().slice(0, 10) : String(date),
      language: 'en',
      passages: lines.map((passage, i) => ({ line: i + 1, text: passage })),
    },
    claims: [...new Set(intents.flatMap((intent) => intent.lines))].map(claimOf),
    ...withCommon(
      {
        intents: intents.map(({ id, question, phrases, lines: own }) => ({
          kind: 'answer',
          id,
          question,
          group: title,
          index: [],
          phrases,
          tests: [],
          answer: own.map((line) => ({ text: claimOf(line).quote, claims: [`line-${line}`] })),
          related: [],
        })),
        outOfScope: { phrases: [], tests: [] },
      },
      common,
    ),
    lexicon,
    waivers: [],
    settings: { maxWrong: 0.05 },
    version: '000000000000',
  };
  return { pack, questions: readQuestions(join(folder, 'questions.jsonl')) };
}

/**
 * Questions with the lines that a right answer rests on, any of them; none for what the report does not answer, which is
 * `near` it or `far` from it.
 */
export function readQuestions(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { q, gold = [], any = [], ok = [], kind = '' } = JSON.parse(line);
      const needed = [...gold, ...any];
      const passages = needed.length > 0 ? [...needed, ...ok] : [];
      return { q, passages, kind: passages.length > 0 ? 'answer' : kind.endsWith('far') ? 'far' : 'near' };
    });
}
