/** Reads a follow-up in the light of the question before it. */
import { NAME_KINDS, type Reading, type Word } from '../language/reader.ts';

/** Words that point at something said before. */
const POINTERS = new Set(
  'he she they them him his her hers their theirs it its that this those these there then one ones same other others such both either neither'.split(
    ' ',
  ),
);
/** Openings of a question that goes on from another. */
const CONTINUATIONS = [['and'], ['but'], ['what', 'about'], ['how', 'about']];
/** Openings of a question that puts an earlier one right. */
const REPAIRS = [
  ['no'],
  ['sorry'],
  ['wrong'],
  ['i', 'meant'],
  ['i', 'mean'],
  ['not', 'that'],
  ['not', 'those'],
];
/** One of these may stand before an opening: "ok and …", "oh no, …". */
const LEAD_INS = new Set(['ok', 'okay', 'so', 'oh', 'ah', 'well', 'hm', 'but', 'wait']);
/** A question this short without a name in it says too little to stand alone. */
const MAX_FRAGMENT_WORDS = 4;

/** Whether a question leans on an earlier one: it points back, goes on, or says too little to stand alone. */
export function leansOnContext(reading: Reading): boolean {
  const { words } = reading;
  if (opensWith(CONTINUATIONS, words) || isRepair(reading) || words.some((w) => POINTERS.has(w.text)))
    return true;
  return !hasName(reading) && words.length <= MAX_FRAGMENT_WORDS;
}

/** Whether it puts an earlier question right rather than asking another. */
export function isRepair({ words }: Reading): boolean {
  return opensWith(REPAIRS, words);
}

/** Whether it names a person, an organisation, a place or a group. */
export function hasName({ terms }: Reading): boolean {
  return terms.some((t) => NAME_KINDS.has(t.kind));
}

/**
 * The question with what it leaves out filled in from the one before: its telling words and names, but no name of a kind
 * that the question names itself ("and in Libya?" replaces the place, not the people).
 */
export function inContext(current: Reading, before: Reading, isTelling: (word: Word) => boolean): Reading {
  const kinds = new Set(current.terms.filter((t) => NAME_KINDS.has(t.kind)).map((t) => t.kind));
  const said = new Set(current.words.map((w) => w.stem));
  const saidTerms = new Set(current.terms.map((t) => t.term));
  const added = before.words.filter((word) => {
    if (said.has(word.stem) || (word.term && (kinds.has(word.term.kind) || saidTerms.has(word.term.term))))
      return false;
    return word.term !== undefined || isTelling(word);
  });
  const terms = [...new Set(added.flatMap((w) => w.term ?? []))];
  return { words: [...current.words, ...added], terms: [...current.terms, ...terms] };
}

function opensWith(openings: readonly (readonly string[])[], words: readonly Word[]): boolean {
  const start = LEAD_INS.has(words[0]?.text ?? '') ? 1 : 0;
  return openings.some((opening) => opening.every((text, i) => words[start + i]?.text === text));
}
