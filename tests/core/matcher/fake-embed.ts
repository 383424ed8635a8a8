/** An encoder for tests: words that mean the same point the same way, all others nowhere. */
import type { Embedding } from '../../../src/core/matcher/meaning.ts';

const SENSES: readonly (readonly string[])[] = [
  ['captain', 'skipper', 'who', 'steered', 'okafor', 'commander'],
  ['price', 'cost', 'fare', 'charge'],
  ['when', 'date', 'day', 'friday'],
  ['ship', 'boat', 'ticket', 'sailing'],
  ['hello', 'howdy'],
];
const AXES = new Map(SENSES.flatMap((words, axis) => words.map((word) => [word, axis] as const)));
const STEP = 20;

export function fakeEmbed(text: string): Embedding {
  const embedding = new Int8Array(SENSES.length);
  for (const word of text.toLowerCase().split(' ')) {
    const axis = AXES.get(word);
    if (axis !== undefined) embedding[axis] = Math.min((embedding[axis] ?? 0) + STEP, 120);
  }
  return embedding;
}
