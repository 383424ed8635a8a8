import { describe, expect, it } from 'vitest';
import { evaluate, type LabelledQuestion } from '../../src/commands/evaluation.ts';
import type { Intent } from '../../src/core/intent.ts';
import { SAMPLE_INTENTS } from '../adapters/sample-pack.ts';
import { createSampleResponder } from '../adapters/sample-responder.ts';

const trained = { phrases: [], tests: [] };
const INTENTS: readonly Intent[] = [
  ...SAMPLE_INTENTS,
  { kind: 'gap', id: 'who-pays', question: 'Who pays?', text: 'It does not say.', nearest: [], ...trained },
  { kind: 'smalltalk', id: 'greeting', text: 'Hello!', ...trained },
  { kind: 'smalltalk', id: 'thanks', text: 'You are welcome.', ...trained },
];

/** The outcome of one question. */
function outcome(utterance: string, intent: string | null): string | undefined {
  return evaluate([{ utterance, intent }], createSampleResponder(), INTENTS).all[0]?.outcome;
}

describe('evaluate', () => {
  it.each([
    ['the answer meant', 'When was the bridge closed?', 'bridge-when', 'hit'],
    ['two answers, the one meant among them', 'both', 'bridge-when', 'hit'],
    ['another answer', 'When was the bridge closed?', 'ferries', 'wrong'],
    ['options with the one meant', 'which', 'bridge-when', 'offered'],
    ['options without it', 'which', 'ferries', 'missed'],
    ['a passage instead of an answer', 'excerpt', 'ferries', 'missed'],
    ['a refusal instead of an answer', 'unheard of', 'ferries', 'missed'],
    ['small talk instead of an answer', 'hello', 'ferries', 'wrong'],
    ['a known gap declined', 'unheard of', 'who-pays', 'hit'],
    ['a known gap answered', 'When was the bridge closed?', 'who-pays', 'wrong'],
    ['the small talk meant', 'hello', 'greeting', 'hit'],
    ['other small talk', 'hello', 'thanks', 'wrong'],
    ['small talk declined', 'unheard of', 'thanks', 'missed'],
    ['nothing to answer, declined', 'unheard of', null, 'hit'],
    ['nothing to answer, taken for small talk', 'hello', null, 'hit'],
    ['nothing to answer, answered', 'When was the bridge closed?', null, 'wrong'],
  ] as const)('judges %s', (_, utterance, intent, expected) => {
    expect(outcome(utterance, intent)).toBe(expected);
  });

  it('counts by what was expected, and confusions by how often they happen', () => {
    const questions: LabelledQuestion[] = [
      { utterance: 'When was the bridge closed?', intent: 'bridge-when' },
      { utterance: 'Who is Ada Brown?', intent: 'ferries' },
      { utterance: 'When was the bridge closed?', intent: 'who-pays' },
      { utterance: 'When was the bridge closed?', intent: 'who-pays' },
      { utterance: 'unheard of', intent: null },
    ];
    const { tallies, falseAnswers, confusions, misses } = evaluate(
      questions,
      createSampleResponder(),
      INTENTS,
    );
    expect(tallies.answer).toEqual({ questions: 2, hits: 1, offered: 0, wrong: 1, missed: 0 });
    expect(falseAnswers).toEqual({ questions: 3, answered: 2 });
    expect(confusions).toEqual([
      { expected: 'who-pays', got: 'bridge-when', count: 2 },
      { expected: 'ferries', got: 'engineer-who', count: 1 },
    ]);
    expect(misses.map(({ outcome: one }) => one)).toEqual(['wrong', 'wrong', 'wrong']);
  });
});
