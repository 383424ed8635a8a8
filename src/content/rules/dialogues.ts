/** A dialogue asks for what there is: its intents exist, and somebody asks about an answer only after one. */
import { type Draft, FILES } from '../draft.ts';
import { type Problem, shown } from '../problem.ts';

export function dialogueProblems({ dialogues, intents, common, unreadable }: Draft): readonly Problem[] {
  const known = [...common.smalltalk, ...intents.map(({ intent }) => intent)];
  const kinds = new Map(known.map(({ id, kind }) => [id, kind]));
  const ids = new Set<string>();
  const problems: Problem[] = [];
  const add = (path: string, value: string, message: string, remedy: string): void => {
    problems.push({ file: FILES.dialogues, path, value, message, remedy });
  };

  for (const [number, { id, turns }] of dialogues.entries()) {
    if (ids.has(id)) {
      add(`[${number}].id`, id, `Cannot use the id ${shown(id)} twice`, 'Rename one of the two dialogues.');
    }
    ids.add(id);
    const answered = new Set<string | undefined>();
    for (const [turn, { ask, by, gives = [], or = [], about }] of turns.entries()) {
      const path = `[${number}].turns[${turn}]`;
      if (about !== undefined && !answered.has(by)) {
        add(
          `${path}.about`,
          about,
          `Cannot ask about an answer with ${shown(ask)}: no turn of the same person gives one before`,
          'Put a turn in front of it that is answered.',
        );
      }
      for (const intent of [...gives, ...or]) {
        if (kinds.get(intent) === 'answer') answered.add(by);
        if (kinds.has(intent) || unreadable.has(intent)) continue;
        add(
          path,
          intent,
          `Cannot expect ${shown(intent)}: there is no such intent`,
          'Correct the id; it is the name of a file in intents/.',
        );
      }
    }
  }
  return problems;
}
