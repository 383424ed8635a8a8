/**
 * Learns the trust model, `src/core/matcher/trust-weights.ts`: `npm run trust`, some minutes, the same file each time.
 *
 * What it learns from: the packs in scripts/trust/packs (see the README there) with strangers' questions about them, and the
 * bundled pack with its test utterances and with strangers' questions (scripts/trust/bundled.jsonl). For every question the
 * matcher of its pack gathers the signals of the likeliest candidates and of "none of them"; the right outcome is any answer
 * that rests on a line which the question is labelled with, none (or a known gap) when the report does not answer it, and the
 * class of what is out of scope when it has nothing to do with the report. The model maximises the likelihood of the right
 * outcomes. Each pack is left out in turn to see what the model makes of one that it has not seen; the thresholds are
 * fitted on those predictions.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bytesOf, keepBytes, MARK_BYTES, openEmbeddings } from '../dist/commands/embeddings.js';
import { readCommon } from '../dist/content/common.js';
import { loadPack } from '../dist/content/load.js';
import { parseWordVectors } from '../dist/core/language/word-vectors.js';
import { createMeaning, textOf } from '../dist/core/matcher/meaning.js';
import { createModel } from '../dist/core/matcher/model.js';
import { assess } from '../dist/core/matcher/signals.js';
import { OUT_OF_SCOPE, readerFor, trainMatcher } from '../dist/core/matcher/training.js';
import { trust } from '../dist/core/matcher/trust.js';
import { createEncoder } from '../dist/core/meaning/encoder.js';
import { matcherOptions } from '../dist/core/pack-training.js';
import { fitTrust } from './trust/fit.mjs';
import { readPacks, readQuestions } from './trust/packs.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const OUTPUT = path('../src/core/matcher/trust-weights.ts');
/** What a question of the bundled pack counts beside one of the small packs, of which it has thirty times as many phrases. */
const BUNDLED_WEIGHT = 0.3;
/** However few wrong answers there would be, one that is more likely wrong than right is not given. */
const LEAST = 0.5;
/** Shares of wrong answers for which a threshold is stored. */
const TARGETS = [0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2];

const vectors = parseWordVectors(readFileSync(path('../assets/word-vectors.bin')));
const asset = readFileSync(path('../assets/encoder.bin'));
const encoder = createEncoder(asset);
/** Kept from run to run: embedding takes longer than all the rest. */
const KEPT = path('../.cache/trust-embeddings.bin');
const embeddings = openEmbeddings(asset.subarray(0, MARK_BYTES), [bytesOf(KEPT)]);
const embed = (text) => {
  const found = embeddings.get(text) ?? encoder.encode(text);
  embeddings.set(text, found);
  return found;
};

const share = (list, test) => list.filter(test).length / (list.length || 1);

/**
 * What is left out together: a whole pack, but only a third of the questions of the bundled one, which alone has gaps and
 * dozens of phrases an intent.
 */
function nameOf(pack, question) {
  return pack === 'bundled' ? `a third of bundled (${(question % 3) + 1})` : pack;
}

/** The signals of every question, by words and meaning and by the words alone. */
function examplesOf({ name, pack, questions, weight = 1 }) {
  const trained = trainMatcher({ ...matcherOptions(pack, vectors), embed });
  const reader = readerFor(trained.vocabulary, pack.lexicon, vectors);
  const context = {
    model: createModel(trained.model, vectors),
    classes: trained.classes,
    meaning: createMeaning(trained.meaning),
    vectors,
  };
  const claims = new Map(pack.claims.map((claim) => [claim.id, claim.passage]));
  const passages = new Map(
    pack.intents.map(({ id, answer = [] }) => [
      id,
      answer.flatMap((s) => s.claims.map((c) => claims.get(c))),
    ]),
  );
  const smalltalk = new Set(pack.intents.filter(({ kind }) => kind === 'smalltalk').map(({ id }) => id));
  return questions.map((question, number) => {
    const reading = reader.read(question.q);
    const build = (embedding) => {
      const assessment = assess(context, reading, embedding);
      const classes = assessment.candidates.map(({ label }) => trained.classes[label]);
      const isRight = ({ id, refused }) => {
        switch (question.kind) {
          case 'answer':
            return passages.get(id)?.some((line) => question.passages.includes(line)) ?? false;
          case 'exact':
            return id === question.intent;
          case 'near':
            return refused && id !== OUT_OF_SCOPE;
          // Whoever greets is not asking: a greeting back is as good as "that is not in the report".
          case 'far':
            return id === OUT_OF_SCOPE || smalltalk.has(id);
        }
      };
      const right = classes.map(isRight);
      // What no candidate is right for is none of them: a question on a line that no intent rests on, for one.
      const isNone = question.kind === 'near' || !right.some(Boolean);
      return { assessment, classes, right, isNone, weight, name: nameOf(name, number), question };
    };
    return { both: build(embed(textOf(reading))), words: build(undefined) };
  });
}

