/** Questions about the answer just given, whatever it was: who says so, is it confirmed, go on. */
import type { Reading, Word } from '../language/reader.ts';

/** What a person wants with the answer before. */
export type Act = 'source' | 'confirmed' | 'date' | 'quote' | 'more' | 'higher' | 'lower' | 'other';

/** What gives an act away; every other word must be a filler. Longer phrases first where one is part of another. */
const SIGNS: readonly (readonly [Act, readonly string[]])[] = [
  [
    'more',
    ['tell me more', 'more', 'go on', 'continue', 'what else', 'anything else', 'else', 'keep going', 'next'],
  ],
  ['higher', ['higher', 'highest', 'bigger', 'biggest', 'larger', 'largest', 'greater']],
  ['lower', ['lower', 'lowest', 'smaller', 'smallest', 'less']],
  ['other', ['other one', 'other figure', 'other number', 'other count', 'other total', 'the other']],
  [
    'quote',
    [
      'quote',
      'exact words',
      'exact wording',
      'exactly',
      'verbatim',
      'word for word',
      'literally',
      'wording',
      'words',
    ],
  ],
  [
    'confirmed',
    ['confirmed', 'verified', 'true', 'proven', 'sure', 'certain', 'reliable', 'fact', 'confirm'],
  ],
  ['date', ['when', 'what date', 'what day', 'which day', 'date']],
  [
    'source',
    [
      'source',
      'sources',
      'says who',
      'who says',
      'who said',
      'who say',
      'who told',
      'who claims',
      'who claimed',
      'who reported',
      'who gave',
      'according to who',
      'according to whom',
      'whose',
      'where from',
      'come from',
      'citation',
      'reference',
    ],
  ],
];

const FILLERS = new Set(
  `a an the and or but so ok okay well oh wait hm please now then just also too again actually really exactly
  is are was were be been being am do does did has have had can could would will
  i me my you your we us he she they them him his her their it its that this those these there here
  what who whom whose which how to of on in for from with about at by not no yes any anything something some
  say says said saying tell told give gave given claim claims claimed report reported number figure count total one ones
  answer claim thing part sentence official officially information guys people men person story subject topic
  paper newspaper outlet site write wrote writes written`.split(/\s+/u),
);

/** The act an utterance performs; undefined when it says anything beyond. */
export function actOf({ words }: Reading): Act | undefined {
  for (const [act, signs] of SIGNS) {
    for (const sign of signs) {
      const at = indexOf(words, sign.split(' '));
      if (at < 0) continue;
      const length = sign.split(' ').length;
      if (words.every((w, i) => (i >= at && i < at + length) || FILLERS.has(w.text))) return act;
    }
  }
  return undefined;
}

function indexOf(words: readonly Word[], sign: readonly string[]): number {
  return words.findIndex((_, i) => sign.every((text, j) => words[i + j]?.text === text));
}
