import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAction } from '../../../src/adapters/action.ts';
import { whatIsKept } from '../../../src/adapters/privacy.ts';
import {
  renderAskModal,
  renderContext,
  renderHelp,
  renderHome,
  renderIndex,
  renderModal,
  renderPassageContext,
  renderPrompts,
  renderTopics,
} from '../../../src/adapters/slack/pages.ts';
import {
  renderNotice,
  renderReply,
  type SlackMessage,
  type Surface,
} from '../../../src/adapters/slack/render.ts';
import { citationLine, LABELS, reportDateLine } from '../../../src/adapters/wording.ts';
import type { Catalogue } from '../../../src/core/catalogue.ts';
import type { CuratedAnswer, Option, Reply } from '../../../src/core/reply.ts';
import { type Citation, type Report, STANDINGS } from '../../../src/core/report.ts';
import { describeRenderer } from '../contract.ts';
import { EXTREME_REPLIES, ORDINARY_REPLIES } from '../replies.ts';
import { SAMPLE_REPORT, SAMPLE_VERSION } from '../sample-pack.ts';
import { createSampleResponder } from '../sample-responder.ts';
import {
  homeSchema,
  labelsOfBlocks,
  messageSchema,
  modalSchema,
  textOfBlocks,
  unescapeText,
} from './block-kit.ts';

const { catalogue, replyWith } = createSampleResponder();
const render = (reply: Reply, surface: Surface = 'public') => renderReply(reply, { catalogue, surface });

const QUIET = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false };
const judged = (message: SlackMessage) => {
  const { blocks = [], text } = messageSchema.parse({ ...message, ...QUIET });
  return { blocks, text, seen: textOfBlocks(blocks), labels: labelsOfBlocks(blocks) };
};
const judgedModal = (view: unknown) => {
  const { blocks } = modalSchema.parse(view);
  return { blocks, seen: textOfBlocks(blocks), labels: labelsOfBlocks(blocks) };
};

describeRenderer('Slack', (reply) => {
  const { seen, labels } = judged(render(reply));
  return { text: seen, labels };
});

describeRenderer('Slack in a modal', (reply) => {
  const { seen, labels } = judgedModal(renderModal(render(reply, 'modal')));
  return { text: seen, labels };
});

describe('the plain twin', () => {
  it.each(Object.entries(ORDINARY_REPLIES))('says the same as the blocks: %s', (_, reply) => {
    const { text, seen } = judged(render(reply));
    const twin = unescapeText(text).replace(/\s+/gu, ' ');
    for (const line of seen.split('\n')) {
      const isFurniture = line === LABELS.related || line.startsWith(reportDateLine(SAMPLE_REPORT));
      if (!isFurniture) expect(twin).toContain(line.trim().replace(/\s+/gu, ' '));
    }
  });

  it('escapes the three characters Slack names, and nothing else', () => {
    expect(renderNotice('a & b < c > d *e* _f_ "g" @here').text).toBe(
      'a &amp; b &lt; c &gt; d *e* _f_ "g" @here',
    );
  });
});

