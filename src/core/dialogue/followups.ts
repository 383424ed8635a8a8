/** Finds what a follow-up asks for: the question that it and what went before say together. */
import type { AnswerIntent, GapIntent, Intent } from '../intent.ts';
import { QUESTION_TYPES, type QuestionType } from '../language/question.ts';
import { isNumber, type Reader, type Word } from '../language/reader.ts';
import type { Pack } from '../pack.ts';
import { isName, keyOf, type PhraseIndex, phrasesOf } from './phrase-index.ts';

/** An intent with the phrase of it that fits best, and how well, 0 to 1. */
export interface FollowUp {
  readonly intent: AnswerIntent | GapIntent;
  readonly phrase: string;
  readonly fit: number;
}

/** What a follow-up may leave out, and what it says itself. */
export interface Elliptical {
  /** The words it says. */
  readonly said: readonly Word[];
  /** What it asks for. */
  readonly type: QuestionType;
  /** Keys of all that was said before: it may leave them out. */
  readonly known: ReadonlySet<string>;
  /** Keys of its own names that nobody spoke of before. */
  readonly fresh: ReadonlySet<string>;
  /** Keys of the names it takes over, which should be spoken of. */
  readonly kept: ReadonlySet<string>;
  /** What it takes over of an earlier question when it brings none of its own. */
  readonly asked?: { readonly intent: AnswerIntent | GapIntent; readonly keys: ReadonlySet<string> };
  /** How near an intent is to what was asked before, 0 to 1. */
  nearness(intent: AnswerIntent | GapIntent): number;
}

export interface FollowUps {
  /** The intents that fit, best first. */
  rank(followUp: Elliptical): readonly FollowUp[];
  /** What most of the phrases of an intent ask for. */
  typeOf(intent: AnswerIntent | GapIntent): QuestionType;
}

/** Shared by all numbers: a figure that no phrase has may be a wrong premise, but is still a figure. */
const ANY_NUMBER = '#';

interface Phrase {
  /** Where its intent stands among those indexed. */
  readonly intent: number;
  readonly text: string;
  readonly type: QuestionType;
  readonly keys: readonly number[];
  /** Those that are names. */
  readonly names: readonly number[];
  readonly hasNumber: boolean;
}

/** A word that the intent uses elsewhere, but not in this phrase, counts for half. */
const ELSEWHERE = 0.5;
/** A phrase that says less of the follow-up than this is no reading of it. */
const MIN_SAID = 0.4;
/** What a phrase keeps of its fit for each name in it that nobody spoke of. */
const UNSPOKEN_NAME = 0.6;
/** What it keeps for each name that the follow-up brings up and the phrase does not speak of. */
const MISSING_NAME = 0.4;
/** What a phrase keeps of its fit when it takes up none of the names, nothing of the question, or asks for another kind of thing. */
const NOTHING_KEPT = 0.4;
const NOTHING_ASKED = 0.15;
const OTHER_TYPE = 0.6;

export interface FollowUpOptions {
  readonly pack: Pack;
  readonly reader: Reader;
  /** Of this pack, by this reader. */
  readonly index: PhraseIndex;
  /** What is said of an intent besides its phrases. */
  readonly textsOf: (intent: AnswerIntent | GapIntent) => readonly string[];
}

