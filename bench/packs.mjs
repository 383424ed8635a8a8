/**
 * Whole packs asked what strangers ask about their reports: trained and answered as `footnote` does it, encoder included.
 * `node bench/packs.mjs --help` lists the options.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseWordVectors } from '../dist/core/language/word-vectors.js';
import { createEncoder } from '../dist/core/meaning/encoder.js';
import { trainPack } from '../dist/core/pack-training.js';
import { createResponder } from '../dist/core/responder.js';
import { readPacks } from '../scripts/trust/packs.mjs';
import { share } from './matching/measures.mjs';
import { markdown, percent } from './matching/tables.mjs';

const HELP = `Asks packs what strangers ask about their reports.

  --folder DIR   the packs, each a folder with report.txt, intents.yaml and questions.jsonl; default bench/packs
  --phrases N    keep only the first N phrases of each intent
  --one-intent   keep only the first intent of each pack, with 5 phrases, and ask only what it does not answer
`;

/** Phrases of the one intent that `--one-intent` keeps. */
const PHRASES_OF_ONE = 5;
/** Share of what the one intent does not answer that may be answered. */
const TARGET_OF_ONE = 0.03;

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const print = (text) => process.stdout.write(`${text}\n`);

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string', default: path('packs') },
    phrases: { type: 'string' },
    'one-intent': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  process.stdout.write(HELP);
  process.exit();
}
const phrases = options.phrases === undefined ? undefined : Number(options.phrases);
if (phrases !== undefined && !(Number.isInteger(phrases) && phrases > 0))
  throw new Error(`Cannot keep "${options.phrases}" phrases: give --phrases a whole number from 1.`);

const vectors = parseWordVectors(readFileSync(path('../assets/word-vectors.bin')));
const encoder = createEncoder(readFileSync(path('../assets/encoder.bin')));
/** Embeddings of what all packs have in common, too. */
const embeddings = new Map();
const embed = (text) => {
  if (!embeddings.has(text)) embeddings.set(text, encoder.encode(text));
  return embeddings.get(text);
};

/** A responder as `footnote` opens it: phrases embedded beforehand, questions behind a promise. */
function respond(pack) {
  const trained = trainPack(pack, vectors, embed);
  return createResponder(pack, { vectors, trained, encoder: { encode: async (texts) => texts.map(embed) } });
}

/** Which passages each intent's answer rests on. */
function passagesOf({ intents, claims }) {
  const passage = new Map(claims.map((claim) => [claim.id, claim.passage]));
  return new Map(
    intents.map(({ id, answer = [] }) => [id, answer.flatMap((s) => s.claims.map((c) => passage.get(c)))]),
  );
}

function withPhrases(pack, count) {
  const cut = (intent) =>
    intent.kind === 'answer' ? { ...intent, phrases: intent.phrases.slice(0, count) } : intent;
  return { ...pack, intents: pack.intents.map(cut) };
}

/** The pack with its first answer alone; what comes with the program stays. */
function withOneIntent(pack) {
  const one = pack.intents.find(({ kind }) => kind === 'answer');
  const cited = new Set(one.answer.flatMap((s) => s.claims));
  return {
    ...pack,
    intents: pack.intents.filter((intent) => intent === one || intent.kind !== 'answer'),
    claims: pack.claims.filter(({ id }) => cited.has(id)),
  };
}

/** What came of one question. */
function judge({ kind, passages }, reply, restsOn) {
  const isLabelled = (passage) => passages.includes(passage);
  const answered = reply.kind === 'answer';
  const right =
    answered &&
    reply.answers.some(({ footnotes }) => footnotes.some(({ citation }) => isLabelled(citation.passage)));
  const shown =
    (reply.kind === 'excerpt' && reply.passages.some(({ passage }) => isLabelled(passage))) ||
    (reply.kind === 'disambiguation' &&
      reply.options.some(({ intent }) => restsOn.get(intent)?.some(isLabelled)));
  return {
    kind,
    answered,
    right,
    inSight: right || shown,
    denied: reply.kind === 'fallback' && reply.reason === 'gap',
    isOrphan: kind === 'answer' && ![...restsOn.values()].some((lines) => lines.some(isLabelled)),
  };
}

