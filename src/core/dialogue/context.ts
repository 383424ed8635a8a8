/** Tells whether a question leans on an earlier one, and what it says itself. */
import { type QuestionType, questionType } from '../language/question.ts';
import { NAME_KINDS, type Reading, type Word } from '../language/reader.ts';

/** How a question leans on an earlier one: it puts it right, goes on from it, points back, or says too little alone. */
export type Lean = 'repair' | 'continuation' | 'pointer' | 'fragment';

/** A question without its opening and what only points back. */
export interface Leaning {
  readonly lean: Lean | undefined;
  readonly said: readonly Word[];
  /** What it asks for by its own words. */
  readonly type: QuestionType;
}

const set = (words: string) => new Set(words.split(/\s+/u));

/** Words that stand for something said before. */
const POINTERS = set(
  `he she they them him his her hers their theirs it its that this those these there then one ones same other others
  another such both either neither`,
);
/** Openings of a question that goes on from another. */
const CONTINUATIONS = [['what', 'about'], ['how', 'about'], ['and'], ['but'], ['also'], ['then']];
/** Openings of a question that puts an earlier one right. */
const REPAIRS = [
  ['no'],
  ['nope'],
  ['sorry'],
  ['wrong'],
  ['i', 'meant'],
  ['i', 'mean'],
  ['i', 'am', 'talking', 'about'],
  ['not', 'that'],
  ['not', 'those'],
  ['not', 'him'],
  ['not', 'her'],
  ['not', 'them'],
];
/** These may stand before an opening: "ok and …", "oh no, …". */
const LEAD_INS = set('ok okay so oh ah well hm but wait right yes yeah alright');
/** With one of these a short question names a circumstance of what was asked: "in Libya?", "for whom?". */
const PREPOSITIONS = set('for to from by with in on at against of since until about as per under over after');
const BEHIND = set('they them their he she him her his sources');
const OUTLETS = set('paper newspaper outlet site agency platform channel magazine');
const DOING = set('did does do has had');
const ARTICLES = set('the a an');
const BEINGS = set('is are was were be');
/** A question this short without a name in it says too little to stand alone. */
const MAX_FRAGMENT_WORDS = 6;

/** Takes a question apart into how it leans and what it says. */
export function leaningOf(reading: Reading): Leaning {
  const { words } = reading;
  const repaired = afterOpenings(words, REPAIRS);
  const continued = afterOpenings(repaired, CONTINUATIONS);
  const rest = continued.length > 0 ? continued : words;
  if (isWhatFor(rest)) return { lean: 'fragment', said: [WHY], type: 'why' };
  const said = rest.filter((word) => !POINTERS.has(word.text) && !ARTICLES.has(word.text));
  const asking = PREPOSITIONS.has(rest[0]?.text ?? '') ? rest.slice(1) : rest;
  const lean = leanOf(reading, rest, repaired, continued);
  // Further on, "who" and "which" only describe what is named: "no, the ones who …".
  const isNamed = lean === 'repair' || lean === 'continuation';
  const type = questionType({ words: isNamed ? asking.slice(0, 2) : asking, terms: reading.terms });
  return { lean, said, type };
}

function leanOf(
  reading: Reading,
  rest: readonly Word[],
  repaired: readonly Word[],
  continued: readonly Word[],
): Lean | undefined {
  const { words } = reading;
  if (repaired.length < words.length && opensWith(REPAIRS, words)) return 'repair';
  if (continued.length < words.length && opensWith(CONTINUATIONS, words)) return 'continuation';
  if (rest.some(isPointer)) return 'pointer';
  const isShort = rest.length <= MAX_FRAGMENT_WORDS;
  return isShort && (!hasName(reading) || PREPOSITIONS.has(rest[0]?.text ?? '')) ? 'fragment' : undefined;
}

const WHY: Word = { text: 'why', stem: 'why' };

function isWhatFor(words: readonly Word[]): boolean {
  return words.length === 2 && words[0]?.text === 'what' && words[1]?.text === 'for';
}

/** Whether it names a person, an organisation, a place or a group. */
export function hasName({ terms }: Reading): boolean {
  return terms.some((t) => NAME_KINDS.has(t.kind));
}

/** Whether it asks for those behind the ones who spoke: "who told them that?", "who did the paper get it from?". */
export function asksBehind({ words }: Reading): boolean {
  const isAskedOf = (word: Word, i: number) =>
    OUTLETS.has(word.text) && ARTICLES.has(words[i - 1]?.text ?? '') && DOING.has(words[i - 2]?.text ?? '');
  return words.some((word, i) => BEHIND.has(word.text) || isAskedOf(word, i));
}

/** "There" beside "is" says that something exists and points nowhere. */
function isPointer(word: Word, at: number, words: readonly Word[]): boolean {
  if (!POINTERS.has(word.text)) return false;
  const isBeside = (other: Word | undefined) => other !== undefined && BEINGS.has(other.text);
  return word.text !== 'there' || !(isBeside(words[at - 1]) || isBeside(words[at + 1]));
}

/** What follows all openings there are; all of it when nothing does. */
function afterOpenings(words: readonly Word[], openings: readonly (readonly string[])[]): readonly Word[] {
  let rest = words.slice(startOf(words));
  for (;;) {
    const found = openings.find((opening) => starts(rest, opening));
    if (!found) return rest.length > 0 ? rest : words;
    rest = rest.slice(found.length);
  }
}

function opensWith(openings: readonly (readonly string[])[], words: readonly Word[]): boolean {
  const rest = words.slice(startOf(words));
  return openings.some((opening) => starts(rest, opening) || starts(words, opening));
}

function startOf(words: readonly Word[]): number {
  const start = words.findIndex((word) => !LEAD_INS.has(word.text));
  return Math.max(start, 0);
}

function starts(words: readonly Word[], opening: readonly string[]): boolean {
  return opening.every((text, i) => words[i]?.text === text);
}
