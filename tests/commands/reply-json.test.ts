import { describe, expect, it } from 'vitest';
import { replyJson } from '../../src/commands/reply-json.ts';
import { createSampleResponder } from '../adapters/sample-responder.ts';

const responder = createSampleResponder();
const jsonOf = async (utterance: string) => replyJson(await responder.reply(utterance), responder);
const FERRIES = {
  quote: 'Ferries run every 20 minutes <until further notice>, from *both* banks.',
  passage: 8,
  speaker: 'the report',
  outlet: null,
  standing: 'stated',
  date: null,
};

describe('a reply as JSON', () => {
  it('has the nearest quotes of an excerpt with all that a citation has, and the answers behind them', async () => {
    const reply = await jsonOf('excerpt');
    expect(reply).toEqual({
      kind: 'excerpt',
      answers: [],
      passages: [
        FERRIES,
        {
          quote: 'The harbour bridge was closed on Friday, 4 March',
          passage: 1,
          speaker: 'the report',
          outlet: null,
          standing: 'stated',
          date: 'Friday, 4 March',
        },
        {
          quote: '"We found a crack in the second pillar,"',
          passage: 2,
          speaker: 'Ada Brown',
          outlet: 'the Harbour Herald',
          standing: 'quoted',
          date: null,
        },
      ],
      options: [
        {
          intent: 'ferries',
          question: 'Are there <ferries>, and *how often*?',
          citations: [FERRIES],
        },
        expect.objectContaining({ intent: 'bridge-why' }),
        expect.objectContaining({ intent: 'engineer-who' }),
      ],
      reason: null,
      text: 'I have no answer that surely fits. The nearest in the report:',
    });
    expect(reply.options.map(({ citations }) => citations[0])).toEqual(reply.passages);
  });

  it.each([
    ['an answer', 'both'],
    ['options', 'which'],
    ['a refusal', 'unheard of'],
    ['small talk', 'hello'],
  ])('has no such quotes with %s, and the same keys', async (_, utterance) => {
    const reply = await jsonOf(utterance);
    expect(reply.passages).toEqual([]);
    expect(Object.keys(reply)).toEqual(Object.keys(await jsonOf('excerpt')));
  });
});
