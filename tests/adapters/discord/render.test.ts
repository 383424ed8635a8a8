import { describe, expect, it } from 'vitest';
import { decodeAction } from '../../../src/adapters/action.ts';
import { LIMITS } from '../../../src/adapters/discord/limits.ts';
import { renderReply } from '../../../src/adapters/discord/render.ts';
import { citationLine, LABELS, reportDateLine } from '../../../src/adapters/wording.ts';
import type { ExcerptReply } from '../../../src/core/reply.ts';
import { describeRenderer } from '../contract.ts';
import { EXTREME_REPLIES, ORDINARY_REPLIES } from '../replies.ts';
import { SAMPLE_REPORT, SAMPLE_VERSION } from '../sample-pack.ts';
import { createSampleResponder } from '../sample-responder.ts';
import { idOf, readMessage } from './reading.ts';

const { catalogue } = createSampleResponder();

describeRenderer('Discord', (reply) => readMessage(renderReply(reply, { catalogue, isPrivate: false })));

describe('an excerpt on Discord', () => {
  const excerptOf = (replies: typeof ORDINARY_REPLIES, name: string): ExcerptReply => {
    const reply = replies[name];
    if (reply?.kind !== 'excerpt') throw new Error(`There is no excerpt "${name}".`);
    return reply;
  };
  const ordinary = excerptOf(ORDINARY_REPLIES, 'an excerpt');
  const long = excerptOf(EXTREME_REPLIES, 'three very long quotes');

  it.each([
    ['ordinary quotes', ordinary],
    ['long quotes', long],
  ])('has a button for each quote and each answer behind it: %s', (_, reply) => {
    const message = renderReply(reply, { catalogue, isPrivate: false });
    expect(readMessage(message).labels).toEqual([
      ...reply.passages.map(({ passage }) => `Line ${passage} in context`),
      ...reply.options.map(({ question }) => question),
    ]);
    for (const { passage } of reply.passages) {
      expect(decodeAction(idOf(message, `Line ${passage} in context`))).toEqual({
        action: 'context',
        intent: '',
        version: SAMPLE_VERSION,
        at: passage,
      });
    }
    for (const { intent, question } of reply.options)
      expect(decodeAction(idOf(message, question))).toMatchObject({ action: 'answer', intent });
  });

  it('of one quote has a button without a line', () => {
    const [first] = ordinary.passages;
    const message = renderReply({ ...ordinary, passages: [first] }, { catalogue, isPrivate: false });
    expect(readMessage(message).labels[0]).toBe(LABELS.context);
  });

  it('says whose words each quote is even where everything around is as long as may be', () => {
    const words = 'as long as it can be '.repeat(200);
    const reply = { ...long, text: words };
    const { text } = readMessage(
      renderReply(reply, { catalogue, isPrivate: false, asked: words, notice: words }),
    );
    expect(text.length).toBeLessThanOrEqual(LIMITS.text);
    for (const citation of reply.passages) {
      const quote = text.indexOf(citation.quote.slice(0, 200));
      expect(quote).toBeGreaterThan(-1);
      expect(text.indexOf(citationLine(citation), quote)).toBeGreaterThan(quote);
    }
    expect(text).toContain(reportDateLine(SAMPLE_REPORT));
  });

  it('gives the room that is left to the quotes', () => {
    const { text } = readMessage(renderReply(long, { catalogue, isPrivate: false }));
    expect(text.length).toBeGreaterThan(LIMITS.text * 0.7);
  });
});
