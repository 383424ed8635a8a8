import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import {
  optionsOf,
  type RenderOptions,
  renderGroups,
  renderReply,
  widthFor,
} from '../../../src/adapters/terminal/render.ts';
import { displayWidth } from '../../../src/adapters/terminal/text.ts';
import type { Reply } from '../../../src/core/reply.ts';
import { describeRenderer } from '../contract.ts';
import { EXTREME_REPLIES, ORDINARY_REPLIES } from '../replies.ts';
import { SAMPLE_REPORT } from '../sample-pack.ts';
import { createSampleResponder } from '../sample-responder.ts';

const responder = createSampleResponder();

function options(changes: Partial<RenderOptions> = {}): RenderOptions {
  return { report: SAMPLE_REPORT, width: 80, colours: pc.createColors(false), pick: true, ...changes };
}

describeRenderer('The terminal', (reply) => {
  const lines = renderReply(reply, options({ width: Number.POSITIVE_INFINITY }));
  const labels = lines.flatMap((line) => /^ {2} *\d+ {2}(.+)$/u.exec(line)?.[1] ?? []);
  return { text: lines.join('\n'), labels };
});

describe('an answer in the terminal', () => {
  const reply = ORDINARY_REPLIES['an answer'] as Reply;

  it('reads from statement to source, date and related questions', () => {
    expect(renderReply(reply, options())).toEqual([
      'The harbour bridge was closed after an inspection. [1]',
      'City engineer Ada Brown said a crack was found in the second pillar. [2][1]',
      '',
      '  [1] “The harbour bridge was closed on Friday, 4 March”',
      '      the report · stated · line 1 · Friday, 4 March',
      '  [2] "We found a crack in the second pillar,"',
      '      Ada Brown, City engineer, via the Harbour Herald · quoted · line 2',
      '',
      'As of 8 March 2022',
      '',
      'Related questions',
      '  1  When was the bridge closed?',
      '  2  How many people cross the bridge?',
      '  3  What will the repair cost?',
      '  4  Did anybody warn the city?',
    ]);
  });

  it('lists related questions without numbers where none can be picked', () => {
    expect(renderReply(reply, options({ pick: false }))).toContain('  – When was the bridge closed?');
  });

  it('keeps within the width, with quotes under each other', () => {
    const lines = renderReply(reply, options({ width: 40 }));
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(40);
    const quote = lines.findIndex((line) => line.startsWith('  [1] '));
    expect(lines[quote + 1]).toMatch(/^ {6}\S/u);
  });

  it('is the same text with colours as without', () => {
    const coloured = renderReply(reply, options({ colours: pc.createColors(true) })).join('\n');
    expect(coloured).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
    expect(coloured.replace(/\u001b\[\d+m/gu, '')).toBe(renderReply(reply, options()).join('\n'));
  });
});

describe('two answers in the terminal', () => {
  it('stand each under its question, and offer no question that was just answered', async () => {
    const reply = await responder.reply('both');
    const lines = renderReply(reply, options());
    expect(lines[0]).toBe('Why is the bridge closed?');
    expect(lines).toContain('When was the bridge closed?');
    expect(optionsOf(reply).map((option) => option.intent)).not.toContain('bridge-when');
  });
});

describe('an excerpt in the terminal', () => {
  it('reads from quote to whose words they are, then the date and the answers behind them', async () => {
    expect(renderReply(await responder.reply('excerpt'), options())).toEqual([
      'I have no answer that surely fits. The nearest in the report:',
      '',
      '  “Ferries run every 20 minutes <until further notice>, from *both* banks.”',
      '  the report · stated · line 8',
      '',
      '  “The harbour bridge was closed on Friday, 4 March”',
      '  the report · stated · line 1 · Friday, 4 March',
      '',
      '  "We found a crack in the second pillar,"',
      '  Ada Brown, City engineer, via the Harbour Herald · quoted · line 2',
      '',
      'As of 8 March 2022',
      '',
      '  1  Are there <ferries>, and *how often*?',
      '  2  Why is the bridge closed?',
      '  3  Who is Ada Brown?',
    ]);
  });

  it('keeps within the width, however long the quotes are', () => {
    for (const name of ['three very long quotes', 'three hostile quotes']) {
      const reply = EXTREME_REPLIES[name];
      const lines = reply ? renderReply(reply, options({ width: 40 })) : [];
      expect(lines.length).toBeGreaterThan(20);
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(40);
    }
  });
});

describe('what the terminal prints', () => {
  const all = [...Object.entries(ORDINARY_REPLIES), ...Object.entries(EXTREME_REPLIES)];

  it.each(all)('cannot steer it, and loses no number, for %s', (_, reply) => {
    const lines = renderReply(reply, options());
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/u);
    const numbers = lines.flatMap((line) => /^ {2} *(\d+) {2}/u.exec(line)?.[1] ?? []).map(Number);
    expect(numbers).toEqual(optionsOf(reply).map((_option, index) => index + 1));
  });

  it('shows controls and reordering marks as what they are', () => {
    const reply: Reply = { kind: 'fallback', reason: 'gap', text: 'a\u001b[2Jb\u202ec\u0007', options: [] };
    expect(renderReply(reply, options())).toEqual(['a\uFFFD[2Jb\uFFFDc\uFFFD']);
  });

  it('numbers groups of questions through', () => {
    const lines = renderGroups(responder.catalogue.groups, options());
    expect(lines.slice(0, 2)).toEqual(['The bridge', '  1  When was the bridge closed?']);
    expect(lines.filter((line) => /^ {2}\d/u.test(line)).map((line) => Number(line.slice(2, 3)))).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
  });
});

describe('widthFor', () => {
  it('follows the terminal within reason, and leaves lines whole without one', () => {
    expect([20, 72, 400].map(widthFor)).toEqual([30, 72, 100]);
    expect(widthFor(undefined)).toBe(Number.POSITIVE_INFINITY);
  });
});
