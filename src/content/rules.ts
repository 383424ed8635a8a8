/** All the rules of a pack, in the order in which a curator would want to fix what they find. */
import type { Draft } from './draft.ts';
import type { Problem } from './problem.ts';
import { claimProblems } from './rules/claims.ts';
import { coverageProblems } from './rules/coverage.ts';
import { dialogueProblems } from './rules/dialogues.ts';
import { lexiconProblems } from './rules/lexicon.ts';
import { referenceProblems } from './rules/references.ts';
import { statementProblems } from './rules/statements.ts';
import { textProblems } from './rules/text.ts';
import { utteranceProblems } from './rules/utterances.ts';

const RULES = [
  textProblems,
  claimProblems,
  statementProblems,
  referenceProblems,
  utteranceProblems,
  lexiconProblems,
  coverageProblems,
  dialogueProblems,
] as const;

/** Every problem of a pack whose files could be read. */
export function ruleProblems(draft: Draft): readonly Problem[] {
  return RULES.flatMap((rule) => rule(draft));
}
