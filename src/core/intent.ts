/** The questions a pack knows: those the report answers, those it does not, and small talk. */

/** One sentence of an answer, with the claims it rests on. */
export interface Statement {
  readonly text: string;
  readonly claims: readonly [string, ...string[]];
}

/** The short lists an answer can appear in. */
export const INDEXES = ['people', 'numbers', 'timeline'] as const;
export type IndexName = (typeof INDEXES)[number];

interface Trained {
  /** The file's name without its ending. */
  readonly id: string;
  /** Training phrases. */
  readonly phrases: readonly string[];
  /** Test utterances, which the matcher never sees. */
  readonly tests: readonly string[];
}

/** A question the report answers. */
export interface AnswerIntent extends Trained {
  readonly kind: 'answer';
  readonly question: string;
  readonly group: string;
  readonly index: readonly IndexName[];
  readonly answer: readonly [Statement, ...Statement[]];
  readonly related: readonly string[];
}

/** A question people ask that the report does not answer. */
export interface GapIntent extends Trained {
  readonly kind: 'gap';
  readonly question: string;
  readonly text: string;
  /** Answers that come closest. */
  readonly nearest: readonly string[];
}

/** A greeting, a thank-you, a question about the bot. */
export interface SmalltalkIntent extends Trained {
  readonly kind: 'smalltalk';
  readonly text: string;
}

export type Intent = AnswerIntent | GapIntent | SmalltalkIntent;
