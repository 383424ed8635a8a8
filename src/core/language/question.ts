/** What kind of thing a question asks for, read off its words. */
import type { Reading } from './reader.ts';

export const QUESTION_TYPES = [
  'who',
  'when',
  'where',
  'how-many',
  'how-much',
  'how-long',
  'why',
  'which',
  'how',
  'what',
  'whether',
  'none',
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

const AUXILIARIES = new Set(
  'is are was were am do does did has have had can could will would shall should may might must'.split(' '),
);
const SINGLE = new Map<string, QuestionType>([
  ['who', 'who'],
  ['whom', 'who'],
  ['whose', 'who'],
  ['when', 'when'],
  ['where', 'where'],
  ['why', 'why'],
  ['which', 'which'],
  ['what', 'what'],
  ['how', 'how'],
]);
const AFTER_HOW = new Map<string, QuestionType>([
  ['many', 'how-many'],
  ['much', 'how-much'],
  ['long', 'how-long'],
  ['old', 'how-long'],
  ['large', 'how-many'],
  ['big', 'how-many'],
]);
/** Nouns that turn "what" and "which" into another question: "what day" asks when. */
const ASKED_NOUNS = new Map<string, QuestionType>([
  ...['day', 'date', 'year', 'month', 'time', 'week'].map((w) => [w, 'when'] as const),
  ...['place', 'country', 'city', 'region', 'area', 'location'].map((w) => [w, 'where'] as const),
  ...['number', 'total', 'figure', 'count', 'headcount'].map((w) => [w, 'how-many'] as const),
  ...['amount', 'pay', 'salary', 'price', 'sum', 'wage'].map((w) => [w, 'how-much'] as const),
  ...['person', 'name', 'people', 'man', 'woman'].map((w) => [w, 'who'] as const),
  ...['duration', 'period'].map((w) => [w, 'how-long'] as const),
  ...['reason', 'motive'].map((w) => [w, 'why'] as const),
]);
/** How far behind "what" or "which" its noun is looked for, in words. */
const NOUN_REACH = 3;

/** The first question word decides; without one, a leading auxiliary makes it a yes/no question. */
export function questionType({ words }: Reading): QuestionType {
  for (let i = 0; i < words.length; i += 1) {
    const type = SINGLE.get(words[i]?.text ?? '');
    if (type === 'how') return AFTER_HOW.get(words[i + 1]?.text ?? '') ?? 'how';
    if (type === 'what' || type === 'which') {
      for (let j = i + 1; j <= i + NOUN_REACH; j += 1) {
        const asked = ASKED_NOUNS.get(words[j]?.text ?? '');
        if (asked) return asked;
      }
      return type;
    }
    if (type === 'when' && i > 0) continue;
    if (type) return type;
  }
  if (AUXILIARIES.has(words[0]?.text ?? '')) return 'whether';
  for (const word of words) {
    const asked = ASKED_NOUNS.get(word.text);
    if (asked) return asked;
  }
  return 'none';
}
