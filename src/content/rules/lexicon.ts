/** A name stands for one thing: no wording belongs to two terms of the lexicon. */
import { type Draft, FILES } from '../draft.ts';
import { type Problem, shown } from '../problem.ts';
import { normalised } from './utterances.ts';

export function lexiconProblems({ lexicon }: Draft): readonly Problem[] {
  const owners = new Map<string, { readonly term: string; readonly path: string }>();
  const problems: Problem[] = [];
  for (const [number, entry] of lexicon.entries()) {
    const wordings = [
      { path: `[${number}].term`, wording: entry.term },
      ...entry.same.map((wording, index) => ({ path: `[${number}].same[${index}]`, wording })),
    ];
    for (const { path, wording } of wordings) {
      const key = normalised(wording);
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, { term: entry.term, path });
      else {
        problems.push({
          file: FILES.lexicon,
          path,
          value: wording,
          message: `Cannot use ${shown(wording)} for ${shown(entry.term)}: it stands for ${shown(owner.term)} already, ${owner.path}`,
          remedy: 'Remove one of the two.',
        });
      }
    }
  }
  return problems;
}
