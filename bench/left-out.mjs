/**
 * How far confidence tells what a matcher has not learnt: intents of public data are left out in turn, and their questions are
 * asked as well. No out-of-scope phrase is learnt from. `node bench/left-out.mjs --help` lists the options.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { expectedCalibrationError } from '../dist/commands/reliability.js';
import { parseWordVectors } from '../dist/core/language/word-vectors.js';
import { createMatcher } from '../dist/core/matcher/matcher.js';
import { createEncoder } from '../dist/core/meaning/encoder.js';
import { publicDatasets } from './matching/datasets.mjs';
import { accuracy, auroc, share } from './matching/measures.mjs';
import { createRandom } from './matching/synthetic.mjs';
import { markdown, percent } from './matching/tables.mjs';

const HELP = `Leaves out intents of public data in turn and asks about them as well.

  --data DIR    folder with the data
  --set NAME    file of it, without .json; default clinc150
  --folds N     times that intents are left out: each once; default 5
  --words       without the encoder
`;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    set: { type: 'string', default: 'clinc150' },
    folds: { type: 'string', default: '5' },
    words: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const print = (text) => process.stdout.write(`${text}\n`);
if (options.help || options.data === undefined) {
  process.stdout.write(HELP);
  process.exit(options.help ? 0 : 2);
}
const dataset = publicDatasets(options.data).find(({ name }) => name === options.set);
if (!dataset)
  throw new Error(
    `Cannot find the data set "${options.set}" in "${options.data}": name one of its .json files.`,
  );

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const vectors = parseWordVectors(readFileSync(path('../assets/word-vectors.bin')));
const encoder = createEncoder(readFileSync(path('../assets/encoder.bin')));
/** The same in every fold. */
const embeddings = new Map();
const embed = options.words
  ? undefined
  : (text) => {
      if (!embeddings.has(text)) embeddings.set(text, encoder.encode(text));
      return embeddings.get(text);
    };

const { train, test, name, split } = dataset;
const phrases = new Map();
for (const [text, intent] of train) phrases.set(intent, [...(phrases.get(intent) ?? []), text]);
const folds = Number(options.folds);
const random = createRandom(1);
const shuffled = [...phrases.keys()]
  .map((intent) => ({ intent, place: random() }))
  .sort((a, b) => a.place - b.place)
  .map(({ intent }) => intent);

/** Asks everything of a matcher that has not learnt every `folds`-th intent. */
function askWithout(fold) {
  const left = new Set(shuffled.filter((_, i) => i % folds === fold));
  const intents = [...phrases].filter(([id]) => !left.has(id)).map(([id, list]) => ({ id, phrases: list }));
  const { match } = createMatcher({ intents, vectors, embed });
  return test.map(([text, intent]) => {
    const { kind, candidates } = match(text);
    const [best] = candidates;
    return {
      expected: left.has(intent) ? null : intent,
      best: best?.intent ?? null,
      score: best?.confidence ?? 0,
      isAnswered: kind === 'matched',
    };
  });
}

function row(title, answers) {
  const inside = answers.filter((a) => a.expected !== null);
  const outside = answers.filter((a) => a.expected === null);
  const judged = (list) => list.map((a) => ({ confidence: a.score, right: a.best === a.expected }));
  const answered = answers.filter((a) => a.isAnswered);
  return [
    title,
    `${inside.length} + ${outside.length}`,
    percent(accuracy(inside)),
    percent(auroc(inside, outside)),
    expectedCalibrationError(judged(answers)).toFixed(3),
    expectedCalibrationError(judged(inside)).toFixed(3),
    percent(share(answered.filter((a) => a.best === a.expected).length, inside.length)),
    percent(share(answered.filter((a) => a.expected === null).length, outside.length)),
    percent(share(answered.filter((a) => a.best !== a.expected).length, answers.length)),
  ];
}

print(
  `Node ${process.versions.node}. ${name} (${split}): ${phrases.size} intents, ${train.length} phrases; left out: ${folds} times every ${folds}th of the shuffled intents; ${options.words ? 'words alone' : 'with the encoder'}.\n`,
);
const rows = [];
const all = [];
for (let fold = 0; fold < folds; fold += 1) {
  const answers = askWithout(fold);
  process.stderr.write(`${fold + 1} of ${folds} …\n`);
  all.push(...answers);
  rows.push(row(`fold ${fold + 1}`, answers));
}
print(
  markdown(
    [
      'left out',
      'asked in + out',
      'accuracy in',
      'AUROC in vs. out',
      'ECE of all',
      'ECE of in',
      'answered right of in',
      'answered of out',
      'wrong of all',
    ],
    [...rows, row('all', all)],
  ),
);
print(`\nRepeat with: npm run build && node bench/left-out.mjs ${process.argv.slice(2).join(' ')}`);
