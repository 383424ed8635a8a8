import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerContext } from '../../src/core/answer.ts';
import { MAX_QUOTES, nearestQuotes } from '../../src/core/excerpt.ts';
import type { AnswerIntent, Statement } from '../../src/core/intent.ts';
import { cite } from '../../src/core/report.ts';
import { smallPack } from './small-pack.ts';

const { report, claims, intents } = smallPack;
const context: AnswerContext = {
  report,
  claims: new Map(claims.map((claim) => [claim.id, claim])),
  option: () => undefined,
};
const answers = intents.filter((intent): intent is AnswerIntent => intent.kind === 'answer');

/** Answers of the small pack by their ids. */
const named = (...ids: readonly string[]) => ids.flatMap((id) => answers.find((one) => one.id === id) ?? []);

/** An answer that cites these claims, one statement each. */
const citing = (id: string, ...cited: readonly [string, ...string[]]): AnswerIntent => ({
  kind: 'answer',
  id,
  group: 'All',
  question: `What of ${id}?`,
  answer: cited.map((claim): Statement => ({ text: `It is so.`, claims: [claim] })) as unknown as [
    Statement,
    ...Statement[],
  ],
  index: [],
  related: [],
  phrases: [],
  tests: [],
});

const quotesOf = (shown: readonly AnswerIntent[]) => nearestQuotes(shown, context);
const gistOf = (shown: readonly AnswerIntent[]) =>
  quotesOf(shown).map(({ intent, citation }) => [intent, citation.claim]);

describe('the nearest quotes', () => {
  it('are what the answers cite first, in their order', () => {
    expect(gistOf(named('towed-how', 'passengers-number', 'resume-when'))).toEqual([
      ['towed-how', 'tug'],
      ['passengers-number', 'passengers'],
      ['resume-when', 'resume'],
    ]);
    expect(gistOf(named('resume-when', 'towed-how'))).toEqual([
      ['resume-when', 'resume'],
      ['towed-how', 'tug'],
    ]);
  });

  it('come with all that the ledger says of them', () => {
    const [near] = quotesOf(named('captain-who'));
    expect(near?.citation).toEqual({
      claim: 'fog',
      quote: '"The fog came down within a minute and the light of the buoy was out."',
      passage: 4,
      offset: report.passages[3]?.text.indexOf('"The fog'),
      speaker: 'Ines Okafor',
      role: 'captain',
      outlet: 'the Tarn Gazette',
      standing: 'quoted',
    });
  });

  it('are the report to the letter', () => {
    for (const { citation } of answers.flatMap((answer) => quotesOf([answer]))) {
      const text = report.passages[citation.passage - 1]?.text ?? '';
      expect(text.startsWith(citation.quote, citation.offset)).toBe(true);
    }
  });

  it(`are ${MAX_QUOTES} at most`, () => {
    expect(quotesOf(answers)).toHaveLength(MAX_QUOTES);
    expect(quotesOf(answers)).toEqual(quotesOf(answers.slice(0, MAX_QUOTES)));
  });

  it('take the next quote of an answer whose first passage is shown already', () => {
    expect(gistOf(named('captain-who', 'aground-why'))).toEqual([
      ['captain-who', 'fog'],
      ['aground-why', 'aground'],
    ]);
  });

  it('skip an answer whose passages are all shown, and go on with the next', () => {
    const same = citing('same', 'fog', 'buoy', 'fog');
    expect(gistOf([...named('captain-who', 'buoy-reported'), same, ...named('towed-how')])).toEqual([
      ['captain-who', 'fog'],
      ['buoy-reported', 'buoy'],
      ['towed-how', 'tug'],
    ]);
  });

  it('are not two of one passage, though they are two claims', () => {
    const half = { ...(claims.find(({ id }) => id === 'tug') ?? claims[0]), id: 'half', quote: 'at noon' };
    const withHalf = { ...context, claims: new Map([...context.claims, ['half', half as never]]) };
    const shown = nearestQuotes([citing('first', 'tug'), citing('second', 'half')], withHalf);
    expect(shown.map(({ intent }) => intent)).toEqual(['first']);
  });

  it('are none of no answer, and none of claims that the ledger has not', () => {
    expect(quotesOf([])).toEqual([]);
    expect(gistOf([citing('lost', 'nothing-such'), ...named('towed-how')])).toEqual([['towed-how', 'tug']]);
  });

  it('keep all of this for any answers in any order', () => {
    const some = fc.array(fc.constantFrom(...claims.map(({ id }) => id)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), (lists) => {
        const asked = lists.map((list, i) => citing(`${i}`, ...(list as [string, ...string[]])));
        const shown = quotesOf(asked);
        const passages = shown.map(({ citation }) => citation.passage);
        expect(shown.length).toBeLessThanOrEqual(MAX_QUOTES);
        expect(new Set(passages).size).toBe(passages.length);
        const places = shown.map(({ intent }) => Number(intent));
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
        for (const { intent, citation } of shown) {
          expect(lists[Number(intent)]).toContain(citation.claim);
          const claim = context.claims.get(citation.claim);
          expect(claim && cite(report, claim)).toEqual(citation);
        }
        // Who was left out before the last one shown has nothing else to show.
        for (const [i, list] of lists.slice(0, places.at(-1) ?? 0).entries()) {
          if (places.includes(i)) continue;
          for (const id of list) expect(passages).toContain(context.claims.get(id)?.passage);
        }
      }),
    );
  });
});
