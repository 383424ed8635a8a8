import { describe, expect, it } from 'vitest';
import type { FeedbackEntry } from '../../src/adapters/feedback.ts';
import { joinFeedbacks, joinJournals } from '../../src/operations/joined.ts';
import { POST, QUESTION } from './entries.ts';

const VERDICT: FeedbackEntry = { platform: 'slack', intent: 'bridge-why', packVersion: 'v', helpful: true };

describe('journals joined', () => {
  it('are all told of questions and posts, in their order', () => {
    const told: string[] = [];
    const journal = (name: string) => ({
      asked: ({ utterance }: { readonly utterance: string }) => told.push(`${name} asked ${utterance}`),
      posted: ({ message }: { readonly message: string }) => told.push(`${name} posted ${message}`),
    });
    const joined = joinJournals([journal('a'), journal('b')]);
    joined.asked(QUESTION);
    joined.posted(POST);
    expect(told).toEqual([
      `a asked ${QUESTION.utterance}`,
      `b asked ${QUESTION.utterance}`,
      `a posted ${POST.message}`,
      `b posted ${POST.message}`,
    ]);
  });
});

describe('feedbacks joined', () => {
  it('are all told, and the caller learns when one of them failed', async () => {
    const told: boolean[] = [];
    const joined = joinFeedbacks([
      {
        record: () => {
          throw new Error('disk full');
        },
      },
      { record: ({ helpful }) => void told.push(helpful) },
    ]);
    await expect(joined.record(VERDICT)).rejects.toThrow('disk full');
    expect(told).toEqual([true]);
  });
});
