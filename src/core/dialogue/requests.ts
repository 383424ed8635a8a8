/** What a person can ask for within a conversation. */
import type { AnswerIntent, GapIntent } from '../intent.ts';
import type { Reading } from '../language/reader.ts';
import type { Match } from '../matcher/matcher.ts';

/** `why` says how the conversation led there, in a sentence; undefined when it had no part in it. */
export type Request = { readonly why?: string } & (
  | {
      /** Whatever fits these words. */
      readonly kind: 'match';
      readonly reading: Reading;
      readonly match: Match;
    }
  | {
      /** An answer or a known gap that the conversation leads to. */
      readonly kind: 'found';
      readonly intent: AnswerIntent | GapIntent;
      readonly confidence: number;
      readonly reading: Reading;
    }
  | {
      /** Answers of which the conversation leads to any: the person is asked which. */
      readonly kind: 'either';
      readonly intents: readonly [string, ...string[]];
    }
  | {
      /** Something about an answer, in its place. */
      readonly kind: 'about';
      readonly intent: AnswerIntent;
    }
  | {
      /** Something that the report, or the conversation, does not tell. */
      readonly kind: 'untold';
      readonly reason: 'gap' | 'unmatched';
      readonly text: string;
      /** Intents to go on with. */
      readonly nearest: readonly string[];
    }
);
