import { describe, expect, it } from 'vitest';
import { countWords, createReader } from '../../../src/core/language/reader.ts';
import { stem } from '../../../src/core/language/stem.ts';

const lexicon = [
  { term: 'Ines Okafor', kind: 'person', same: ['Okafor', 'the captain', 'skipper'] },
  { term: 'Bluewater Lines', kind: 'organisation', same: ['Bluewater', 'the company'] },
  { term: 'ferry', same: ['ship', 'ferry boat'] },
];
const vocabulary = countWords(['How many passengers did the captain see on the ferry?'], lexicon);
const reader = createReader({ lexicon, vocabulary });
const termsIn = (utterance: string) => reader.read(utterance).terms.map((t) => t.term);

describe('a reading', () => {
  it('has each word with its stem', () => {
    expect(reader.read('How many passengers?').words).toEqual([
      { text: 'how', stem: 'how' },
      { text: 'many', stem: stem('many') },
      { text: 'passengers', stem: stem('passengers') },
    ]);
  });

  it('has a typo mended and says what was typed', () => {
    const [word] = reader.read('pasengers').words;
    expect(word).toMatchObject({ text: 'passengers', stem: stem('passengers'), typed: 'pasengers' });
  });

  it('has no word repaired that is known to be real', () => {
    const careful = createReader({ lexicon, vocabulary, isWord: (word) => word === 'shipp' });
    expect(careful.read('shipp').words).toEqual([{ text: 'shipp', stem: 'shipp' }]);
  });

  it('has nothing when nothing was said', () => {
    expect(reader.read('  ?! ')).toEqual({ words: [], terms: [] });
  });
});

describe("the lexicon's terms", () => {
  it.each([
    ['the name itself', 'ines okafor', ['Ines Okafor']],
    ['part of a name', 'who is Okafor?', ['Ines Okafor']],
    ['a synonym of two words', 'where was the captain', ['Ines Okafor']],
    ['another form of a word', 'which ships', ['ferry']],
    ['two of them in order', "the ship of Bluewater's skipper", ['ferry', 'Bluewater Lines', 'Ines Okafor']],
    ['one behind a typo', 'okaffor', ['Ines Okafor']],
    ['none', 'how much money', []],
  ])('are found: %s', (_, utterance, terms) => {
    expect(termsIn(utterance)).toEqual(terms);
  });

  it('are found at their longest', () => {
    const { words, terms } = reader.read('bluewater lines');
    expect(terms).toHaveLength(1);
    expect(words.map((w) => w.term?.term)).toEqual(['Bluewater Lines', 'Bluewater Lines']);
  });

  it('are one object for all their words, and another one the next time they are said', () => {
    const { words } = reader.read('Ines Okafor, okafor');
    expect(words[0]?.term).toBe(words[1]?.term);
    expect(words[2]?.term).not.toBe(words[0]?.term);
  });

  it('are concepts unless they say otherwise', () => {
    expect(reader.read('ship').terms).toMatchObject([{ term: 'ferry', kind: 'concept' }]);
  });

  it('need all their words', () => {
    expect(termsIn('the')).toEqual([]);
    expect(termsIn('ines')).toEqual([]);
  });
});

it('does not mind capitals, punctuation or what cannot be seen', () => {
  const plain = reader.read('how many passengers did the captain see');
  expect(reader.read('HOW many passengers: did the "captain" see?!')).toEqual(plain);
  expect(reader.read('how\u200b many pas\u00adsengers\u0000 did the captain see')).toEqual(plain);
});

it('counts the words of texts and of the lexicon', () => {
  const counts = countWords(['the ferry, the tug'], lexicon);
  expect(counts.get('tug')).toBe(1);
  expect(counts.get('ferry')).toBe(3);
  expect(counts.get('the')).toBe(4);
});
