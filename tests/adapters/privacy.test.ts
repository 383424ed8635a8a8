import { describe, expect, it } from 'vitest';
import { onlyAsker } from '../../src/adapters/ask.ts';
import { createConversationStore } from '../../src/adapters/conversation-store.ts';
import { forgetPerson, KEPT_DAYS, privacyText, whatIsKept } from '../../src/adapters/privacy.ts';
import { KEEP_COUNTS_DAYS, KEEP_POSTS_DAYS } from '../../src/store/retention.ts';
import { createMemoryLog } from './memory-log.ts';

describe('What people are told of what is kept', () => {
  it('agrees with what the store keeps', () => {
    expect(KEPT_DAYS).toEqual({ outcomes: KEEP_COUNTS_DAYS, posts: KEEP_POSTS_DAYS });
  });

  it('names the days as configured, and no days where nothing outlives the process', () => {
    expect(whatIsKept({ keepQuestionsDays: 30 })).toContain('encrypted, for 30 days and then erased');
    expect(whatIsKept({ keepQuestionsDays: 1 })).toContain('for one day');
    expect(whatIsKept({ keepQuestionsDays: 0 })).toContain('Neither the words of a question nor who asked');
    expect(whatIsKept()).not.toMatch(/\bdays?\b/u);
    expect(privacyText(undefined).length).toBeGreaterThan(1);
  });
});

describe('Being forgotten', () => {
  const room = (forget?: () => Promise<{ questions: number; conversations: number }>) => ({
    conversations: createConversationStore(),
    privacy: { forget },
    log: createMemoryLog(),
  });
  const describeError = (error: unknown) => ({ error: String(error) });
  const askedOf = (given: ReturnType<typeof room>) => forgetPerson(given, onlyAsker('a'), describeError);

  it.each([
    [{ questions: 1, conversations: 0 }, 'Done. I erased 1 question of yours.'],
    [{ questions: 2, conversations: 3 }, 'Done. I erased 2 questions and 3 conversations of yours.'],
    [{ questions: 0, conversations: 0 }, 'There is nothing of yours left that I could erase.'],
  ])('tells what was erased: %o', async (report, told) => {
    expect(await askedOf(room(async () => report))).toBe(told);
  });

  it('says so when there is nothing to erase from', async () => {
    expect(await askedOf(room())).toContain('nothing of yours left');
  });
});
