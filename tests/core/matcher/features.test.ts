import { describe, expect, it } from 'vitest';
import { createReader } from '../../../src/core/language/reader.ts';
import { stem } from '../../../src/core/language/stem.ts';
import { createVectoriser, learnFeatures } from '../../../src/core/matcher/features.ts';
import { vectors } from '../vectors.ts';

const reader = createReader({
  lexicon: [{ term: 'ferry', same: ['passenger boat'] }],
  vocabulary: new Map(),
});
const read = (text: string) => reader.read(text);
const phrases = ['who steered the ferry', 'who towed the ferry', 'when was the light broken'].map(read);
const { table, vectors: learnt } = learnFeatures(phrases, undefined);
const vectoriser = createVectoriser(table, undefined);
const namesIn = (text: string) => [...vectoriser.vector(read(text)).indices].map(vectoriser.nameOf);
const squares = (values: Iterable<number>) => [...values].reduce((sum, x) => sum + x * x, 0);

describe('the features', () => {
  it('are stems, terms, pairs of neighbours and three letters each', () => {
    expect(namesIn('who steered')).toEqual(
      expect.arrayContaining([
        `w ${stem('who')}`,
        `w ${stem('steered')}`,
        'p ^ who',
        'c <wh',
        'c who',
        'c ho>',
      ]),
    );
    expect(namesIn('the ferry')).toEqual(expect.arrayContaining(['t ferry', 'p the @ferry']));
  });

  it('are the same term and pair for each way to say it', () => {
    const said = (text: string) => namesIn(text).filter((n) => n.startsWith('t ') || n === 'p the @ferry');
    expect(said('the passenger boat')).toEqual(said('the ferry'));
    expect(said('the passenger boat')).toEqual(['t ferry', 'p the @ferry']);
  });

  it('have one name each, those of words first', () => {
    expect(new Set(table.names).size).toBe(table.names.length);
    const firstOfCharacters = table.names.findIndex((n) => n.startsWith('c '));
    expect(firstOfCharacters).toBeGreaterThan(0);
    expect(table.names.slice(firstOfCharacters).every((n) => n.startsWith('c '))).toBe(true);
  });

  it('leave out three letters of a single phrase', () => {
    expect(table.names).toContain('c who');
    expect(table.names).not.toContain('c lig');
  });

  it('leave out what training never had', () => {
    expect(namesIn('xylophone quartz')).toEqual([]);
    expect([...vectoriser.vector(read('')).values]).toEqual([]);
  });

  it('make each group one long', () => {
    const { indices, values } = vectoriser.vector(read('who steered the ferry'));
    const ofGroup = (isGroup: (name: string) => boolean) =>
      values.filter((_, k) => isGroup(vectoriser.nameOf(indices[k] ?? 0)));
    expect(squares(ofGroup((n) => n.startsWith('c ')))).toBeCloseTo(1, 5);
    expect(squares(ofGroup((n) => !n.startsWith('c ')))).toBeCloseTo(1, 5);
  });

  it('say a word said twice once, and somewhat louder', () => {
    const weigh = (text: string) => {
      const { indices, values } = vectoriser.vector(read(text));
      const at = (name: string) => values[[...indices].findIndex((i) => vectoriser.nameOf(i) === name)] ?? 0;
      return at('w who') / at('w the');
    };
    expect(weigh('who who the')).toBeGreaterThan(weigh('who the'));
    expect(weigh('who who the')).toBeLessThan(2 * weigh('who the'));
    expect(new Set(namesIn('who who who')).size).toBe(namesIn('who who who').length);
  });
});

describe('learning', () => {
  it('keeps a pair of words that two phrases have, and a word of a single one', () => {
    const pairs = table.names.filter((name) => name.startsWith('p '));
    expect(pairs).toEqual(expect.arrayContaining(['p ^ who', 'p the @ferry']));
    expect(pairs.some((name) => name.includes('light'))).toBe(false);
    expect(table.names).toEqual(expect.arrayContaining(['w light', `w ${stem('towed')}`]));
  });

  it('gives the vectors of what it learns from', () => {
    expect(learnt).toEqual(phrases.map(vectoriser.vector));
    const withMeaning = learnFeatures(phrases, vectors);
    const { vector } = createVectoriser(withMeaning.table, vectors);
    expect(withMeaning.vectors).toEqual(phrases.map(vector));
  });
});

describe('the inverse document frequency', () => {
  it('is higher the fewer phrases use a stem, and highest for one never seen', () => {
    const idf = ['the', 'who', stem('steered'), 'xylophon'].map(vectoriser.idf);
    expect(idf).toEqual([...idf].sort((a, b) => a - b));
    expect(new Set(idf).size).toBe(4);
  });

  it('tells known stems from unknown ones', () => {
    expect(vectoriser.knows(stem('steered'))).toBe(true);
    expect(vectoriser.knows('xylophon')).toBe(false);
  });
});

describe('with word vectors', () => {
  const { table: meant } = learnFeatures(phrases, vectors);
  const meaningful = createVectoriser(meant, vectors);
  const meaningOf = (text: string) => meaningful.vector(read(text)).values.slice(0, vectors.dimensions);
  const alike = (a: string, b: string) => {
    const other = meaningOf(b);
    return meaningOf(a).reduce((sum, x, d) => sum + x * (other[d] ?? 0), 0);
  };

  it('come their dimensions first', () => {
    expect(meaningful.size).toBe(vectors.dimensions + meant.names.length);
    expect(meaningful.nameOf(0)).toBe('meaning');
    expect(squares(meaningOf('who steered the ferry'))).toBeCloseTo(1, 4);
  });

  it('lie like meanings near each other though no word is shared', () => {
    expect(alike('salary', 'wage')).toBeGreaterThan(alike('salary', 'vessel'));
    expect(alike('boat', 'vessel')).toBeGreaterThan(alike('boat', 'wage'));
  });

  it('stay numbers when no word has a vector', () => {
    expect(meaningOf('xqzzy 184').every(Number.isFinite)).toBe(true);
    expect(meaningOf('').every(Number.isFinite)).toBe(true);
  });
});
