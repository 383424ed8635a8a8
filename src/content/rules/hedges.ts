/** Hedges survive: what the report calls alleged, claimed or approximate stays so in an answer. */
import type { Claim } from '../../core/report.ts';
import type { FactReader, Facts } from './facts.ts';

/** Words that make a figure approximate or a bound. Each stands for itself: "about" is not "around". */
const FIGURE_HEDGES = [
  'around',
  'about',
  'approximately',
  'roughly',
  'nearly',
  'almost',
  'at least',
  'at most',
  'up to',
  'more than',
  'over',
  'less than',
  'fewer than',
  'under',
  'some',
].map((hedge) => hedge.split(' '));

/** A hedge belongs to a figure that starts this many words behind it at most: "about $200 to $300". */
const REACH_IN_QUOTE = 3;
/** An answer may say the same at more length: "between about $200 and the $300 a head". */
const REACH_IN_STATEMENT = 6;

/** Words that say how sure the speaker is; another word of the family does as well. */
const STANCES = [
  { name: 'alleged', pattern: /\balleg(?:e[ds]?|edly|ing|ations?)\b/i },
  { name: 'claimed', pattern: /\bclaim(?:s|ed|ing)?\b/i },
  { name: 'believe', pattern: /\bbelie(?:f|fs|ve|ves|ved|ving)\b/i },
  { name: 'reportedly', pattern: /\breport(?:s|ed|edly|ing)\b/i, inQuote: /\breportedly\b/i },
  { name: 'suspected', pattern: /\bsuspect(?:s|ed|ing)?\b/i },
  { name: 'possibly', pattern: /\bpossib(?:le|ly)\b/i },
  { name: 'likely', pattern: /\blikely\b/i },
  { name: 'some', pattern: /\bsome\b/i },
] as const;

/** A hedge a statement has lost. */
export interface LostHedge {
  readonly hedge: string;
  /** The figure it belongs to, when it belongs to one. */
  readonly figure?: string;
  /** The claim that has it. */
  readonly claim: string;
}

/** The hedges of the claims that the statement does not keep. */
export function lostHedges(
  statement: string,
  claims: readonly Claim[],
  read: FactReader,
): readonly LostHedge[] {
  return [...lostStances(statement, claims), ...lostFigureHedges(statement, claims, read)];
}

function lostStances(statement: string, claims: readonly Claim[]): readonly LostHedge[] {
  return STANCES.flatMap((stance) => {
    if (stance.pattern.test(statement)) return [];
    const inQuote = 'inQuote' in stance ? stance.inQuote : stance.pattern;
    const claim = claims.find((one) => one.standing === stance.name || inQuote.test(one.quote));
    return claim ? [{ hedge: stance.name, claim: claim.id }] : [];
  });
}

function lostFigureHedges(text: string, claims: readonly Claim[], read: FactReader): readonly LostHedge[] {
  const statement = read(text);
  if (statement.figures.length === 0) return [];
  const kept = hedgedFigures(statement, REACH_IN_STATEMENT);
  const lost = new Map<string, LostHedge>();
  const satisfied = new Set<string>();
  for (const claim of claims) {
    for (const [value, hedges] of hedgedFigures(read(claim.quote), REACH_IN_QUOTE)) {
      const figure = statement.figures.find((one) => one.value === value);
      if (!figure) continue;
      if ([...hedges].some((hedge) => kept.get(value)?.has(hedge))) satisfied.add(value);
      else lost.set(value, { hedge: [...hedges].join('" or "'), figure: figure.text, claim: claim.id });
    }
  }
  return [...lost].filter(([value]) => !satisfied.has(value)).map(([, hedge]) => hedge);
}

/** The hedges before each hedged figure, by the figure's value. */
function hedgedFigures({ tokens, figures }: Facts, reach: number): ReadonlyMap<string, ReadonlySet<string>> {
  const words = tokens.map((token) => token.text.toLowerCase());
  const hedged = new Map<string, Set<string>>();
  for (const { value, at } of figures) {
    for (const hedge of FIGURE_HEDGES) {
      const last = at - hedge.length;
      for (let start = Math.max(0, last - reach + 1); start <= last; start++) {
        if (!hedge.every((word, index) => words[start + index] === word)) continue;
        hedged.set(value, (hedged.get(value) ?? new Set()).add(hedge.join(' ')));
      }
    }
  }
  return hedged;
}
