/** What is taken out of an utterance before it is kept, and what is left in it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/store/redaction.ts';

describe('redact', () => {
  it.each([
    ['<@123456789012345678> why?', '[mention] why?'],
    ['<@!123456789012345678> and <@&123456789012345678>', '[mention] and [mention]'],
    ['see <#123456789012345678>', 'see [mention]'],
    ['hi <@U012ABCDEF|ada>', 'hi [mention]'],
    ['in <#C012ABCDEF|general>', 'in [mention]'],
    ['<!subteam^S012ABCDEF|@staff> <!here>', '[mention] [mention]'],
    ['<:smile:123456789012345678>', '[mention]'],
    ['</ask:123456789012345678>', '[mention]'],
    ['ask @ada_l about it', 'ask [mention] about it'],
    ['write to ada.lovelace+x@mail.example.org.', 'write to [email].'],
    ['<mailto:ada@example.org|ada@example.org>', '[email]'],
    ['see https://example.org/a?b=c#d', 'see [link]'],
    ['see <https://example.org|this>', 'see [link]'],
    ['see www.example.org/a', 'see [link]'],
    ['join discord.gg/abcdef', 'join [link]'],
    ['call +43 660 123 45 67', 'call [number]'],
    ['call (0660) 123-4567', 'call [number]'],
    ['call 555-1234', 'call [number]'],
    ['call 555 123 4567', 'call [number]'],
    ['call 0660/1234567', 'call [number]'],
    ['my id is 123456', 'my id is [number]'],
    ['my id is ١٢٣٤٥٦', 'my id is [number]'],
    ['I am U012ABCDEF', 'I am [id]'],
    ['my token is xoxb-1-abc', 'my token is [secret]'],
    ['key AbCdEfGhIjKlMnOpQrStUvWx12', 'key [secret]'],
  ])('takes what tells who is meant out of %j', (utterance, redacted) => {
    expect(redact(utterance)).toBe(redacted);
  });

  it.each([
    'Were 16,000 volunteers called up?',
    'What happened on 24 February 2022?',
    'What was said on 2022-03-09?',
    'Why 5.5 million euros in 2014?',
    'Is it NATO or the EU that Zelensky asked?',
    'Who said "they come from 52 countries"?',
    'Did one in 10 (2014) leave?',
    'Was that at 10:30 on 9/3/22?',
    'What is § 12 of the penal code?',
  ])('leaves %j as it is', (utterance) => {
    expect(redact(utterance)).toBe(utterance);
  });

  it('leaves no six digits in a row, no address and no mention, wherever they stand', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<@U0123456789>',
        'ada@example.org',
        'https://example.org/x',
        '+43 660 1234567',
        '1234567890',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const redacted = redact(pieces.join(' '));
        expect(redacted).not.toMatch(/\p{Nd}{6}|ada@example\.org|https:\/\/example|<@U0123456789>/u);
      }),
    );
  });

  it('takes no longer for what was written to make it slow', () => {
    const nasty = ['@'.repeat(1_000), '<@'.repeat(500), 'a@'.repeat(500), '0 '.repeat(500), 'x.'.repeat(500)];
    for (const utterance of nasty) {
      const start = performance.now();
      redact(utterance);
      expect(performance.now() - start).toBeLessThan(100);
    }
  });
});
