import { describe, expect, it } from 'vitest';
import { createReader } from '../../../src/core/language/reader.ts';
import {
  createMeaning,
  type MeaningModel,
  type MeaningTexts,
  textOf,
  trainMeaning,
} from '../../../src/core/matcher/meaning.ts';
import { fakeEmbed } from './fake-embed.ts';

const classes: readonly MeaningTexts[] = [
  { phrases: ['the captain', 'captain ship', 'who steered'], evidence: ['Okafor steered', 'the skipper'] },
  { phrases: ['the price', 'price ticket', 'what does it cost'], evidence: [] },
  { phrases: ['when', 'date sailing'], evidence: ['Friday'] },
];
const trained = (texts: readonly MeaningTexts[], embed = fakeEmbed): MeaningModel => {
  const model = trainMeaning(texts, embed);
  if (!model) throw new Error('Nothing was learnt.');
  return model;
};
const model = trained(classes);
const meaning = createMeaning(model);
const probabilities = (text: string) => [...meaning.predict(fakeEmbed(text)).probabilities];
const nearness = (text: string, label: number) => meaning.nearness(fakeEmbed(text), label);
/** Of few texts, which the encoder is asked for once each. */
const many = (count: number): readonly MeaningTexts[] =>
  Array.from({ length: count }, () => ({ phrases: ['ship'], evidence: [] }));

