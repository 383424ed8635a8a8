import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPONENTS_V2, type DiscordMessage } from '../../../src/adapters/discord/components.ts';
import { escapeText, escapeWithin } from '../../../src/adapters/discord/escape.ts';
import {
  renderAbout,
  renderContext,
  renderHelp,
  renderIndex,
  renderPassage,
  renderTopics,
} from '../../../src/adapters/discord/pages.ts';
import { renderReply, type View } from '../../../src/adapters/discord/render.ts';
import type { AnswerIntent, Statement } from '../../../src/core/intent.ts';
import { INDEXES } from '../../../src/core/intent.ts';
import type { Reply } from '../../../src/core/reply.ts';
import { type Claim, type Report, STANDINGS } from '../../../src/core/report.ts';
import { EXTREME_REPLIES, ORDINARY_REPLIES } from '../replies.ts';
import { createSampleResponder } from '../sample-responder.ts';
import { readMessage } from './reading.ts';
import { flatten, problemsOf } from './schemas.ts';

const RUNS = { numRuns: 1_000 };
const NASTY = [
  '@everyone',
  '@here',
  '<@123456>',
  '<@&123456>',
  '<#1>',
  '</ask:1>',
  '[x](https://evil.example)',
  'https://a.example',
  'discord.gg/abc',
  '**',
  '`',
  '```',
  '||',
  '\\',
  '> ',
  '# ',
  '-# ',
  '1. ',
  '\n',
  '\u202e',
  '😀',
  ' ',
  '_',
  '~~',
  '…',
];

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme' }) },
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const words = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
const long = fc.tuple(words, fc.integer({ min: 1, max: 60 })).map(([text, times]) => text.repeat(times));
const any = fc.oneof({ weight: 4, arbitrary: words }, { weight: 1, arbitrary: long });
const id = fc.oneof(
  { weight: 5, arbitrary: fc.stringMatching(/^[a-z0-9-]{1,60}$/) },
  { weight: 1, arbitrary: any },
);

interface Generated {
  readonly report: Report;
  readonly claims: readonly Claim[];
  readonly intents: readonly AnswerIntent[];
}

/** Packs no validation has seen: texts of any kind and length, many statements, many claims. */
const pack: fc.Arbitrary<Generated> = fc
  .record({
    title: any,
    date: fc.oneof(fc.constant('2022-03-08'), words),
    lines: fc.array(any, { minLength: 1, maxLength: 12 }),
    claims: fc.array(
      fc.record({
        quote: any,
        speaker: words,
        role: words,
        outlet: words,
        date: words,
        standing: fc.constantFrom(...STANDINGS),
      }),
      { minLength: 1, maxLength: 30 },
    ),
    intents: fc.array(
      fc.record({
        id,
        question: any,
        group: words,
        index: fc.subarray([...INDEXES]),
        statements: fc.array(fc.tuple(any, fc.array(fc.nat(29), { minLength: 1, maxLength: 12 })), {
          minLength: 1,
          maxLength: 12,
        }),
      }),
      { minLength: 2, maxLength: 40 },
    ),
    url: fc.option(fc.oneof(fc.webUrl(), words), { nil: undefined }),
  })
  .map(({ title, date, lines, claims, intents, url }) => {
    const report: Report = {
      title,
      date,
      language: 'en',
      passages: lines.map((text, i) => ({ line: i + 1, text })),
      ...(url !== undefined && { url }),
    };
    const ids = intents.map((intent) => intent.id);
    return {
      report,
      claims: claims.map((claim, i) => ({ ...claim, id: `c${i}`, passage: (i % lines.length) + 1 })),
      intents: intents.map(({ statements, ...intent }) => ({
        ...intent,
        kind: 'answer' as const,
        phrases: [],
        tests: [],
        related: ids.slice(0, 6),
        answer: statements.map(([text, cited]) => ({
          text,
          claims: cited.map((n) => `c${n % claims.length}`),
        })) as unknown as [Statement, ...Statement[]],
      })),
    };
  });

function expectSafe(message: DiscordMessage): void {
  const body = { ...message, allowed_mentions: { parse: [], replied_user: false } };
  expect(problemsOf('message', body)).toEqual([]);
  expect(message.flags).toBe(COMPONENTS_V2);
  for (const { type, content = '' } of flatten(message.components as never)) {
    if (type !== 10) continue;
    expect(content).not.toMatch(/@(everyone|here)/i);
    // A character is alive when an even number of backslashes stands before it.
    const alive = content.replace(/\\\\/g, '').replace(/\\[^0-9A-Za-z\s]/g, '');
    expect(alive).not.toMatch(/<[@#/:a-z]/i);
    expect(alive).not.toMatch(/\]\(|https?:\/\/|discord\.gg|[`|~]/);
  }
}

describe('Whatever a pack holds and a reader types', () => {
  it('gives a message within every limit, with nothing alive in it', async () => {
    await fc.assert(
      fc.asyncProperty(pack, any, fc.boolean(), fc.nat(12), async (generated, utterance, isPrivate, from) => {
        const responder = createSampleResponder(generated);
        const view: View = { catalogue: responder.catalogue, isPrivate, asked: utterance, notice: utterance };
        const [first] = generated.intents;
        const replies: (Reply | undefined)[] = [
          await responder.reply(utterance),
          await responder.reply('both'),
          await responder.reply('which'),
          await responder.reply('excerpt'),
          responder.replyWith(first?.id ?? ''),
        ];
        for (const reply of replies) if (reply) expectSafe(renderReply(reply, view));
        const answer = responder.replyWith(first?.id ?? '');
        if (answer) {
          expectSafe(
            renderReply(answer, { ...view, from: Math.min(from, answer.answers[0].statements.length - 1) }),
          );
          expectSafe(renderContext(answer.answers[0], view));
        }
        for (const page of [renderAbout, renderHelp, renderTopics]) expectSafe(page(view));
        for (const name of INDEXES) expectSafe(renderIndex(name, view));
        expectSafe(renderPassage(from, view));
      }),
      RUNS,
    );
  }, 120_000);

  it('keeps the date of the report on every answer', async () => {
    await fc.assert(
      fc.asyncProperty(pack, async (generated) => {
        const responder = createSampleResponder({
          ...generated,
          report: { ...generated.report, date: '2022-03-08' },
        });
        const reply = await responder.reply('both');
        const { text } = readMessage(
          renderReply(reply, { catalogue: responder.catalogue, isPrivate: false }),
        );
        expect(text).toContain('As of 8 March 2022');
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.entries({ ...ORDINARY_REPLIES, ...EXTREME_REPLIES }))(
    'renders %s within the limits',
    (_, reply) => {
      const { catalogue } = createSampleResponder();
      for (const isPrivate of [true, false]) expectSafe(renderReply(reply, { catalogue, isPrivate }));
    },
  );

  it('escaped text reads as it was written, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const read = escapeText(text)
          .replace(/\\([^0-9A-Za-z\s])/g, '$1')
          .replaceAll('\u200b', '');
        expect(read).toBe(text.replace(/\s+/g, ' ').trim());
      }),
      RUNS,
    );
  });

  it('escaped text keeps to its limit', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 300 }), (text, limit) => {
        expect(escapeWithin(text, limit).length).toBeLessThanOrEqual(limit);
      }),
      RUNS,
    );
  });
});
