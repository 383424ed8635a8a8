/** One contract for every renderer: what the reader sees of a reply is the same on every platform. */
import { describe, expect, it } from 'vitest';
import { citationLine, footnoteMark, reportDateLine } from '../../src/adapters/wording.ts';
import type { CuratedAnswer, ExcerptReply, Option, Reply } from '../../src/core/reply.ts';
import { EXTREME_REPLIES, ORDINARY_REPLIES } from './replies.ts';
import { SAMPLE_REPORT } from './sample-pack.ts';

export interface RenderedForReader {
  /** All text in reading order, the platform's escapes undone and its formatting marks left out. */
  readonly text: string;
  /** What buttons and menus say, in order. */
  readonly labels: readonly string[];
}

/** A renderer under contract: renders with the sample catalogue and reads the payload back as a person would. */
export type RenderForReader = (reply: Reply) => RenderedForReader;

const flat = (text: string) => text.replace(/\s+/gu, ' ');

function expectStatement(text: string, answer: CuratedAnswer, index: number): void {
  const statement = answer.statements[index];
  const marks = statement?.footnotes.map(footnoteMark).join('') ?? '';
  // Marks may stand apart by a space or not at all, as reads best on the platform.
  const seen = text.replaceAll('] [', '][').replaceAll(' [', '[');
  expect(seen).toContain(flat(`${statement?.text}${marks}`).replaceAll('] [', '][').replaceAll(' [', '['));
}

function expectSources(text: string, answer: CuratedAnswer): void {
  const last = flat(answer.statements.at(-1)?.text ?? '');
  // A statement may be the quote itself, so the sources are looked for behind it.
  const below = text.indexOf(last) + last.length;
  for (const { number, citation } of answer.footnotes) {
    const quote = text.indexOf(flat(citation.quote), below);
    expect(quote, `the quote of ${footnoteMark(number)} stands below the text`).toBeGreaterThan(-1);
    const mark = text.lastIndexOf(footnoteMark(number), quote);
    expect(mark, `${footnoteMark(number)} stands before its quote`).toBeGreaterThan(-1);
    expect(text.slice(mark, quote).match(/\[\d+\]/gu), 'no other number stands between').toHaveLength(1);
    const line = text.indexOf(flat(citationLine(citation)), quote);
    expect(line, 'speaker, standing and line stand behind the quote').toBeGreaterThan(quote);
  }
}

/** Each quote whole, with its speaker, standing and line right below it, in the order of the reply. */
function expectPassages(text: string, { text: intro, passages }: ExcerptReply): void {
  let below = text.indexOf(flat(intro)) + flat(intro).length;
  for (const citation of passages) {
    const quote = text.indexOf(flat(citation.quote), below);
    expect(quote, `“${citation.quote}” stands below what comes before it`).toBeGreaterThan(-1);
    const behind = quote + flat(citation.quote).length;
    const line = text.indexOf(flat(citationLine(citation)), behind);
    expect(line, 'speaker, standing and line stand behind the quote').toBeGreaterThan(-1);
    expect(text.slice(behind, line), 'nothing but its closing mark stands between').toMatch(/^”?\s*$/u);
    below = line + flat(citationLine(citation)).length;
  }
}

function expectOptions(labels: readonly string[], options: readonly Option[]): void {
  for (const { question } of options) expect(labels).toContain(question);
}

function expectReply(reply: Reply, { text, labels }: RenderedForReader): void {
  switch (reply.kind) {
    case 'answer':
      for (const answer of reply.answers) {
        answer.statements.forEach((_, index) => {
          expectStatement(text, answer, index);
        });
        expectSources(text, answer);
      }
      return;
    case 'excerpt':
      expect(text).toContain(flat(reply.text));
      expectPassages(text, reply);
      expectOptions(labels, reply.options);
      return;
    case 'disambiguation':
    case 'fallback':
    case 'smalltalk':
      expect(text).toContain(flat(reply.text));
      expectOptions(labels, reply.options);
  }
}

/** Declares the contract's tests for one renderer. */
export function describeRenderer(platform: string, render: RenderForReader): void {
  describe(`${platform} shows what every platform shows`, () => {
    it.each(Object.entries(ORDINARY_REPLIES))('%s', (_, reply) => {
      const rendered = render(reply);
      expectReply(reply, { ...rendered, text: flat(rendered.text) });
    });

    it.each(
      Object.entries(ORDINARY_REPLIES).filter(
        ([, reply]) => reply.kind === 'answer' || reply.kind === 'excerpt',
      ),
    )('the date of the report with %s', (_, reply) => {
      expect(render(reply).text).toContain(reportDateLine(SAMPLE_REPORT));
    });

    it.each(Object.entries(EXTREME_REPLIES))('something for %s', (_, reply) => {
      expect(render(reply).text.trim()).not.toBe('');
    });

    it('says whose words every quote of an excerpt is, however long the quotes are', () => {
      const reply = EXTREME_REPLIES['three very long quotes'];
      if (reply?.kind !== 'excerpt') throw new Error('There is no such excerpt.');
      const rendered = render(reply);
      const text = flat(rendered.text);
      for (const citation of reply.passages) {
        const quote = text.indexOf(citation.quote.slice(0, 200));
        expect(quote, `the quote of line ${citation.passage}`).toBeGreaterThan(-1);
        expect(text.indexOf(flat(citationLine(citation)), quote)).toBeGreaterThan(quote);
      }
      expect(text).toContain(reportDateLine(SAMPLE_REPORT));
      expectOptions(rendered.labels, reply.options);
    });

    it('shows a number only with its source, even when an answer is shortened', () => {
      const reply = EXTREME_REPLIES['a very long answer'];
      const text = reply ? render(reply).text : '';
      const marks = text.match(/\[\d+\]/gu) ?? [];
      const counts = new Map<string, number>();
      for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
      expect(counts.size).toBeGreaterThan(3);
      expect([...counts.values()].every((count) => count >= 2)).toBe(true);
    });
  });
}
