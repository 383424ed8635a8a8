/** Whatever names another thing names one that exists, and nothing has two names. */
import { type Draft, FILES, type IntentSource } from '../draft.ts';
import { type Problem, shown } from '../problem.ts';

/** What small talk may have filled in. */
const PLACEHOLDERS = ['{report}', '{date}'];

export function referenceProblems(draft: Draft): readonly Problem[] {
  return [...idProblems(draft.intents), ...draft.intents.flatMap((source) => linkProblems(source, draft))];
}

function idProblems(intents: readonly IntentSource[]): readonly Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { file, intent } of intents) {
    const other = first.get(intent.id);
    if (other === undefined) first.set(intent.id, file);
    else {
      problems.push({
        file,
        path: '',
        value: intent.id,
        message: `Cannot use the id "${intent.id}" twice: ${other} has it already`,
        remedy: 'Rename one of the two files.',
      });
    }
  }
  return problems;
}

function linkProblems(
  { file, intent }: IntentSource,
  { intents, claims, unreadable }: Draft,
): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (path: string, value: string, message: string, remedy: string): void => {
    problems.push({ file, path, value, message, remedy });
  };

  if (intent.kind === 'smalltalk') {
    for (const placeholder of intent.text.match(/\{[^{}]*\}/g) ?? []) {
      if (PLACEHOLDERS.includes(placeholder)) continue;
      add(
        'text',
        placeholder,
        `Cannot fill in "${placeholder}": only ${PLACEHOLDERS.join(' and ')} can be`,
        'Write one of them.',
      );
    }
    return problems;
  }

  const field = intent.kind === 'answer' ? 'related' : 'nearest';
  const others = intent.kind === 'answer' ? intent.related : intent.nearest;
  for (const [index, id] of others.entries()) {
    const path = `${field}[${index}]`;
    const other = intents.find((source) => source.intent.id === id);
    if (id === intent.id)
      add(
        path,
        id,
        `Cannot offer "${id}" beside itself: the reader has just read it`,
        'Name another answer.',
      );
    else if (others.indexOf(id) < index)
      add(path, id, `Cannot offer "${id}" twice: it stands earlier in the list`, 'Remove one.');
    else if (other && other.intent.kind !== 'answer') {
      add(
        path,
        id,
        `Cannot offer "${id}": it is not an answer but a ${other.intent.kind}, ${other.file}`,
        'Name an answer.',
      );
    } else if (!other && !unreadable.has(id)) {
      add(
        path,
        id,
        `Cannot offer "${id}": there is no such intent`,
        'Correct the id; it is the name of a file in intents/.',
      );
    }
  }

  if (intent.kind === 'answer' && claims) {
    for (const [number, statement] of intent.answer.entries()) {
      for (const [index, id] of statement.claims.entries()) {
        if (unreadable.has(id) || claims.some(({ claim }) => claim.id === id)) continue;
        const path = `answer[${number}].claims[${index}]`;
        add(
          path,
          id,
          `Cannot cite ${shown(id)}: ${FILES.claims} has no such claim`,
          'Correct the id or add the claim.',
        );
      }
    }
  }
  return problems;
}