async function ask(pack, questions) {
  const responder = respond(pack);
  const restsOn = passagesOf(pack);
  const outcomes = [];
  for (const question of questions)
    outcomes.push(judge(question, await responder.reply(question.q), restsOn));
  return outcomes;
}

const count = (list, test) => list.filter(test).length;
const of = (list, test) => `${count(list, test)} (${percent(share(count(list, test), list.length))})`;

function row(name, outcomes) {
  const [answerable, near, far] = ['answer', 'near', 'far'].map((kind) =>
    outcomes.filter((o) => o.kind === kind),
  );
  return [
    name,
    String(answerable.length),
    String(count(answerable, (o) => o.isOrphan)),
    of(answerable, (o) => o.right),
    of(answerable, (o) => o.inSight),
    of(answerable, (o) => o.answered && !o.right),
    of(answerable, (o) => o.denied),
    String(near.length),
    of(near, (o) => o.answered),
    String(far.length),
    of(far, (o) => o.answered),
  ];
}

const HEAD = [
  'pack',
  'answerable',
  'no intent',
  'right',
  'in sight',
  'wrong',
  'falsely denied',
  'near',
  'falsely answered',
  'far',
  'falsely answered',
];

async function table(packs) {
  const rows = [];
  const all = [];
  for (const { name, pack, questions } of packs) {
    const outcomes = await ask(phrases === undefined ? pack : withPhrases(pack, phrases), questions);
    all.push(...outcomes);
    rows.push(row(name, outcomes));
  }
  print(markdown(HEAD, [...rows, row('all', all)]));
  const served = all.filter((o) => o.kind === 'answer' && !o.isOrphan);
  print(
    `\nIn brackets: per cent. "No intent": answerable from the report, but no intent rests on a labelled line; among the other ${served.length}, right are ${of(served, (o) => o.right)}, in sight ${of(served, (o) => o.inSight)}, wrong ${of(served, (o) => o.answered && !o.right)}.`,
  );
  print(`Wrong answers among all ${all.length} questions: ${of(all, (o) => o.answered && !o.right)}.`);
}

async function tableOfOne(packs) {
  const rows = [];
  const all = [];
  const line = (name, outcomes) => [
    name,
    ...['answer', 'near', 'far'].flatMap((kind) => {
      const own = outcomes.filter((o) => o.kind === kind);
      return [String(own.length), of(own, (o) => o.answered)];
    }),
    of(outcomes, (o) => o.answered),
  ];
  for (const { name, pack, questions } of packs) {
    const one = withPhrases(withOneIntent(pack), phrases ?? PHRASES_OF_ONE);
    const own = new Set([...passagesOf(one).values()].flat());
    const others = questions.filter(({ passages }) => !passages.some((passage) => own.has(passage)));
    const outcomes = await ask(one, others);
    all.push(...outcomes);
    rows.push(line(name, outcomes));
  }
  print(
    markdown(
      ['pack', 'on other lines', 'answered', 'near', 'answered', 'far', 'answered', 'answered of all'],
      [...rows, line('all', all)],
    ),
  );
  const reached = share(
    count(all, (o) => o.answered),
    all.length,
  );
  print(
    `\nAnswered ${percent(reached)}% of ${all.length}; the target is at most ${percent(TARGET_OF_ONE)}%: ${reached <= TARGET_OF_ONE ? 'met' : 'missed'}.`,
  );
}

const packs = readPacks(options.folder);
print(
  `Node ${process.versions.node}. Packs of ${relative(process.cwd(), options.folder) || '.'}${phrases === undefined ? '' : `, ${phrases} phrases an intent`}.\n`,
);
await (options['one-intent'] ? tableOfOne : table)(packs);
print(`\nRepeat with: npm run build && node bench/packs.mjs ${process.argv.slice(2).join(' ')}`.trimEnd());
