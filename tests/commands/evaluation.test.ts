import { describe, expect, it } from 'vitest';
import { evaluate, type LabelledQuestion } from '../../src/commands/evaluation.ts';
import type { Intent } from '../../src/core/intent.ts';
import type { Reply } from '../../src/core/reply.ts';
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
async function outcome(utterance: string, intent: string | null): Promise<string | undefined> {
  return (await evaluate([{ utterance, intent }], createSampleResponder(), INTENTS)).all[0]?.outcome;
}

describe('evaluate', () => {
  it.each([
    ['the answer meant', 'When was the bridge closed?', 'bridge-when', 'hit'],
    ['two answers, the one meant among them', 'both', 'bridge-when', 'hit'],
    ['another answer', 'When was the bridge closed?', 'ferries', 'wrong'],
    ['options with the one meant', 'which', 'bridge-when', 'offered'],
    ['options without it', 'which', 'ferries', 'missed'],
    ['a quote of the answer meant among the nearest', 'excerpt', 'ferries', 'offered'],
    ['a quote of a passage that the answer meant rests on', 'excerpt', 'bridge-when', 'offered'],
    ['quotes of other answers', 'excerpt', 'repair-cost', 'missed'],
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
  ] as const)('judges %s', async (_, utterance, intent, expected) => {
    expect(await outcome(utterance, intent)).toBe(expected);
  });

  it('tells a false denial from a question that found nothing', async () => {
    const denial: Reply = { kind: 'fallback', reason: 'gap', text: 'It does not say.', options: [] };
    const denying = { ...createSampleResponder(), reply: async () => denial };
    const questions = ['ferries', 'who-pays', null].map((intent) => ({ utterance: 'x', intent }));
    const { all, tallies } = await evaluate(questions, denying, INTENTS);
    expect(all.map((one) => one.outcome)).toEqual(['denied', 'hit', 'hit']);
    expect(tallies.answer).toEqual({ questions: 1, hits: 0, offered: 0, wrong: 0, denied: 1, missed: 0 });
  });

  it.each<[string, string, readonly [number, ...number[]], string]>([
    ['an answer that rests on one of them', 'When was the bridge closed?', [1, 7], 'hit'],
    ['an answer that rests on others', 'When was the bridge closed?', [6], 'wrong'],
    ['a quote of one of them', 'excerpt', [8], 'offered'],
    ['quotes of others', 'excerpt', [6], 'missed'],
    ['a choice with an answer that rests on one of them', 'which', [1], 'offered'],
    ['a choice without', 'which', [6], 'missed'],
    ['small talk', 'hello', [1], 'wrong'],
    ['a refusal', 'unheard of', [1], 'missed'],
  ])('judges by passages where they are what is known: %s', async (_, utterance, passages, expected) => {
    const { all } = await evaluate([{ utterance, intent: null, passages }], createSampleResponder(), INTENTS);
    expect(all.map((one) => [one.expectation, one.outcome])).toEqual([['answer', expected]]);
  });

  it('counts by what was expected, and confusions by how often they happen', async () => {
    const questions: LabelledQuestion[] = [
      { utterance: 'When was the bridge closed?', intent: 'bridge-when' },
      { utterance: 'Who is Ada Brown?', intent: 'ferries' },
      { utterance: 'When was the bridge closed?', intent: 'who-pays' },
      { utterance: 'When was the bridge closed?', intent: 'who-pays' },
      { utterance: 'unheard of', intent: null },
    ];
    const { tallies, falseAnswers, confusions, misses } = await evaluate(
      questions,
      createSampleResponder(),
      INTENTS,
    );
    expect(tallies.answer).toEqual({ questions: 2, hits: 1, offered: 0, wrong: 1, denied: 0, missed: 0 });
    expect(falseAnswers).toEqual({ questions: 3, answered: 2 });
    expect(confusions).toEqual([
      { expected: 'who-pays', got: 'bridge-when', count: 2 },
      { expected: 'ferries', got: 'engineer-who', count: 1 },
    ]);
    expect(misses.map(({ outcome: one }) => one)).toEqual(['wrong', 'wrong', 'wrong']);
  });
});