function bundled() {
  const loaded = loadPack(path('..'));
  if (loaded.kind !== 'sound')
    throw new Error('Cannot learn: the bundled pack is broken. Run: npm run validate');
  const { pack } = loaded;
  const tests = [...pack.intents, ...common.smalltalk].flatMap(({ id, kind, tests: own }) =>
    own.map((q) => ({ q, kind: 'exact', intent: id, hasAnswer: kind === 'answer', passages: [] })),
  );
  const far = common.outOfScope.tests.map((q) => ({ q, kind: 'far', passages: [] }));
  const strangers = readQuestions(path('trust/bundled.jsonl'));
  return { name: 'bundled', pack, questions: [...tests, ...far, ...strangers], weight: BUNDLED_WEIGHT };
}

/** What a model makes of an example: how sure it is of the best answer, and whether that is right. */
function judged(model, { assessment, classes, right, question, name }) {
  const { candidates: p, none } = trust(model, assessment);
  let best;
  classes.forEach(({ refused }, i) => {
    if (!refused && (best === undefined || p[i] > p[best])) best = i;
  });
  const sum = (test) => classes.reduce((total, c, i) => total + (test(c, i) ? p[i] : 0), 0);
  const kin = best === undefined ? new Set() : classes[best].kin;
  return {
    name,
    kind:
      question.kind === 'exact' && classes.some(({ refused, id }) => refused && id === question.intent)
        ? 'near'
        : question.kind,
    sureness: sum((_, i) => kin.has(assessment.candidates[i].label)),
    isRight:
      best !== undefined &&
      (right[best] ||
        [...kin].some((label) => right[assessment.candidates.findIndex((c) => c.label === label)])),
    isTest: question.kind === 'exact',
    gap: Math.max(0, ...classes.map(({ refused, id }, i) => (refused && id !== OUT_OF_SCOPE ? p[i] : 0))),
    outside: sum(({ id }) => id === OUT_OF_SCOPE),
    none,
  };
}

/** Of how many small packs one is asked the program's own tests of small talk as well. */
const CHATTY = 4;
const common = readCommon();
const chat = common.smalltalk.flatMap(({ id, tests }) =>
  tests.map((q) => ({ q, kind: 'exact', intent: id, passages: [] })),
);
const packs = [
  ...readPacks(path('trust/packs'), common).map((pack, i) =>
    i % CHATTY === 0 ? { ...pack, questions: [...pack.questions, ...chat] } : pack,
  ),
  bundled(),
];
const all = packs.flatMap(examplesOf);
keepBytes(KEPT, embeddings.toBytes());
const names = [...new Set(all.map(({ both }) => both.name))];
const fitted = {};
for (const kind of ['words', 'both']) {
  const examples = all.map((one) => one[kind]);
  const unseen = names.flatMap((name) => {
    const model = fitTrust(examples.filter((e) => e.name !== name));
    const out = examples.filter((e) => e.name === name).map((e) => judged(model, e));
    print(`${kind} without ${name}`, out);
    return out;
  });
  print(`${kind}, all packs unseen`, unseen);
  fitted[kind] = { model: fitTrust(examples), unseen };
}

/** Lowest value from `least` on at which `isFine(value)` holds for it and all above, among those that occur. */
function lowest(values, least, isFine) {
  let found = 1;
  for (const value of [...new Set(values)].filter((v) => v >= least).sort((a, b) => b - a)) {
    if (!isFine(value)) break;
    found = value;
  }
  return round(found);
}