describe('an answer', () => {
  const reply = replyWith('bridge-why');
  if (!reply) throw new Error('The sample pack has no such answer.');
  const values = (message: SlackMessage) =>
    JSON.stringify(message.blocks)
      .match(/f1:[^"]*/gu)
      ?.map((v) => decodeAction(v)?.action) ?? [];

  it('has buttons for its related questions, its context and feedback', () => {
    const { labels } = judged(render(reply));
    expect(labels).toContain(LABELS.context);
    expect(labels).toContain('When was the bridge closed?');
    expect(values(render(reply))).toEqual(
      expect.arrayContaining(['answer', 'context', 'helpful', 'not-helpful']),
    );
  });

  it('can be shared only where one person sees it', () => {
    expect(values(render(reply, 'private'))).toContain('share');
    expect(values(render(reply, 'public'))).not.toContain('share');
    expect(values(render(reply, 'modal'))).not.toContain('share');
  });

  it('links to the report when the report has an address', () => {
    const withUrl: Catalogue = {
      ...catalogue,
      report: { ...SAMPLE_REPORT, url: 'https://example.org/report' },
    };
    const message = renderReply(reply, { catalogue: withUrl, surface: 'public' });
    expect(judged(message).labels).toContain(LABELS.openReport);
  });

  it('reads on where it was cut, to its end', () => {
    const long = EXTREME_REPLIES['a very long answer'];
    if (long?.kind !== 'answer') throw new Error('There is no long answer.');
    const seen: string[] = [];
    let from: number | undefined = 0;
    while (from !== undefined) {
      const message = renderReply(long, { catalogue, surface: 'public', from });
      seen.push(judged(message).seen);
      const more = JSON.stringify(message.blocks).match(/f1:m:[^"]*/u)?.[0];
      const at = more === undefined ? undefined : decodeAction(more)?.at;
      if (at !== undefined) expect(at).toBeGreaterThan(from);
      from = at;
    }
    expect(seen.length).toBeGreaterThan(1);
    for (const { text } of long.answers[0].statements) expect(seen.join('\n')).toContain(text);
  });
});

describe('an excerpt', () => {
  const excerpt = (name: 'ordinary' | 'long') => {
    const reply =
      name === 'long' ? EXTREME_REPLIES['three very long quotes'] : ORDINARY_REPLIES['an excerpt'];
    if (reply?.kind !== 'excerpt') throw new Error('There is no such excerpt.');
    return reply;
  };
  const carried = (message: SlackMessage) =>
    (JSON.stringify(message.blocks).match(/f1:[^"]*/gu) ?? []).map((value) => decodeAction(value));

  it.each(['ordinary', 'long'] as const)('has a button for each quote and each option: %s', (name) => {
    const { passages, options } = excerpt(name);
    const message = render(excerpt(name));
    expect(judged(message).labels).toEqual([
      ...passages.map(({ passage }) => `${LABELS.context}: Line ${passage}`),
      ...options.map(({ question }) => question),
    ]);
    expect(carried(message)).toEqual([
      ...passages.map(({ passage }) => ({
        action: 'context',
        intent: '',
        version: SAMPLE_VERSION,
        at: passage,
      })),
      ...options.map(({ intent }) => ({ action: 'answer', intent, version: SAMPLE_VERSION })),
    ]);
  });

  it('of one quote has a button without a line', () => {
    const { passages, ...rest } = excerpt('ordinary');
    expect(judged(render({ ...rest, passages: [passages[0]] })).labels[0]).toBe(LABELS.context);
  });

  it('of three long quotes says in its plain twin, too, whose words they are', () => {
    const reply = excerpt('long');
    const twin = unescapeText(judged(render(reply)).text);
    for (const citation of reply.passages) expect(twin).toContain(citationLine(citation));
  });
});

describe('the other pages', () => {
  it('marks the quote in its passage', () => {
    const reply = replyWith('bridge-why');
    if (!reply) throw new Error('The sample pack has no such answer.');
    const view = renderContext(SAMPLE_REPORT, reply.answers[0]);
    expect(judgedModal(view).seen).toContain('Line 2');
    expect(JSON.stringify(view)).toContain(
      JSON.stringify({
        type: 'text',
        text: '"We found a crack in the second pillar,"',
        style: { bold: true },
      }),
    );
  });

  it('shows a passage between its neighbours', () => {
    const { seen } = judgedModal(renderPassageContext(SAMPLE_REPORT, 7));
    expect(seen).toContain('Line 6');
    expect(seen).toContain('The city has not said who will pay for it.');
    expect(seen).toContain('Line 8');
  });

  it('says so when there is no such passage', () => {
    expect(judgedModal(renderPassageContext(SAMPLE_REPORT, 99)).seen).toContain('no such passage');
  });

  it('lists every question under its group', () => {
    const { labels, seen } = judged(renderTopics(catalogue));
    for (const { name, options } of catalogue.groups) {
      expect(seen).toContain(name);
      for (const { question } of options) expect(labels).toContain(question);
    }
  });

  it('lists a short list, and says when it is empty', () => {
    expect(judged(renderIndex('people', catalogue)).labels).toContain('Who is Ada Brown?');
    const empty = createSampleResponder({ intents: [] }).catalogue;
    expect(judged(renderIndex('people', empty)).seen).toContain('nothing for this list');
  });

  it('helps, and says what is kept', () => {
    const { seen } = judged(renderHelp(catalogue, '/report'));
    expect(seen).toContain('/report topics');
    expect(seen).toContain(whatIsKept());
  });

  it('shows the report, its date, its questions by group and what is kept on the Home tab', () => {
    const { blocks } = homeSchema.parse(renderHome(catalogue, '/ask'));
    const seen = textOfBlocks(blocks);
    for (const text of [SAMPLE_REPORT.title, reportDateLine(SAMPLE_REPORT), 'The warning', whatIsKept()]) {
      expect(seen).toContain(text);
    }
    expect(labelsOfBlocks(blocks)).toContain('Did anybody warn the city?');
  });

  it('suggests questions of different groups', () => {
    const { prompts } = renderPrompts(catalogue);
    expect(prompts.map((p) => p.message).slice(0, 3)).toEqual(
      catalogue.groups.map(({ options }) => options[0]?.question),
    );
  });
});

describe('whatever there is to show', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom('<!channel>', '<@U1|x>', '&', '@here <#C1>', '\u202e', '\ud800', '*_~`', ' ', ''),
    fc.string({ maxLength: 400 }).map((s) => s.repeat(20)),
    fc.lorem({ maxCount: 40 }),
  );
  const id = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/u), wild);
  const citation: fc.Arbitrary<Citation> = fc.record({
    claim: wild,
    quote: wild,
    passage: fc.integer({ min: 1, max: 8 }),
    offset: fc.integer({ min: -1, max: 50 }),
    speaker: wild,
    role: wild,
    outlet: wild,
    standing: fc.constantFrom(...STANDINGS),
    date: wild,
  });
  const option: fc.Arbitrary<Option> = fc.record({ intent: id, question: wild });
  const report: fc.Arbitrary<Report> = fc.record({
    title: wild,
    date: fc.oneof(fc.constant('2022-03-08'), wild),
    language: fc.constant('en'),
    credits: wild,
    url: fc.oneof(fc.webUrl(), wild),
    passages: fc
      .array(wild, { maxLength: 6 })
      .map((texts) => texts.map((text, i) => ({ line: i + 1, text }))),
  });
  const answer: fc.Arbitrary<CuratedAnswer> = fc.record({
    intent: id,
    question: wild,
    confidence: fc.constant(1),
    statements: fc.array(
      fc.record({ text: wild, footnotes: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }) }),
      { minLength: 1, maxLength: 30 },
    ),
    footnotes: fc
      .array(citation, { maxLength: 9 })
      .map((citations) => citations.map((cited, i) => ({ number: i + 1, citation: cited }))),
    related: fc.array(option, { maxLength: 12 }),
  });
  const options = fc.array(option, { maxLength: 30 });
  const reply: fc.Arbitrary<Reply> = fc.oneof(
    fc.record({ kind: fc.constant('answer' as const), answers: fc.tuple(answer) }),
    fc.record({ kind: fc.constant('answer' as const), answers: fc.tuple(answer, answer, answer) }),
    fc.record({ kind: fc.constant('disambiguation' as const), text: wild, options }),
    fc.record({
      kind: fc.constant('excerpt' as const),
      text: wild,
      passages: fc.oneof(fc.tuple(citation), fc.tuple(citation, citation, citation)),
      options,
    }),
    fc.record({
      kind: fc.constant('fallback' as const),
      reason: fc.constant('gap' as const),
      text: wild,
      options,
    }),
    fc.record({ kind: fc.constant('smalltalk' as const), intent: id, text: wild, options }),
  );
  const catalogueOf = (
    shown: Report,
    groups: readonly { name: string; options: readonly Option[] }[],
  ): Catalogue => ({
    report: shown,
    version: SAMPLE_VERSION,
    groups,
    list: () => groups.flatMap((g) => g.options),
    option: () => undefined,
  });
  const groups = fc.array(fc.record({ name: wild, options: fc.array(option, { maxLength: 130 }) }), {
    maxLength: 40,
  });

  it('is within every limit, mentions nobody and crashes nothing', () => {
    fc.assert(
      fc.property(
        reply,
        report,
        fc.constantFrom<Surface>('public', 'private', 'modal'),
        wild,
        (r, shown, surface, notice) => {
          const message = renderReply(r, { catalogue: catalogueOf(shown, []), surface, notice });
          if (surface === 'modal') modalSchema.parse(renderModal(message));
          else messageSchema.parse({ ...message, ...QUIET });
          if (r.kind === 'answer') modalSchema.parse(renderContext(shown, r.answers[0], notice));
        },
      ),
      { numRuns: 1_000 },
    );
  }, 120_000);

  it('is so for lists, help, modals and the Home tab too', () => {
    fc.assert(
      fc.property(report, groups, wild, fc.nat(9), (shown, gs, utterance, line) => {
        const all = catalogueOf(shown, gs);
        for (const message of [renderTopics(all), renderIndex('people', all), renderHelp(all, '/ask')]) {
          messageSchema.parse({ ...message, ...QUIET });
        }
        modalSchema.parse(renderAskModal(all, utterance));
        modalSchema.parse(renderPassageContext(shown, line));
        homeSchema.parse(renderHome(all, '/ask'));
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});
