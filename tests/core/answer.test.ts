import { describe, expect, it } from 'vitest';
import { composeAnswer } from '../../src/core/answer.ts';
import type { AnswerIntent } from '../../src/core/intent.ts';
import { type Claim, cite, passagesAround } from '../../src/core/report.ts';
import { smallPack } from './small-pack.ts';

const { report } = smallPack;
const claims = new Map(smallPack.claims.map((claim) => [claim.id, claim]));
const option = (intent: string) => (intent === 'known' ? { intent, question: 'Known?' } : undefined);
const intent = (answer: AnswerIntent['answer'], related: readonly string[] = []): AnswerIntent => ({
  kind: 'answer',
  id: 'example',
  question: 'Why?',
  group: 'All',
  index: [],
  phrases: [],
  tests: [],
  answer,
  related,
});
const compose = (...answer: AnswerIntent['answer']) =>
  composeAnswer(intent(answer), 0.9, { report, claims, option });

describe('an answer', () => {
  it('keeps intent, question, confidence and the wording of its statements', () => {
    expect(compose({ text: 'One.', claims: ['fog'] }, { text: 'Two.', claims: ['buoy'] })).toMatchObject({
      intent: 'example',
      question: 'Why?',
      confidence: 0.9,
      statements: [{ text: 'One.' }, { text: 'Two.' }],
    });
  });

  it('numbers its footnotes from 1 in the order they are first cited', () => {
    const { statements, footnotes } = compose(
      { text: 'One.', claims: ['buoy', 'fog'] },
      { text: 'Two.', claims: ['aground', 'buoy'] },
    );
    expect(footnotes.map((f) => [f.number, f.citation.claim])).toEqual([
      [1, 'buoy'],
      [2, 'fog'],
      [3, 'aground'],
    ]);
    expect(statements.map((s) => s.footnotes)).toEqual([
      [1, 2],
      [3, 1],
    ]);
  });

  it('gives a quote one number, whichever claims it belongs to', () => {
    const fog = claims.get('fog') as Claim;
    const twice = new Map([...claims, ['fog-again', { ...fog, id: 'fog-again' }]]);
    const { statements, footnotes } = composeAnswer(
      intent([
        { text: 'One.', claims: ['fog'] },
        { text: 'Two.', claims: ['fog-again', 'buoy'] },
      ]),
      1,
      { report, claims: twice, option },
    );
    expect(footnotes.map((f) => f.citation.claim)).toEqual(['fog', 'buoy']);
    expect(statements.map((s) => s.footnotes)).toEqual([[1], [1, 2]]);
  });

  it('never sets the same number twice behind one statement', () => {
    const fog = claims.get('fog') as Claim;
    const twice = new Map([...claims, ['fog-again', { ...fog, id: 'fog-again' }]]);
    const { statements } = composeAnswer(intent([{ text: 'One.', claims: ['fog', 'fog-again'] }]), 1, {
      report,
      claims: twice,
      option,
    });
    expect(statements[0]?.footnotes).toEqual([1]);
  });

  it('offers the related questions that exist', () => {
    const { related } = composeAnswer(intent([{ text: 'One.', claims: ['fog'] }], ['gone', 'known']), 1, {
      report,
      claims,
      option,
    });
    expect(related).toEqual([{ intent: 'known', question: 'Known?' }]);
  });
});

describe('a citation', () => {
  it.each(smallPack.claims.map((claim) => [claim.id, claim] as const))(
    'of "%s" points at its very words',
    (_, claim) => {
      const { quote, passage, offset } = cite(report, claim);
      const text = report.passages.find((p) => p.line === passage)?.text ?? '';
      expect(text.slice(offset, offset + quote.length)).toBe(claim.quote);
    },
  );

  it('names speaker, role, outlet, standing and date where the claim has them', () => {
    expect(cite(report, claims.get('fog') as Claim)).toMatchObject({
      claim: 'fog',
      speaker: 'Ines Okafor',
      role: 'captain',
      outlet: 'the Tarn Gazette',
      standing: 'quoted',
    });
  });

  it('rests on the report where nobody is named, and leaves out what is not known', () => {
    const citation = cite(report, claims.get('tug') as Claim);
    expect(citation.speaker).toBe('the report');
    expect(Object.keys(citation)).not.toEqual(expect.arrayContaining(['outlet', 'role', 'date']));
  });
});

describe('the passages around a line', () => {
  const linesAround = (...args: [number, number?, number?]) =>
    passagesAround(report, ...args).map((p) => p.line);

  it('are the one before and the one behind, and as many as asked', () => {
    expect(linesAround(5)).toEqual([4, 5, 6]);
    expect(linesAround(5, 0, 2)).toEqual([5, 6, 7]);
  });

  it('end where the report does', () => {
    expect(linesAround(1)).toEqual([1, 2]);
    expect(linesAround(report.passages.length)).toEqual([report.passages.length - 1, report.passages.length]);
    expect(linesAround(99)).toEqual([]);
  });
});
