import { describe, expect, it } from 'vitest';
import { encodeMatcher } from '../../../src/core/matcher/storage.ts';
import { type MatcherOptions, OUT_OF_SCOPE, trainMatcher } from '../../../src/core/matcher/training.ts';
import { vectors } from '../vectors.ts';

const options: MatcherOptions = {
  intents: [
    {
      id: 'captain-name',
      phrases: [
        'who was the captain',
        'name of the captain',
        'who steered it',
        'the skipper',
        'who commanded',
      ],
      evidence: ['The captain was Ines Okafor.'],
    },
    {
      id: 'sailing-date',
      phrases: ['when do boats sail', 'date of the sailing', 'next departure', 'sailing day', 'when is it'],
      kin: ['captain-name', 'nothing-such'],
    },
    {
      id: 'ticket-price',
      phrases: ['how much is a ticket', 'price of a ticket', 'the fare', 'what does it cost', 'ticket cost'],
      refused: true,
    },
  ],
  outOfScope: ['bake a cake', 'sing a song', 'tell a joke', 'weather tomorrow', 'football results'],
  lexicon: [{ term: 'Ines Okafor', kind: 'person', same: ['Okafor'] }],
};

describe.each([
  ['with word vectors', { ...options, vectors }],
  ['without word vectors', options],
])('training %s', (_, given) => {
  const trained = trainMatcher(given);

  it('gives the same bytes each time', () => {
    const again = Buffer.from(encodeMatcher(trainMatcher(given)));
    expect(again.equals(encodeMatcher(trained))).toBe(true);
  });

  it('makes a class of each intent, and one of all that is out of scope', () => {
    const { classes } = trained;
    expect(classes.map((c) => c.id)).toEqual(['captain-name', 'sailing-date', 'ticket-price', OUT_OF_SCOPE]);
    expect(classes.map((c) => c.refused)).toEqual([false, false, true, true]);
  });

  it('counts an intent among its own kin, and passes over kin that do not exist', () => {
    const { classes } = trained;
    expect(classes.map((c) => [...c.kin])).toEqual([[0], [1, 0], [2], []]);
  });

  it('knows the words of phrases that are English, and those of evidence and lexicon whatever they are', () => {
    const { vocabulary } = trained;
    expect(['captain', 'okafor', 'ines', 'sailing'].every((word) => vocabulary.has(word))).toBe(true);
  });

  it('sets a threshold that is a probability', () => {
    const { threshold } = trained.calibration;
    expect(threshold).toBeGreaterThanOrEqual(0);
    expect(threshold).toBeLessThanOrEqual(1);
  });
});

it('does not learn a typo of a single phrase as a word', () => {
  const phrases = ['who was the capptain', 'name of the captain', 'captain'];
  const { vocabulary } = trainMatcher({ intents: [{ id: 'a', phrases }], vectors });
  expect(vocabulary.has('capptain')).toBe(false);
});