export function createFollowUps({ pack, reader, index, textsOf }: FollowUpOptions): FollowUps {
  const ids = new Map(index.keys.map((key, id) => [key, id]));
  const idOf = (key: string) => {
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    return id;
  };
  const anyNumber = idOf(ANY_NUMBER);
  const isNameKey = new Uint8Array(index.keys.length);
  for (const key of index.names) isNameKey[key] = 1;
  const asked = pack.intents.filter((intent) => intent.kind !== 'smalltalk');
  const places = new Map<Intent, number>(asked.map((intent, place) => [intent, place]));
  const placeOf = (intent: Intent | undefined) => (intent && places.get(intent)) ?? -1;
  const texts = pack.intents.map(phrasesOf);
  const phrases: Phrase[] = index.phrases.map(([place, phrase, type, hasNumber, ...keys]) => ({
    intent: placeOf(pack.intents[place]),
    text: texts[place]?.[phrase] ?? '',
    type: QUESTION_TYPES[type] ?? 'none',
    keys,
    names: keys.filter((key) => isNameKey[key]),
    hasNumber: hasNumber === 1,
  }));
  /** All that is said of each intent. */
  const uses = asked.map((intent) => {
    const words = textsOf(intent).flatMap((text) => reader.read(text).words);
    return new Set([...words.map(keyOf).map(idOf), ...(words.some(isNumber) ? [anyNumber] : [])]);
  });
  const counts = new Uint32Array(ids.size);
  for (const { intent, keys, hasNumber } of phrases) {
    for (const key of hasNumber ? [...keys, anyNumber] : keys) {
      uses[intent]?.add(key);
      counts[key] = (counts[key] ?? 0) + 1;
    }
  }
  /** Inverse document frequency, smoothed; the last is that of a word no phrase has. */
  const weights = Float64Array.from([...counts, 0], (count) => Math.log((2 + phrases.length) / (1 + count)));
  const unseen = counts.length;
  const weigh = (keys: Iterable<number>) => {
    let sum = 0;
    for (const key of keys) sum += weights[key] ?? 0;
    return sum;
  };
  const totals = phrases.map(({ keys }) => weigh(keys));

  const lookUp = (keys: Iterable<string>) => new Set([...keys].map((key) => ids.get(key) ?? unseen));
  const marked = (...sets: readonly Set<number>[]) => {
    const marks = new Uint8Array(unseen + 1);
    for (const set of sets) for (const key of set) marks[key] = 1;
    marks[unseen] = 0;
    return marks;
  };

  /** What the phrases of each intent speak of, names aside: those that ask the same of another have much in common. */
  const subjects = asked.map(() => new Map<number, number>());
  for (const { intent, keys, names } of phrases) {
    for (const key of keys) {
      const weight = weights[key] ?? 0;
      if (!names.includes(key)) subjects[intent]?.set(key, (subjects[intent].get(key) ?? 0) + weight);
    }
  }
  const typesOf: QuestionType[][] = asked.map(() => []);
  for (const { intent, type } of phrases) typesOf[intent]?.push(type);
  const types = typesOf.map(mostFrequent);

  return {
    typeOf: (intent) => types[placeOf(intent)] ?? 'none',
    rank({ said, type, known, fresh, kept, asked: before, nearness }) {
      const isStrange = (word: Word) => isNumber(word) && !ids.has(word.stem);
      const own = lookUp(said.map((word) => (isStrange(word) ? ANY_NUMBER : keyOf(word))));
      const keeps = lookUp(kept);
      const [isOwn, isKept, isSaid] = [marked(own), marked(keeps), marked(own, lookUp(known))];
      const ownWeight = weigh(own);
      const keptWeight = weigh(keeps);
      const isNamed = marked(lookUp(said.filter(isName).map(keyOf)));
      const isFresh = marked(lookUp(fresh));
      /** What of the follow-up each intent speaks of somewhere, names aside: another name is another question. */
      const used = uses.map((keys) => weigh([...own].filter((key) => keys.has(key) && !isNamed[key])));
      const near = asked.map(nearness);
      const takenOver = lookUp(before?.keys ?? []);
      const isAsked = marked(takenOver);
      const askedWeight = weigh(takenOver);
      const parallel = before && asked.map((_, i) => cosine(subjects[i], subjects[placeOf(before.intent)]));
      const best = new Map<number, { phrase: string; fit: number }>();

      phrases.forEach(({ intent, text, type: asks, keys, names, hasNumber }, i) => {
        let saidHere = hasNumber && isOwn[anyNumber] ? (weights[anyNumber] ?? 0) : 0;
        let namedHere = 0;
        let freshHere = 0;
        let knownHere = 0;
        let keptHere = 0;
        let askedHere = 0;
        for (const key of keys) {
          const weight = weights[key] ?? 0;
          if (isOwn[key]) saidHere += weight;
          if (isNamed[key]) namedHere += weight;
          if (isFresh[key]) freshHere += 1;
          if (isSaid[key]) knownHere += weight;
          if (isKept[key]) keptHere += weight;
          if (isAsked[key]) askedHere += weight;
        }
        const saidShare =
          (saidHere + ELSEWHERE * ((used[intent] ?? 0) - (saidHere - namedHere))) / (ownWeight || 1);
        if (saidShare < MIN_SAID) return;
        const keptShare = keptWeight === 0 ? 1 : keptHere / keptWeight;
        const askedShare = parallel ? Math.max(askedHere / (askedWeight || 1), parallel[intent] ?? 0) : 1;
        const fit =
          saidShare ** 2 *
          (knownHere / (totals[i] || 1)) *
          (NOTHING_KEPT + (1 - NOTHING_KEPT) * keptShare) *
          (NOTHING_ASKED + (1 - NOTHING_ASKED) * askedShare) *
          (type === 'none' || asks === type ? 1 : OTHER_TYPE) *
          MISSING_NAME ** (fresh.size - freshHere) *
          UNSPOKEN_NAME ** names.filter((key) => !isSaid[key]).length *
          (near[intent] ?? 0);
        if (fit > (best.get(intent)?.fit ?? 0)) best.set(intent, { phrase: text, fit });
      });
      return [...best]
        .flatMap(([i, found]) => {
          const intent = asked[i];
          return intent ? [{ intent, ...found }] : [];
        })
        .sort((a, b) => b.fit - a.fit);
    },
  };
}

/** The type that is found most, whether and none aside. */
function mostFrequent(types: readonly QuestionType[]): QuestionType {
  const counts = new Map<QuestionType, number>([['none', 0]]);
  for (const type of types)
    if (type !== 'none' && type !== 'whether') counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

function cosine(
  a: ReadonlyMap<number, number> = new Map(),
  b: ReadonlyMap<number, number> = new Map(),
): number {
  const lengthOf = (vector: ReadonlyMap<number, number>) => Math.hypot(...vector.values());
  let product = 0;
  for (const [key, weight] of a) product += weight * (b.get(key) ?? 0);
  return product / (lengthOf(a) * lengthOf(b) || 1);
}
