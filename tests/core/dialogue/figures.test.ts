import { describe, expect, it } from 'vitest';
import { createAnswers } from '../../../src/core/dialogue/answers.ts';
import { byFigure, figuresIn } from '../../../src/core/dialogue/figures.ts';
import { createMentions } from '../../../src/core/dialogue/mentions.ts';
import type { AnswerIntent } from '../../../src/core/intent.ts';
import type { Claim } from '../../../src/core/report.ts';
import { smallMatcher } from '../small-responder.ts';
import { ferryPack } from './ferry.ts';

const claim = (quote: string): Claim => ({ id: quote, passage: 1, quote, standing: 'stated' });

describe('the figures of claims', () => {
  it.each<[string, readonly number[]]>([
    ['around 16,000 have volunteered', [16_000]],
    ['about $200 to $300 per head', [200, 300]],
    ['184 passengers, 184 in all', [184]],
    ['1,234,567 tons', [1_234_567]],
    ['at least 5+ years', [5]],
    ['hundreds of them', []],
    ['', []],
  ])('of "%s" are %j', (quote, figures) => {
    expect(figuresIn([claim(quote)])).toEqual(figures);
  });

  it('end before a comma that ends a clause', () => {
    expect(figuresIn([claim('in 2020, hundreds')])).toEqual([2020]);
  });

  it('stand in the order of the claims, each once', () => {
    expect(figuresIn([claim('20 of 30'), claim('30 and 10')])).toEqual([20, 30, 10]);
  });

  it('of no claims are none', () => {
    expect(figuresIn([])).toEqual([]);
  });
});

describe('the other figure, where both were shown', () => {
  const both: AnswerIntent = {
    kind: 'answer',
    id: 'both-counts',
    group: 'The accident',
    question: 'How many people were on board?',
    answer: [
      { text: 'There were 184 passengers on board, Bluewater Lines said.', claims: ['passengers'] },
      { text: 'The coast guard counted 191 people on board.', claims: ['coast-guard'] },
    ],
    phrases: [],
    tests: [],
    index: ['numbers'],
    related: [],
  };
  const answers = createAnswers({ ...ferryPack, intents: [...ferryPack.intents, both] });
  const { reader } = smallMatcher;
  const mentions = createMentions(reader, answers, () => {
    throw new Error('not needed');
  });
  const other = (question: string) =>
    byFigure('other', {
      last: both,
      asked: reader.read(question),
      answers,
      mentions,
      typeOf: () => 'how-many',
    });

  it('is the one whose speaker the question did not name', () => {
    expect(other('How many were on board according to Bluewater?')?.id).toBe('coast-guard-count');
    expect(other('How many were on board by the count of Piet Vos?')?.id).toBe('passengers-number');
  });
});
