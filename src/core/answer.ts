/** Builds the reply for a chosen intent: statements with footnote numbers, and the citations they point at. */
import type { AnswerIntent } from './intent.ts';
import type { CitedStatement, CuratedAnswer, Footnote, Option } from './reply.ts';
import { type Claim, cite, type Report } from './report.ts';

export interface AnswerContext {
  readonly report: Report;
  readonly claims: ReadonlyMap<string, Claim>;
  option(intent: string): Option | undefined;
}

/**
 * Numbers the claims of an answer in the order they are first cited; the same quote never gets two numbers. Remarks stand
 * first and cite nothing: they say what the report does not.
 */
export function composeAnswer(
  intent: AnswerIntent,
  confidence: number,
  context: AnswerContext,
  remarks: readonly string[] = [],
): CuratedAnswer {
  const footnotes: Footnote[] = [];
  const numberOf = (claim: Claim) => {
    const known = footnotes.find((f) => f.citation.quote === claim.quote);
    if (known) return known.number;
    const number = footnotes.length + 1;
    footnotes.push({ number, citation: cite(context.report, claim) });
    return number;
  };
  const statements: CitedStatement[] = intent.answer.map(({ text, claims }) => ({
    text,
    footnotes: [...new Set(claims.flatMap((id) => context.claims.get(id) ?? []).map(numberOf))],
  }));
  return {
    intent: intent.id,
    question: intent.question,
    confidence,
    statements: [...remarks.map((text) => ({ text, footnotes: [] })), ...statements],
    footnotes,
    related: intent.related.flatMap((id) => context.option(id) ?? []),
  };
}
