/** The report's own words nearest to what was asked, when no answer surely fits. */
import type { AnswerContext } from './answer.ts';
import type { AnswerIntent } from './intent.ts';
import { type Citation, cite } from './report.ts';

/** Quotes shown at most. */
export const MAX_QUOTES = 3;

export interface NearQuote {
  /** The answer that rests on it. */
  readonly intent: string;
  readonly citation: Citation;
}

/** The first quote of each of these answers, in their order, no two from the same passage. */
export function nearestQuotes(
  answers: readonly AnswerIntent[],
  { report, claims }: AnswerContext,
): readonly NearQuote[] {
  const quotes: NearQuote[] = [];
  for (const intent of answers) {
    const cited = intent.answer.flatMap((s) => s.claims.flatMap((id) => claims.get(id) ?? []));
    const fresh = cited.find(({ passage }) => quotes.every((q) => q.citation.passage !== passage));
    if (fresh) quotes.push({ intent: intent.id, citation: cite(report, fresh) });
    if (quotes.length === MAX_QUOTES) break;
  }
  return quotes;
}
