/** What Footnote says, free of any platform: every adapter renders these. */
import type { Citation } from './report.ts';

/** An intent offered to the reader: a button, a numbered line. */
export interface Option {
  readonly intent: string;
  readonly question: string;
}

/** A sentence of an answer with the numbers of its footnotes, from 1. */
export interface CitedStatement {
  readonly text: string;
  readonly footnotes: readonly number[];
}

/** A citation with its footnote number. */
export interface Footnote {
  readonly number: number;
  readonly citation: Citation;
}

/** One curated answer. */
export interface CuratedAnswer {
  readonly intent: string;
  readonly question: string;
  /** Calibrated probability that this is the answer asked for, 0 to 1; 1 when chosen by hand. */
  readonly confidence: number;
  readonly statements: readonly CitedStatement[];
  /** In the order of their numbers. */
  readonly footnotes: readonly Footnote[];
  readonly related: readonly Option[];
}

export interface AnswerReply {
  readonly kind: 'answer';
  readonly answers: readonly [CuratedAnswer, ...CuratedAnswer[]];
}

/** "Did you mean A or B?", two to four options. */
export interface DisambiguationReply {
  readonly kind: 'disambiguation';
  readonly text: string;
  readonly options: readonly Option[];
}

/** No answer surely fits, but these quotes are nearest: neither an answer nor a denial. */
export interface ExcerptReply {
  readonly kind: 'excerpt';
  readonly text: string;
  /** Best first, one to three. */
  readonly passages: readonly [Citation, ...Citation[]];
  /** The answers behind them. */
  readonly options: readonly Option[];
}

/**
 * Why there is no answer: a known `gap` of the report, what came `later` than it, an `opinion`, advice or a prediction, a
 * question about an answer where there was none (`unmatched`), something else altogether (`out-of-scope`), or no words at all
 * (`empty`).
 */
export const FALLBACK_REASONS = ['gap', 'later', 'opinion', 'unmatched', 'out-of-scope', 'empty'] as const;
export type FallbackReason = (typeof FALLBACK_REASONS)[number];

/** The report does not say. */
export interface FallbackReply {
  readonly kind: 'fallback';
  readonly reason: FallbackReason;
  readonly text: string;
  /** The nearest questions it can answer. */
  readonly options: readonly Option[];
}

export interface SmalltalkReply {
  readonly kind: 'smalltalk';
  readonly intent: string;
  readonly text: string;
  /** Questions to start with. */
  readonly options: readonly Option[];
}

export type Reply = AnswerReply | DisambiguationReply | ExcerptReply | FallbackReply | SmalltalkReply;
