import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, escapeWithin, mentionedUsers, readText } from '../../../src/adapters/slack/mrkdwn.ts';
import { renderReply } from '../../../src/adapters/slack/render.ts';
import { createSampleResponder } from '../sample-responder.ts';
import { messageSchema, textOfBlocks, unescapeText } from './block-kit.ts';

describe('what people write', () => {
  it.each([
    ['<@UBOT> why?', 'why?'],
    ['why, <@UBOT|footnote>?', 'why, ?'],
    ['ask <@U2|ben> about it', 'ask ben about it'],
    ['see <https://a.example/?a=1&amp;b=2>', 'see https://a.example/?a=1&b=2'],
    ['see <https://a.example|the page>', 'see the page'],
    ['in <#C1|harbour> or <#C2>', 'in harbour or C2'],
    ['<!channel> <!date^1^{date}|today> now', 'now'],
    ['1 &lt; 2 &amp;amp; 3 &gt; 2', '1 < 2 &amp; 3 > 2'],
    ['  two\n lines ', 'two lines'],
  ])('%s is read as “%s”', (text, expected) => {
    expect(readText(text, 'UBOT')).toBe(expected);
  });

  it('names whom it mentions', () => {
    expect(mentionedUsers('<@U1> and <@W2|ann>, not <#C1>')).toEqual(['U1', 'W2']);
  });
});

describe('what is sent', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('&', '<', '>', ' ', 'a', '💧') }),
  );

  it('reads as it was meant', () => {
    fc.assert(
      fc.property(wild, (text) => {
        expect(unescapeText(escapeText(text))).toBe(text);
      }),
    );
  });

  it('is within its limit, with no escape cut in two', () => {
    fc.assert(
      fc.property(wild, fc.integer({ min: 1, max: 60 }), (text, limit) => {
        const escaped = escapeWithin(text, limit);
        expect(escaped.length).toBeLessThanOrEqual(limit);
        expect(escaped).toMatch(/^(?:[^<>&]|&(?:amp|lt|gt);)*$/su);
      }),
      { numRuns: 500 },
    );
  });

  it('mentions nobody, whatever was asked and is said again', async () => {
    const responder = createSampleResponder();
    const utterance = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            '<!here>',
            '<@U1>',
            '<#C1>',
            '&lt;!channel&gt;',
            '@everyone',
            'why',
            '*',
            '|',
            '&amp;lt;',
          ),
          { maxLength: 30 },
        )
        .map((words) => words.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(utterance, async (typed) => {
        const asked = readText(typed, 'UBOT');
        const reply = await responder.reply(asked);
        const said = reply.kind === 'answer' ? reply : { ...reply, text: `You asked: ${asked}` };
        const message = renderReply(said, { catalogue: responder.catalogue, surface: 'public' });
        const quiet = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false };
        const { blocks = [] } = messageSchema.parse({ ...message, ...quiet });
        expect(textOfBlocks(blocks).length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);
});
