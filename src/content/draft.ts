/** What could be read of a pack, sound or not: what the rules judge. */
import type { Intent } from '../core/intent.ts';
import type { LexiconEntry, OutOfScope } from '../core/pack.ts';
import type { Claim, Passage } from '../core/report.ts';
import type { CommonContent } from './common.ts';
import type { ReportFile, TestDialogue } from './schema.ts';

/** The authored files by their path inside a pack; the intents come on top. */
export const FILES = {
  text: 'data/report.txt',
  report: 'data/report.yaml',
  claims: 'data/claims.yaml',
  lexicon: 'data/lexicon.yaml',
  outOfScope: 'data/out-of-scope.yaml',
  dialogues: 'data/dialogues.yaml',
  heldOut: 'data/held-out.yaml',
} as const;

/** An intent and the file it came from. */
export interface IntentSource {
  readonly file: string;
  readonly intent: Intent;
}

/** A claim and its place in the ledger. */
export interface ClaimSource {
  /** `[12]`, its index in the list. */
  readonly path: string;
  readonly claim: Claim;
}

/** A part is undefined when its file could not be read; rules that need it then have nothing to say. */
export interface Draft {
  readonly report: ReportFile | undefined;
  readonly text: { readonly sha256: string; readonly passages: readonly Passage[] } | undefined;
  readonly claims: readonly ClaimSource[] | undefined;
  readonly intents: readonly IntentSource[];
  readonly lexicon: readonly LexiconEntry[];
  readonly outOfScope: OutOfScope;
  readonly dialogues: readonly TestDialogue[];
  /** What comes with the program. */
  readonly common: CommonContent;
  /** Ids of intents and claims that exist but could not be read: citing one is no second problem. */
  readonly unreadable: ReadonlySet<string>;
}