const { unseen } = fitted.both;
const answerable = unseen.filter(({ kind }) => kind === 'answer');
/** Of a pack with gaps. */
const deniable = unseen.filter(({ name, kind }) => name.includes('bundled') && kind === 'answer');
/** Test utterances are by those who wrote the phrases: they flatter. */
const strangers = unseen.filter(({ isTest }) => !isTest);
const answerThresholds = TARGETS.map((target) => [
  target,
  lowest(
    unseen.map((o) => o.sureness),
    LEAST,
    (t) => share(strangers, (o) => o.sureness >= t && !o.isRight) <= target,
  ),
]);
/** A denial is a claim about the report: of what it does answer, so many may be denied. */
const MOST_DENIED = 0.005;
const gap = lowest(
  unseen.map((o) => o.gap),
  LEAST,
  (t) => share(deniable, (o) => o.gap >= t && o.gap > o.sureness) <= MOST_DENIED,
);
/** A question that hardly looks like one of another kind is shown the nearest quotes, which is never false. */
const LEAST_OUTSIDE = 0.4;
const outside = lowest(
  unseen.map((o) => o.outside),
  LEAST_OUTSIDE,
  (t) => share(answerable, (o) => o.outside >= t) <= MOST_DENIED,
);
/** The words suffice where asking the encoder as well would spare no more of all questions than this a wrong answer. */
const MORE_WRONG_BY_WORDS = 0.001;
const [, usual] = answerThresholds.find(([target]) => target === 0.05);
const isWrong = (o) => o.sureness >= usual && !o.isRight;
const byWords = fitted.words.unseen;
const wordsSuffice = lowest(
  byWords.map((o) => o.sureness),
  LEAST,
  (t) =>
    share(unseen, (o, i) => isWrong(byWords[i].sureness >= t ? byWords[i] : o)) <=
    share(unseen, isWrong) + MORE_WRONG_BY_WORDS,
);
process.stdout.write(
  `thresholds ${JSON.stringify(answerThresholds)}, gap ${gap}, outside ${outside}, words suffice ${wordsSuffice} ` +
    `(for ${Math.round(100 * share(byWords, (o) => o.sureness >= wordsSuffice))}% of questions)\n`,
);

writeFileSync(
  OUTPUT,
  `/** What \`scripts/build-trust.mjs\` has learnt; not to be edited by hand. */
import type { Trust } from './trust.ts';

export const TRUST: Trust = ${JSON.stringify(
    {
      words: rounded(fitted.words.model),
      both: rounded(fitted.both.model),
      wordsSuffice,
      answer: answerThresholds,
      gap,
      outside,
    },
    null,
    2,
  )};
`,
);
execFileSync('npx', ['biome', 'check', '--write', OUTPUT], { stdio: 'inherit' });

function round(x) {
  return Number(x.toPrecision(5));
}

function rounded(value) {
  if (typeof value === 'number') return round(value);
  if (Array.isArray(value)) return value.map(rounded);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
}

function print(label, out) {
  const of = (kind) => out.filter((o) => o.kind === kind);
  const answers = out.filter((o) => o.kind === 'answer' || o.kind === 'exact');
  const [near, far] = [of('near'), of('far')];
  const percent = (list, test) => `${(100 * share(list, test)).toFixed(1)}%`;
  process.stdout.write(
    `${label}: ${answers.length} with an answer, ${near.length} near, ${far.length} far; best is right ${percent(answers, (o) => o.isRight)}, ` +
      `AUROC ${auroc(answers, near).toFixed(3)}; at ${LEAST} right ${percent(answers, (o) => o.isRight && o.sureness >= LEAST)}, ` +
      `wrong ${percent(answers, (o) => !o.isRight && o.sureness >= LEAST)}, near answered ${percent(near, (o) => o.sureness >= LEAST)}, ` +
      `far ${percent(far, (o) => o.sureness >= LEAST)}, calibration error ${calibrationError(out).toFixed(3)}\n`,
  );
}

/** Chance that a question with an answer is surer than one without. */
function auroc(answers, others) {
  let wins = 0;
  for (const a of answers)
    for (const b of others) wins += a.sureness > b.sureness ? 1 : a.sureness === b.sureness ? 0.5 : 0;
  return wins / (answers.length * others.length || 1);
}

/** Mean distance of sureness from the share that is right, in ten bins (Naeini et al. 2015). */
function calibrationError(out) {
  return Array.from({ length: 10 }, (_, bin) => {
    const own = out.filter((o) => Math.min(9, Math.floor(o.sureness * 10)) === bin);
    const mean = own.reduce((sum, o) => sum + o.sureness, 0) / (own.length || 1);
    return (Math.abs(mean - share(own, (o) => o.isRight)) * own.length) / out.length;
  }).reduce((sum, x) => sum + x, 0);
}
