/** The data sets: the bundled pack, and files of public intent data. Every system gets the same questions. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPack } from '../../dist/content/load.js';

export const PACK_FOLDER = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A data set:
 *
 * - `train`, `test`: [utterance, intent] pairs; `trainOutOfScope`, `testOutOfScope`: utterances
 * - `split`: the name of the split that is asked
 * - `refused`: intents that are known but have no answer: systems may learn them, and none is a right answer
 * - `kin`: for some intents, others whose answer serves as well
 * - `pack`: whether it is the bundled pack, which Footnote reads with all it has beside phrases
 */
export function packDataset() {
  const loaded = loadPack(PACK_FOLDER);
  if (loaded.kind !== 'sound')
    throw new Error('Cannot measure the bundled pack: it has problems. Run "npm run validate".');
  const { intents, outOfScope, claims } = loaded.pack;
  const gaps = intents.filter((intent) => intent.kind === 'gap');
  const pairs = (list, key) => list.flatMap((intent) => intent[key].map((text) => [text, intent.id]));
  return {
    name: 'this report',
    split: 'test utterances',
    pack: true,
    train: intents.flatMap((intent) => [
      ...(intent.question === undefined ? [] : [[intent.question, intent.id]]),
      ...intent.phrases.map((text) => [text, intent.id]),
    ]),
    test: pairs(
      intents.filter((intent) => intent.kind !== 'gap'),
      'tests',
    ),
    trainOutOfScope: outOfScope.phrases,
    testOutOfScope: [...gaps.flatMap((gap) => gap.tests), ...outOfScope.tests],
    refused: gaps.map((gap) => gap.id),
    kin: kinOf(intents, claims),
  };
}

/** Answers that rest on a passage the intent's own answer rests on. */
function kinOf(intents, claims) {
  const passageOf = new Map(claims.map((claim) => [claim.id, claim.passage]));
  const passages = new Map(
    intents
      .filter((intent) => intent.kind === 'answer')
      .map(({ id, answer }) => [
        id,
        new Set(answer.flatMap((s) => s.claims.map((claim) => passageOf.get(claim)))),
      ]),
  );
  return Object.fromEntries(
    [...passages].map(([id, own]) => [
      id,
      [...passages]
        .filter(([other, theirs]) => other !== id && [...theirs].some((p) => own.has(p)))
        .map(([other]) => other),
    ]),
  );
}

/** Every .json file of a folder: `train`, `validation` or `test`, `outOfScopeTrain`, `outOfScopeValidation` or `outOfScopeTest`. */
export function publicDatasets(folder) {
  return filesOf(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const data = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      const split = data.test ? 'test' : 'validation';
      return {
        name: file.replace(/\.json$/u, ''),
        split,
        pack: false,
        train: data.train,
        test: data[split],
        trainOutOfScope: data.outOfScopeTrain ?? [],
        testOutOfScope: (data.test ? data.outOfScopeTest : data.outOfScopeValidation) ?? [],
        refused: [],
        kin: {},
      };
    });
}

function filesOf(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    console.error(
      `Cannot read the data folder "${folder}": ${error.message}. Give --data a folder of .json files.`,
    );
    process.exit(2);
  }
}
