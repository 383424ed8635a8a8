/** The report, its passages, and the claims it makes. */

/** One line of the report, byte for byte. */
export interface Passage {
  /** 1-based line number in the report. */
  readonly line: number;
  readonly text: string;
}

/** How firmly a claim is made, as the report words it. */
export const STANDINGS = ['stated', 'claimed', 'alleged', 'reported', 'confirmed', 'quoted'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Something somebody says in the report. */
export interface Claim {
  readonly id: string;
  /** Verbatim text of the passage. */
  readonly quote: string;
  /** The passage's 1-based line number. */
  readonly passage: number;
  /** On whose word it rests; the report itself when absent. */
  readonly speaker?: string;
  /** The speaker's office or description. */
  readonly role?: string;
  /** The publication it came through. */
  readonly outlet?: string;
  readonly standing: Standing;
  /** When it was said or happened, in the report's own words. */
  readonly date?: string;
}

export interface Report {
  readonly title: string;
  /** ISO 8601 calendar date, YYYY-MM-DD. */
  readonly date: string;
  /** BCP 47 tag. */
  readonly language: string;
  readonly credits?: string;
  readonly url?: string;
  readonly passages: readonly Passage[];
}

/** A claim as it is shown to the reader. */
export interface Citation {
  readonly claim: string;
  readonly quote: string;
  /** The passage's 1-based line number. */
  readonly passage: number;
  /** Where the quote starts in the passage, in UTF-16 code units. */
  readonly offset: number;
  readonly speaker: string;
  readonly role?: string;
  readonly outlet?: string;
  readonly standing: Standing;
  readonly date?: string;
}

/** The speaker shown for a claim that rests on the report itself. */
export const REPORT_AS_SPEAKER = 'the report';

/** Points a claim at its place in the report; the quote must occur in its passage, as validation assures. */
export function cite(report: Report, claim: Claim): Citation {
  const passage = report.passages[claim.passage - 1];
  return {
    claim: claim.id,
    quote: claim.quote,
    passage: claim.passage,
    offset: passage ? passage.text.indexOf(claim.quote) : -1,
    speaker: claim.speaker ?? REPORT_AS_SPEAKER,
    ...(claim.role !== undefined && { role: claim.role }),
    ...(claim.outlet !== undefined && { outlet: claim.outlet }),
    standing: claim.standing,
    ...(claim.date !== undefined && { date: claim.date }),
  };
}

/** The passages from `before` lines ahead of a line to `after` lines behind it, those that exist. */
export function passagesAround(report: Report, line: number, before = 1, after = 1): readonly Passage[] {
  return report.passages.filter((p) => p.line >= line - before && p.line <= line + after);
}
