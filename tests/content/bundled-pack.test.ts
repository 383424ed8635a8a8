/** The report this repository ships with: sound, covered, and with enough wordings of each question, and no more. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPack } from '../../src/content/load.ts';
import { formatProblem } from '../../src/content/problem.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What intents/README.md asks for: more than the format's minimum, which a foreign pack may start from. */
const FEWEST = {
  answer: { phrases: 25, tests: 5 },
  gap: { phrases: 10, tests: 3 },
  // The program's own, whose tests are not the pack's.
  smalltalk: { phrases: 10, tests: 0 },
} as const;
/** More phrases teach the matcher their authors' words (docs/matching.md). */
const MOST_PHRASES = { answer: 40, gap: 80, smalltalk: Number.POSITIVE_INFINITY } as const;

describe('the bundled pack', () => {
  const loaded = loadPack(ROOT);

  it('is sound', () => {
    expect(loaded.kind === 'broken' ? loaded.problems.map(formatProblem) : []).toEqual([]);
  });

  it('words no question in more ways than are worth writing', () => {
    const intents = loaded.kind === 'sound' ? loaded.pack.intents : [];
    const fat = intents.filter(({ kind, phrases }) => phrases.length > MOST_PHRASES[kind]);
    expect(fat.map(({ id, phrases }) => `${id}: ${phrases.length} phrases`)).toEqual([]);
  });

  it('words every question in enough ways', () => {
    const intents = loaded.kind === 'sound' ? loaded.pack.intents : [];
    const thin = intents.filter(
      ({ kind, phrases, tests }) =>
        phrases.length < FEWEST[kind].phrases || tests.length < FEWEST[kind].tests,
    );
    expect(
      thin.map(({ id, phrases, tests }) => `${id}: ${phrases.length} phrases, ${tests.length} tests`),
    ).toEqual([]);
    expect(intents.filter((intent) => intent.kind === 'answer').length).toBeGreaterThanOrEqual(50);
  });
});
