import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/adapters/action.ts';
import { onlyAsker } from '../../src/adapters/ask.ts';
import { chosenBy } from '../../src/adapters/chosen.ts';
import { createConversationStore } from '../../src/adapters/conversation-store.ts';
import { WORDING } from '../../src/adapters/wording.ts';
import { SAMPLE_VERSION } from './sample-pack.ts';
import { createSampleResponder } from './sample-responder.ts';

const asking = { responder: createSampleResponder(), conversations: createConversationStore() };
const action = (more: Partial<Action> = {}): Action => ({
  action: 'answer',
  intent: 'bridge-why',
  version: SAMPLE_VERSION,
  ...more,
});

describe('a button', () => {
  it('gets the answer of its intent, remembered as a question', async () => {
    const chosen = await chosenBy(action(), onlyAsker('k'), asking);
    expect(chosen?.reply.answers[0].intent).toBe('bridge-why');
    expect(chosen).not.toHaveProperty('notice');
    expect((await asking.conversations.get('k'))?.turns).toHaveLength(1);
  });

  it('reads on where it says, which is no new question', async () => {
    expect(await chosenBy(action({ action: 'more', at: 1 }), onlyAsker('other'), asking)).toMatchObject({
      from: 1,
    });
    expect(await asking.conversations.get('other')).toBeUndefined();
  });

  it('of another version says so, and starts from the beginning', async () => {
    const chosen = await chosenBy(
      action({ action: 'more', at: 1, version: 'older' }),
      onlyAsker('k'),
      asking,
    );
    expect(chosen?.notice).toBe(WORDING.stale);
    expect(chosen).not.toHaveProperty('from');
  });

  it('that shares says where the answer comes from', async () => {
    expect((await chosenBy(action({ action: 'share' }), onlyAsker('k'), asking))?.notice).toBe(
      WORDING.sharedBy,
    );
  });

  it('gets nothing when its answer is gone', async () => {
    expect(await chosenBy(action({ intent: 'gone' }), onlyAsker('k'), asking)).toBeUndefined();
  });
});
