import { describe, expect, it } from 'vitest';
import { ask, choose, onlyAsker } from '../../src/adapters/ask.ts';
import { createConversationStore, FORGET_AFTER_MS } from '../../src/adapters/conversation-store.ts';
import { NEW_CONVERSATION, remember } from '../../src/core/conversation.ts';
import { createSampleResponder } from './sample-responder.ts';

const talk = (utterance: string) => remember(NEW_CONVERSATION, { utterance, intents: [] });

describe('The conversation store', () => {
  it('forgets a conversation some time after its last turn', () => {
    let now = 0;
    const store = createConversationStore({ clock: () => now });
    store.set('a', talk('first'));
    now = FORGET_AFTER_MS - 1;
    expect(store.get('a')).toEqual(talk('first'));
    store.set('a', talk('second'));
    now += FORGET_AFTER_MS - 1;
    expect(store.get('a')).toEqual(talk('second'));
    now += 1;
    expect(store.get('a')).toBeUndefined();
  });

  it('keeps no more than its bound, the latest ones', () => {
    const store = createConversationStore({ maxConversations: 2 });
    for (const key of ['a', 'b', 'a', 'c']) store.set(key, talk(key));
    expect(store.get('b')).toBeUndefined();
    expect(store.get('a')).toEqual(talk('a'));
    expect(store.get('c')).toEqual(talk('c'));
  });
});

describe('Asking', () => {
  it('takes the conversation before into account and continues it', async () => {
    const asking = { responder: createSampleResponder(), conversations: createConversationStore() };
    await ask(asking, onlyAsker('a'), 'What will the repair cost?');
    expect(await ask(asking, onlyAsker('a'), 'again')).toMatchObject({
      kind: 'answer',
      answers: [{ intent: 'repair-cost' }],
    });
    expect(await ask(asking, onlyAsker('b'), 'again')).toMatchObject({ kind: 'fallback' });
    expect(await asking.conversations.get('a')).toMatchObject({
      turns: [{}, { utterance: 'again', intents: ['repair-cost'] }],
    });
  });

  it('remembers a choice as if its question had been asked', async () => {
    const asking = { responder: createSampleResponder(), conversations: createConversationStore() };
    expect(await choose(asking, onlyAsker('a'), 'nothing-of-the-kind')).toBeUndefined();
    await choose(asking, onlyAsker('a'), 'repair-cost');
    expect(await ask(asking, onlyAsker('a'), 'again')).toMatchObject({
      answers: [{ intent: 'repair-cost' }],
    });
  });
});
