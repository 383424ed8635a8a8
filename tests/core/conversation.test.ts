import { describe, expect, it } from 'vitest';
import { MAX_TURNS, NEW_CONVERSATION, remember, type Turn } from '../../src/core/conversation.ts';

const turn = (utterance: string): Turn => ({ utterance, intents: [] });
const conversationOf = (...utterances: string[]) => utterances.map(turn).reduce(remember, NEW_CONVERSATION);

describe('a conversation', () => {
  it('begins with nothing said', () => {
    expect(NEW_CONVERSATION.turns).toEqual([]);
  });

  it('has the latest turn last', () => {
    expect(conversationOf('first', 'second').turns.map((t) => t.utterance)).toEqual(['first', 'second']);
  });

  it('keeps what was answered', () => {
    const asked = { utterance: 'who?', intents: ['captain-who'] };
    expect(remember(NEW_CONVERSATION, asked).turns).toEqual([asked]);
  });

  it('forgets the oldest turns', () => {
    const said = Array.from({ length: MAX_TURNS + 3 }, (_, i) => `${i}`);
    expect(conversationOf(...said).turns.map((t) => t.utterance)).toEqual(said.slice(-MAX_TURNS));
  });

  it('is a new value each time, so that an earlier one stays as it was', () => {
    const before = conversationOf('first');
    remember(before, turn('second'));
    expect(before.turns).toHaveLength(1);
    expect(NEW_CONVERSATION.turns).toHaveLength(0);
  });
});
