/** Answers questions about an answer from the claim ledger: on whose word, how firmly, when, in which words. */
import type { AnswerIntent, Statement } from '../intent.ts';
import { type Claim, REPORT_AS_SPEAKER } from '../report.ts';
import type { ActKind } from './acts.ts';

/** The acts that the ledger answers. */
export type LedgerAct = Extract<ActKind, 'source' | 'confirmed' | 'date' | 'quote'>;

/** The statements that answer a question about an intent's answer; empty when its claims do not tell. */
export function statementsAbout(act: LedgerAct, claims: readonly Claim[]): readonly Statement[] {
  const statements = new Map<string, [string, ...string[]]>();
  for (const claim of claims) {
    const text = wording(act, claim);
    if (text === undefined) continue;
    const cited = statements.get(text);
    if (cited) cited.push(claim.id);
    else statements.set(text, [claim.id]);
  }
  return [...statements].map(([text, cited]) => ({ text, claims: cited }));
}

/** The claims a question about an answer is about: for the wording, what the same speaker is quoted with. */
export function claimsAbout(
  act: LedgerAct,
  claims: readonly Claim[],
  ledger: readonly Claim[],
): readonly Claim[] {
  if (act !== 'quote') return claims;
  const speakers = new Set(claims.map((claim) => claim.speaker));
  const quoted = ledger.filter(
    (c) => c.standing === 'quoted' && c.speaker !== undefined && speakers.has(c.speaker),
  );
  const [longest] = [...quoted].sort((a, b) => b.quote.length - a.quote.length);
  return longest ? [longest] : claims;
}

/** A ledger answer in the place of an intent's own; undefined when there is nothing to say. */
export function aboutAnswer(
  act: LedgerAct,
  intent: AnswerIntent,
  claims: readonly Claim[],
): AnswerIntent | undefined {
  const [first, ...others] = statementsAbout(act, claims);
  return first && { ...intent, answer: [first, ...others] };
}

function wording(act: LedgerAct, claim: Claim): string | undefined {
  switch (act) {
    case 'source':
      return `That is on the word of ${voice(claim)}.`;
    case 'confirmed':
      return claim.standing === 'confirmed'
        ? `It is confirmed by ${voice(claim)}.`
        : `The report gives it as ${claim.standing} by ${voice(claim)}, not as confirmed.`;
    case 'date':
      return claim.date === undefined ? undefined : `The report dates it: ${claim.date}.`;
    case 'quote':
      return `In the report's words: “${claim.quote}”`;
  }
}

function voice({ speaker = REPORT_AS_SPEAKER, role, outlet }: Claim): string {
  const who = role === undefined ? speaker : `${speaker}, ${role}`;
  return outlet === undefined || outlet === speaker ? who : `${who}, through ${outlet}`;
}
