/** Finds what the report says of a name or a figure that stands alone: "Kadyrov?", "and 16,000?". */
import type { AnswerIntent } from '../intent.ts';
import { isNumber, type Reader, type Word } from '../language/reader.ts';
import type { PackAnswers } from './answers.ts';
import type { FollowUp, FollowUps } from './followups.ts';
import { isName, keyOf } from './phrase-index.ts';

export interface Mentions {
  /** Whether the claims of an answer, or who makes them, speak of what a word stands for. */
  speaksOf(intent: AnswerIntent, word: Word): boolean;
  /** Whether these words are a name, a single notion of the lexicon, or a figure, with so many units at most. */
  isBare(said: readonly Word[], units: 0 | 1): boolean;
  /** Answers whose claims have all the names and figures of these words, the one that is most about them first. */
  find(said: readonly Word[]): readonly FollowUp[];
  /** Answers whose claims have the names and figures of a whole question, or any figure for one that nobody gives. */
  withFigures(question: readonly Word[]): readonly FollowUp[];
}

/** Besides names and figures: what joins two of them. */
const JOINTS = new Set(['to', 'or', 'and', 'of', 'about', 'around', 'what', 'who', 'is', 'the']);
const FIGURE = /^\p{N}/u;

export function createMentions(reader: Reader, answers: PackAnswers, followUps: () => FollowUps): Mentions {
  const carried = new Map<string, ReadonlySet<string>>();
  /** What the claims of an answer, or who makes them, speak of. */
  const keysOf = (intent: AnswerIntent) => {
    const known = carried.get(intent.id);
    if (known) return known;
    const texts = answers
      .claimsOf(intent)
      .flatMap(({ quote, speaker = '', outlet = '', date = '' }) => [quote, speaker, outlet, date]);
    const words = texts.flatMap((text) => reader.read(text).words);
    const keys = new Set(words.flatMap((word) => [keyOf(word), word.stem]));
    carried.set(intent.id, keys);
    return keys;
  };
  const speaksOf = (intent: AnswerIntent, word: Word) =>
    [keyOf(word), word.stem].some((k) => keysOf(intent).has(k));
  const hasFigure = (intent: AnswerIntent) => [...keysOf(intent)].some((key) => FIGURE.test(key));
  const carriersOf = (words: readonly Word[]) =>
    answers.all.filter((intent) => words.every((word) => speaksOf(intent, word)));

  /** Those of some answers that one of their phrases fits, the best first. */
  const ranked = (said: readonly Word[], carriers: readonly AnswerIntent[]): readonly FollowUp[] => {
    if (carriers.length === 0) return [];
    const ids = new Set(carriers.map(({ id }) => id));
    return followUps()
      .rank({ said, type: 'none', known: new Set(), fresh: new Set(), kept: new Set(), nearness: () => 1 })
      .filter(({ intent }) => ids.has(intent.id));
  };
  /** The answer that says little else, where no phrase has what is named. */
  const briefest = (carriers: readonly AnswerIntent[]): readonly FollowUp[] =>
    [...carriers]
      .sort((a, b) => keysOf(a).size - keysOf(b).size)
      .map((intent) => ({ intent, phrase: intent.question, fit: 1 }));

  return {
    speaksOf,
    isBare(said, units) {
      if (isOneTerm(said)) return true;
      const others = said.filter((word) => !isNamed(word) && !JOINTS.has(word.text));
      return said.some(isNamed) && others.length <= (said.some(isFigure) ? units : 0);
    },
    find(said) {
      const carriers = carriersOf(isOneTerm(said) ? said.slice(0, 1) : said.filter(isNamed));
      const found = ranked(said, carriers);
      return found.length > 0 ? found : briefest(carriers);
    },
    withFigures(question) {
      const figures = question.filter(isFigure);
      if (figures.length === 0) return [];
      const isGiven = answers.all.some((intent) => figures.some((word) => speaksOf(intent, word)));
      if (isGiven) return ranked(question, carriersOf(question.filter(isNamed)));
      return ranked(question, carriersOf(question.filter(isName)).filter(hasFigure));
    },
  };
}

/** A number that is no part of a name. */
function isFigure(word: Word): boolean {
  return isNumber(word) && !isName(word);
}

function isOneTerm([first, ...others]: readonly Word[]): boolean {
  return first?.term !== undefined && others.every((word) => word.term === first.term);
}

function isNamed(word: Word): boolean {
  return isFigure(word) || isName(word);
}
