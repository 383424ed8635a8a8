/** A pack: one report with its claims, intents and words, checked and ready to answer from. */
import type { Intent } from './intent.ts';
import type { Claim, Report } from './report.ts';

/** Names and synonyms that mean the same in this report. */
export interface LexiconEntry {
  /** The term all of them stand for. */
  readonly term: string;
  readonly kind: LexiconKind;
  /** Other ways to say it, of one word or several. */
  readonly same: readonly string[];
}

export const LEXICON_KINDS = ['person', 'organisation', 'place', 'group', 'concept'] as const;
export type LexiconKind = (typeof LEXICON_KINDS)[number];

/** Utterances that have nothing to do with the report. */
export interface OutOfScope {
  readonly phrases: readonly string[];
  readonly tests: readonly string[];
}

/** A passage no answer needs to cite, with the reason. */
export interface Waiver {
  readonly passage: number;
  readonly reason: string;
}

/** What the pack's authors decide about its answers. */
export interface Settings {
  /** Share of wrong answers to aim for, between 0 and 1. */
  readonly maxWrong: number;
}

export interface Pack {
  readonly report: Report;
  readonly claims: readonly Claim[];
  readonly intents: readonly Intent[];
  readonly lexicon: readonly LexiconEntry[];
  readonly outOfScope: OutOfScope;
  readonly waivers: readonly Waiver[];
  readonly settings: Settings;
  /** First 12 hexadecimal digits of the SHA-256 of all its files: changes whenever the content does. */
  readonly version: string;
}
