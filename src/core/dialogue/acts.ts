/** Questions about the answer just given, whatever it was: who says so, is it confirmed, go on. */
import type { Reading, Word } from '../language/reader.ts';
import { isName } from './phrase-index.ts';

/** What a person wants with an answer given before. */
export type ActKind = 'source' | 'confirmed' | 'date' | 'quote' | 'more' | 'higher' | 'lower' | 'other';

export interface Act {
  readonly kind: ActKind;
  /** Whether it is about the figures of answers. */
  readonly isFigure: boolean;
  /** Whether it says that an answer further back is meant. */
  readonly pointsBack: boolean;
}

/** What gives an act away; every other word must be a filler. Longer phrases first where one is part of another. */
const SIGNS: readonly (readonly [ActKind, readonly string[]])[] = [
  [
    'more',
    ['tell me more', 'more', 'go on', 'continue', 'what else', 'anything else', 'else', 'keep going', 'next'],
  ],
  ['higher', ['higher', 'highest', 'bigger', 'biggest', 'larger', 'largest', 'greater']],
  ['lower', ['lower', 'lowest', 'smaller', 'smallest', 'less']],
  [
    'other',
    [
      ...['one', 'figure', 'number', 'count', 'total'].flatMap((n) => [
        `other ${n}`,
        `another ${n}`,
        `second ${n}`,
      ]),
      'the other',
      'the second',
    ],
  ],
  [
    'source',
    ['whom do they quote', 'who do they quote', 'whom did they quote', 'who did they quote', 'who is quoted'],
  ],
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
  ['date', ['since when', 'when', 'what date', 'what day', 'which day', 'date']],
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
      'who broke',
      'src',
      'whose word',
      'whose authority',
      'what authority',
      'according to who',
      'according to whom',
      'whose',
      'where from',
      'come from',
      'comes from',
      'get that from',
      'get this from',
      'get it from',
      'how do you know',
      'how do we know',
      'how do they know',
      'how would you know',
      'how would they know',
      'how is that known',
      'citation',
      'reference',
    ],
  ],
];

const FIGURE_ACTS: ReadonlySet<ActKind> = new Set(['higher', 'lower', 'other']);

/** These say that an earlier answer is meant, not the latest. */
const BACKWARD = new Set('before previous earlier last again above'.split(' '));

const ENDERS = new Set(['no', 'nothing', 'none', 'not']);
const ENDED = new Set(['more', 'else', 'further', 'questions', 'question']);

const FILLERS = new Set(
  `a an the and or but so ok okay well oh wait hm please now then just also too again actually really exactly
  is are was were be been being am do does did has have had can could would will
  i me my you your we us he she they them him his her their it its that this those these there here
  what who whom whose which how to of on in for from with about at by not no yes any anything something some
  say says said saying exact tell told give gave given claim claims claimed report reported number figure count total one ones
  where get got before previous earlier last lol anyone anybody someone somebody everyone first originally actual
  answer claim thing part sentence official officially information guys people men person story subject topic
  paper newspaper outlet site write wrote writes written
  alleged allegedly rumour rumours rumor rumors hearsay proof proved proven evidence`.split(/\s+/u),
);

/** The act an utterance performs; undefined when it says anything beyond but what is known from the answer it is about. */
export function actOf({ words }: Reading, isKnown: (word: Word) => boolean = () => false): Act | undefined {
  for (const [act, signs] of SIGNS) {
    for (const sign of signs) {
      const at = indexOf(words, sign.split(' '));
      if (at < 0) continue;
      const length = sign.split(' ').length;
      const isSpent = (word: Word, i: number) =>
        (i >= at && i < at + length) || isFiller(word, words[i - 1]) || isKnown(word);
      if (words.every(isSpent))
        return {
          kind: act,
          isFigure: FIGURE_ACTS.has(act),
          pointsBack: words.some((w) => BACKWARD.has(w.text)),
        };
    }
  }
  return undefined;
}

/** "Us" is a filler in "tell us", and a name elsewhere. */
function isFiller(word: Word, before: Word | undefined): boolean {
  return FILLERS.has(word.text) && (!isName(word) || ['tell', 'give'].includes(before?.text ?? ''));
}

/** Whether it says that there is nothing more to ask. */
export function isEnding({ words }: Reading): boolean {
  const [first, ...others] = words.map((word) => word.text);
  return (
    ENDERS.has(first ?? '') &&
    others.some((text) => ENDED.has(text)) &&
    others.every((text) => ENDED.has(text) || FILLERS.has(text))
  );
}

function indexOf(words: readonly Word[], sign: readonly string[]): number {
  return words.findIndex((_, i) => sign.every((text, j) => words[i + j]?.text === text));
}
