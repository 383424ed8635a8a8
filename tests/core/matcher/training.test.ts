import { describe, expect, it } from 'vitest';
import { encodeMatcher } from '../../../src/core/matcher/storage.ts';
import {
  type MatcherOptions,
  OUT_OF_SCOPE,
  textsToEmbed,
  trainMatcher,
} from '../../../src/core/matcher/training.ts';
import { vectors } from '../vectors.ts';
import { fakeEmbed } from './fake-embed.ts';

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
  ['with an encoder', { ...options, vectors, embed: fakeEmbed }],
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

  it('learns what each class is asked for, and by how many phrases', () => {
    const { classes } = trained;
    expect(classes.map(({ topic }) => topic.phrases)).toEqual([5, 5, 5, 5]);
    expect(classes.map(({ topic }) => topic.terms.has('Ines Okafor'))).toEqual([true, false, false, false]);
    expect(classes[1]?.topic.types.when).toBeGreaterThan(classes[0]?.topic.types.when ?? 1);
  });

  it('learns meaning only from an encoder', () => {
    expect(trained.meaning !== undefined).toBe('embed' in given);
  });
});

describe('the texts for the encoder', () => {
  const asked: string[] = [];
  const trained = trainMatcher({
    ...options,
    vectors,
    embed: (text) => {
      asked.push(text);
      return fakeEmbed(text);
    },
  });
  const texts = textsToEmbed({ ...options, vectors });

  it('are those that can be asked for ahead of training, each once', () => {
    expect(new Set(texts).size).toBe(texts.length);
    expect(new Set(asked)).toEqual(new Set(texts));
  });

  it('are phrases, names of intents, evidence and what is out of scope', () => {
    for (const text of ['who was the captain', 'captain name', 'the captain was ines okafor', 'bake a cake'])
      expect(texts).toContain(text);
    expect(texts).not.toContain('');
  });

  it('are the phrases of each class with its name, and its evidence', () => {
    const starts = trained.meaning?.phraseStarts ?? [];
    expect([...starts]).toEqual([0, 6, 12, 18, 23]);
    expect([...(trained.meaning?.evidenceStarts ?? [])]).toEqual([0, 1, 1, 1, 1]);
  });

  it('leave the words as they are when one cannot be had', () => {
    const one = texts.at(-1);
    const { meaning, ...words } = trainMatcher({
      ...options,
      vectors,
      embed: (text) => (text === one ? undefined : fakeEmbed(text)),
    });
    expect(meaning).toBeUndefined();
    expect(words).toEqual(trainMatcher({ ...options, vectors }));
  });
});

it('does not learn a typo of a single phrase as a word', () => {
  const phrases = ['who was the capptain', 'name of the captain', 'captain'];
  const { vocabulary } = trainMatcher({ intents: [{ id: 'a', phrases }], vectors });
  expect(vocabulary.has('capptain')).toBe(false);
});
