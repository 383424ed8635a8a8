/** Each utterance stands once in a pack: two intents cannot both be right, and a test must be new to the matcher. */
import type { OutOfScope } from '../../core/pack.ts';
import { type Draft, FILES } from '../draft.ts';
import { type Problem, shown } from '../problem.ts';

const ROLES = {
  question: { name: 'question', path: () => 'question' },
  phrase: { name: 'training phrase', path: (index: number) => `phrases[${index}]` },
  test: { name: 'test utterance', path: (index: number) => `tests[${index}]` },
} as const;

interface Place {
  readonly file: string;
  readonly role: keyof typeof ROLES;
  readonly index: number;
  readonly text: string;
}

/** Wording without what a matcher cannot be expected to tell apart: case, punctuation, spacing, character variants. */
export function normalised(utterance: string): string {
  const folded = utterance.normalize('NFKC').toLowerCase();
  const words = folded
    .replace(/['’‘]/g, '')
    .replace(/[\p{P}\p{Z}\p{C}]+/gu, ' ')
    .trim();
  return words === '' ? folded.trim() : words;
}

export function utteranceProblems({ intents, outOfScope }: Draft): readonly Problem[] {
  const first = new Map<string, Place>();
  const problems: Problem[] = [];
  const add = (place: Place): void => {
    const key = normalised(place.text);
    const other = first.get(key);
    const ownQuestion = place.role === 'phrase' && other?.role === 'question' && place.file === other.file;
    if (other === undefined || ownQuestion) first.set(key, place);
    else problems.push(repeated(place, other));
  };
  const addLists = (file: string, { phrases, tests }: OutOfScope): void => {
    for (const [index, text] of phrases.entries()) add({ file, role: 'phrase', index, text });
    for (const [index, text] of tests.entries()) add({ file, role: 'test', index, text });
  };

  for (const { file, intent } of intents) {
    if (intent.kind !== 'smalltalk') add({ file, role: 'question', index: 0, text: intent.question });
    addLists(file, intent);
  }
  addLists(FILES.outOfScope, outOfScope);
  return problems;
}

function repeated({ file, role, index, text }: Place, other: Place): Problem {
  const { name, path } = ROLES[role];
  const taken = ROLES[other.role];
  return {
    file,
    path: path(index),
    value: text,
    message: `Cannot use the ${name} ${shown(text)}: it is a ${taken.name} already, ${other.file}, ${taken.path(other.index)}`,
    remedy: role === 'question' ? 'Reword one of the two.' : 'Remove or reword one of the two.',
  };
}
