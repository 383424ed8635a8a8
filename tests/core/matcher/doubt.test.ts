import { describe, expect, it } from 'vitest';
import { createReader } from '../../../src/core/language/reader.ts';
import { type Doubtful, doubtOf, doubtReading, trainDoubt } from '../../../src/core/matcher/doubt.ts';
import { createModel } from '../../../src/core/matcher/model.ts';

const reader = createReader({
  lexicon: [
    { term: 'Ines Okafor', kind: 'person', same: ['Okafor'] },
    { term: 'Piet Vos', kind: 'person', same: ['Vos'] },
  ],
  vocabulary: new Map(),
});
const doubted = (utterance: string) => doubtReading(reader.read(utterance), []);
/** Questions after somebody's family were answered wrongly, others rightly. */
const held: readonly Doubtful[] = [
  'is okafor married',
  'what did okafor say',
  'has okafor children',
  'where is okafor',
]
  .flatMap((text) => [text, `${text} now`, `so ${text}`, `${text} then`, `tell me ${text}`])
  .map((text, i) => ({
    doubt: doubted(text),
    right: !/married|children/u.test(text),
    fold: i % 5,
    classFold: -1,
  }));
const { model, doubts } = trainDoubt(held, 5, undefined);
const doubtIn = (utterance: string) => doubtOf(createModel(model, undefined), doubted(utterance));

describe('the second opinion', () => {
  it('doubts what is like the questions that were answered wrongly', () => {
    expect(doubtIn('is okafor married')).toBeGreaterThan(0);
    expect(doubtIn('what did okafor say')).toBeLessThan(0);
  });

  it('does not mind whom of a kind is asked about', () => {
    expect(doubtIn('is Vos married')).toBe(doubtIn('is Okafor married'));
  });

  it('doubts phrases it had not seen as well', () => {
    const mean = (right: boolean) => {
      const of = doubts.filter((_, i) => held[i]?.right === right);
      return of.reduce((sum, d) => sum + d, 0) / of.length;
    };
    expect(mean(false)).toBeGreaterThan(mean(true));
  });

  it('is a number when nothing was learnt, or nothing said', () => {
    const untaught = trainDoubt([], 5, undefined);
    expect(untaught.doubts).toEqual([]);
    expect(Number.isFinite(doubtOf(createModel(untaught.model, undefined), doubted('')))).toBe(true);
  });
});