describe('what an utterance means', () => {
  it.each([
    ['skipper', 0],
    ['fare', 1],
    ['day', 2],
  ])('is told without a word in common: "%s"', (text, label) => {
    expect(classes.flatMap(({ phrases }) => phrases).join(' ')).not.toContain(text);
    const p = probabilities(text);
    expect(p.indexOf(Math.max(...p))).toBe(label);
    expect(p[label]).toBeGreaterThan(0.8);
  });

  it('is a distribution over the classes, whatever was said', () => {
    for (const text of ['skipper', 'skipper fare', 'nothing known', '']) {
      const p = probabilities(text);
      expect(p).toHaveLength(classes.length);
      expect(p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
    }
  });

  it('is a matter of direction, not of length', () => {
    const [plain, loud] = [fakeEmbed('skipper'), fakeEmbed('skipper').map((x) => 3 * x)];
    expect([...meaning.predict(loud).probabilities]).toEqual([...meaning.predict(plain).probabilities]);
    expect(meaning.nearness(loud, 0)).toEqual(meaning.nearness(plain, 0));
  });

  it('is held against phrases, not against evidence', () => {
    const { phrases, evidence, ...rest } = trained(classes.map((c) => ({ ...c, evidence: [] })));
    expect(phrases).toEqual(model.phrases);
    expect(evidence).toHaveLength(0);
    expect(rest.softmax).toEqual(model.softmax);
    expect(rest.centre).toEqual(model.centre);
  });
});

describe('how near an utterance lies to a class', () => {
  it('is the cosine with the nearest phrase', () => {
    // A "captain ship" is one part captain and one part ship.
    expect(nearness('skipper ship', 0).phrase).toBeCloseTo(1, 10);
    expect(nearness('ship', 0).phrase).toBeCloseTo(Math.SQRT1_2, 10);
    expect(nearness('fare', 0).phrase).toBeCloseTo(0, 10);
  });

  it('is the mean over the nearest three phrases, or over fewer where there are no more', () => {
    expect(nearness('captain', 0).phrases).toBeCloseTo((1 + 1 + Math.SQRT1_2) / 3, 10);
    expect(nearness('when', 2).phrases).toBeCloseTo((1 + Math.SQRT1_2) / 2, 10);
    const [more] = [trained([{ phrases: ['captain', 'skipper', 'who', 'price', 'day'], evidence: [] }])];
    expect(createMeaning(more).nearness(fakeEmbed('captain'), 0).phrases).toBeCloseTo(1, 10);
  });

  it('is the cosine with the nearest evidence, 0 where there is none', () => {
    expect(nearness('captain', 0).evidence).toBeCloseTo(1, 10);
    expect(nearness('fare', 1)).toMatchObject({ evidence: 0 });
    expect(nearness('friday', 2).evidence).toBeCloseTo(1, 10);
  });

  it('is nothing for a text of no meaning, and for a class that does not exist', () => {
    const nothing = { phrase: 0, phrases: 0, evidence: 0 };
    expect(nearness('', 0)).toEqual(nothing);
    expect(nearness('captain', classes.length)).toEqual(nothing);
    expect(nearness('captain', -1)).toEqual(nothing);
  });
});

describe('the size of a class', () => {
  /** The same classes, one of them with its phrases over and over. */
  const withLarge = (large: number) =>
    createMeaning(
      trained(
        classes.map((c, label) =>
          label === large ? { ...c, phrases: Array<typeof c.phrases>(10).fill(c.phrases).flat() } : c,
        ),
      ),
    );

  it('is no evidence: what is said still goes to the class that says it', () => {
    for (const large of classes.keys()) {
      const { predict } = withLarge(large);
      for (const [label, text] of ['skipper', 'fare', 'day'].entries()) {
        const p = [...predict(fakeEmbed(text)).probabilities];
        expect([large, text, p.indexOf(Math.max(...p))]).toEqual([large, text, label]);
      }
    }
  });

  it('does not bring a class nearer', () => {
    for (const text of ['skipper', 'skipper fare', 'ship'])
      expect(withLarge(0).nearness(fakeEmbed(text), 0).phrase).toBe(nearness(text, 0).phrase);
  });

  it('does not speak for it where nothing is said', () => {
    const [large = 1, ...others] = withLarge(0).predict(fakeEmbed('')).probabilities;
    expect(large).toBeLessThanOrEqual(Math.max(...others));
  });
});

describe('training', () => {
  it('gives the same model each time, to the last bit', () => {
    expect(trained(classes)).toEqual(model);
  });

  it('keeps the embeddings class by class', () => {
    const size = fakeEmbed('').length;
    expect([...model.phraseStarts]).toEqual([0, 3, 6, 8]);
    expect([...model.evidenceStarts]).toEqual([0, 2, 2, 3]);
    expect(model.phrases.subarray(3 * size, 4 * size)).toEqual(fakeEmbed('the price'));
    expect(model.evidence.subarray(2 * size)).toEqual(fakeEmbed('Friday'));
  });

  it('is not done when an embedding is missing, be it of a phrase or of evidence', () => {
    const without = (missing: string) => (text: string) => (text === missing ? undefined : fakeEmbed(text));
    expect(trainMeaning(classes, without('price ticket'))).toBeUndefined();
    expect(trainMeaning(classes, without('Friday'))).toBeUndefined();
    expect(trainMeaning(classes, without('nothing of it'))).toEqual(model);
  });

  it.each<[string, readonly MeaningTexts[]]>([
    ['no classes', []],
    ['classes of nothing', Array.from({ length: 2 }, () => ({ phrases: [], evidence: [] }))],
    ['evidence alone', [{ phrases: [], evidence: ['ship'] }]],
  ])('is not done when there is nothing to learn from: %s', (_, none) => {
    expect(trainMeaning(none, fakeEmbed)).toBeUndefined();
  });

  it('is not done for more than 256 classes, and then asks for nothing', () => {
    let asked = 0;
    const embed = (text: string) => {
      asked += 1;
      return fakeEmbed(text);
    };
    expect(trainMeaning(many(257), embed)).toBeUndefined();
    expect(asked).toBe(0);
    expect(trainMeaning(many(256), embed)).toBeDefined();
  });

  it.each<[string, readonly MeaningTexts[]]>([
    [
      'a class without phrases',
      [
        { phrases: ['ship'], evidence: [] },
        { phrases: [], evidence: ['fare'] },
      ],
    ],
    ['one phrase', [{ phrases: ['ship'], evidence: [] }]],
    [
      'phrases of no meaning',
      [
        { phrases: ['xq', ''], evidence: [] },
        { phrases: ['zz'], evidence: [] },
      ],
    ],
  ])('can be done with %s', (_, few) => {
    const { predict, nearness: near } = createMeaning(trained(few));
    for (const text of ['ship', '']) {
      const { probabilities: p } = predict(fakeEmbed(text));
      expect(p).toHaveLength(few.length);
      expect(p.every(Number.isFinite)).toBe(true);
      const { evidence, ...others } = near(fakeEmbed(text), 0);
      expect(Object.values(others).every(Number.isFinite)).toBe(true);
      // Where no class has evidence, none can be near.
      expect(Number.isNaN(evidence)).toBe(few.every((c) => c.evidence.length === 0));
    }
  });
});

it('the encoder is given words, typos repaired and courtesies left out', () => {
  const { read } = createReader({ lexicon: [], vocabulary: new Map([['passengers', 3]]) });
  expect(textOf(read('Please, how many PASENGERS?!'))).toBe('how many passengers');
  expect(textOf(read('🚢 ?'))).toBe('');
});
