/** Which intents cite which passage: the table that shows what of the report can be asked for. */
import type { Intent } from '../core/intent.ts';
import type { Waiver } from '../core/pack.ts';
import type { Claim, Passage } from '../core/report.ts';

export interface PassageCoverage {
  readonly passage: Passage;
  /** Ids of the answers that cite it, in the pack's order. */
  readonly intents: readonly string[];
  /** Why no answer needs to cite it. */
  readonly waiver?: string;
}

/** The parts of a pack that coverage looks at. */
export interface Coverable {
  readonly passages: readonly Passage[];
  readonly claims: readonly Claim[];
  readonly intents: readonly Intent[];
  readonly waivers: readonly Waiver[];
}

/** Every passage of the report, in its order, with the answers that cite it. */
export function coverage({ passages, claims, intents, waivers }: Coverable): readonly PassageCoverage[] {
  const passageOf = new Map(claims.map((claim) => [claim.id, claim.passage]));
  const citing = new Map<number, Set<string>>();
  for (const intent of intents) {
    if (intent.kind !== 'answer') continue;
    for (const id of intent.answer.flatMap((statement) => statement.claims)) {
      const line = passageOf.get(id);
      if (line === undefined) continue;
      const ids = citing.get(line) ?? new Set();
      citing.set(line, ids.add(intent.id));
    }
  }
  return passages.map((passage) => {
    const waiver = waivers.find((one) => one.passage === passage.line);
    return {
      passage,
      intents: [...(citing.get(passage.line) ?? [])],
      ...(waiver && { waiver: waiver.reason }),
    };
  });
}
