/** The claim ledger: ids stand once, quotes verbatim in their passages, attributions in the report. */
import type { Passage } from '../../core/report.ts';
import { type Draft, FILES } from '../draft.ts';
import { type Problem, shown } from '../problem.ts';

/** A beginning shorter than this, in UTF-16 code units, is found in any passage by chance. */
const SHORTEST_BEGINNING = 8;

export function claimProblems({ claims = [], text, report }: Draft): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  const whole = text?.passages.map((passage) => passage.text).join('\n') ?? '';
  const flat = squash(whole);
  const folded = flat.toLowerCase();

  for (const { path, claim } of claims) {
    const first = seen.get(claim.id);
    if (first === undefined) seen.set(claim.id, path);
    else {
      problems.push({
        file: FILES.claims,
        path: `${path}.id`,
        value: claim.id,
        message: `Cannot use the id "${claim.id}" twice: ${first} has it already`,
        remedy: 'Give one of the two claims another id.',
      });
    }
    if (!text) continue;
    const fault = quoteFault(claim.quote, claim.passage, text.passages);
    if (fault) problems.push({ file: FILES.claims, path: `${path}.quote`, value: claim.quote, ...fault });

    const attributions = {
      speaker: claim.speaker !== undefined && !folded.includes(squash(claim.speaker).toLowerCase()),
      role: claim.role !== undefined && !folded.includes(squash(claim.role).toLowerCase()),
      outlet: claim.outlet !== undefined && !flat.includes(squash(claim.outlet)),
      date: claim.date !== undefined && claim.date !== report?.date && !flat.includes(squash(claim.date)),
    };
    for (const field of ['speaker', 'role', 'outlet', 'date'] as const) {
      const value = claim[field];
      if (value === undefined || !attributions[field]) continue;
      problems.push({
        file: FILES.claims,
        path: `${path}.${field}`,
        value,
        message: `Cannot use the ${field} ${shown(value)} of "${claim.id}": the report does not have these words`,
        remedy: `Write the ${field} as the report words it.`,
      });
    }
  }
  return problems;
}

function squash(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

type Fault = Pick<Problem, 'message' | 'remedy'>;

function quoteFault(quote: string, line: number, passages: readonly Passage[]): Fault | undefined {
  const own = passages[line - 1];
  if (own?.text.includes(quote)) return undefined;
  const message = `Cannot find the quote ${shown(quote)} in passage ${line}`;
  const elsewhere = passages
    .filter((passage) => passage.text.includes(quote))
    .sort((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line))[0];
  if (elsewhere) {
    return {
      message: `${message}: it stands in passage ${elsewhere.line}`,
      remedy: `Write passage: ${elsewhere.line}.`,
    };
  }
  if (!own) {
    return {
      message: `${message}: the report has ${passages.length}`,
      remedy: "Write the passage's line number.",
    };
  }

  const nearest = passages.reduce(
    (best, passage) => (beginning(quote, passage.text) > beginning(quote, best.text) ? passage : best),
    own,
  );
  const length = beginning(quote, nearest.text);
  if (length < SHORTEST_BEGINNING) {
    return {
      message: `${message}: no passage begins a sentence or a part of one like this`,
      remedy: `Copy the words from line ${line} of ${FILES.text}.`,
    };
  }
  const end = nearest.text.indexOf(quote.slice(0, length)) + length;
  const where = nearest.line === line ? 'it' : `passage ${nearest.line} comes nearest, and the quote`;
  return {
    message:
      `${message}: ${where} departs at character ${length + 1}, after ${shown(quote.slice(Math.max(0, length - 20), length))}, ` +
      `with ${character(quote, length)} where the report has ${character(nearest.text, end)}`,
    remedy: `Copy the words from line ${nearest.line} of ${FILES.text}.`,
  };
}

/** How many code units of the quote's beginning stand together in the passage. */
function beginning(quote: string, passage: string): number {
  let low = 0;
  let high = quote.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (passage.includes(quote.slice(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A character with its code point, for dashes and quotation marks look alike. */
function character(text: string, index: number): string {
  const point = text.codePointAt(index);
  if (point === undefined) return 'its end';
  return `"${String.fromCodePoint(point)}" (U+${point.toString(16).toUpperCase().padStart(4, '0')})`;
}
