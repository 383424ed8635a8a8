import { describe, expect, it } from 'vitest';
import { createExcerptFinder, MAX_EXCERPTS } from '../../src/core/excerpt.ts';
import { countWords, createReader } from '../../src/core/language/reader.ts';
import { smallPack } from './small-pack.ts';
import { vectors } from './vectors.ts';

const { report, lexicon } = smallPack;
const reader = createReader({
  lexicon,
  vocabulary: countWords(
    report.passages.map((p) => p.text),
    lexicon,
  ),
  isWord: vectors.isEnglish,
});
const COMMON = new Set('what who when did do the of a to on in is wa about with by and for'.split(' '));
const finder = createExcerptFinder(report, reader, (stem) => !COMMON.has(stem));
const find = (question: string) => finder.find(reader.read(question));
const linesFor = (question: string) => find(question).map((e) => e.passage);

describe('the excerpts', () => {
  it.each([
    ['by its words', 'gulls and schoolchildren', 10],
    ['by other forms of its words', 'who fed the gull a sandwich on the pier', 10],
    ['behind a typo', 'schoolchilren on the pier', 10],
    ["by the lexicon's names", 'the skipper in the Gazette', 4],
    ['by a figure', '60 euros', 7],
  ])('are found %s', (_, question, line) => {
    expect(linesFor(question)[0]).toBe(line);
  });

  it('are the report to the letter', () => {
    for (const { passage, quote } of find('the harbour master Piet Vos')) {
      expect(report.passages[passage - 1]?.text).toContain(quote);
    }
  });

  it('put the passage that explains most first', () => {
    expect(linesFor('Piet Vos and the broken buoy')[0]).toBe(6);
    expect(linesFor('Piet Vos on sailings')[0]).toBe(9);
  });

  it('are not found by one shared word among many', () => {
    expect(linesFor('fuel prices for gulls')).toEqual([]);
  });

  it.each(['', 'what about the', 'whales', 'Was ist los?', '🚢'])('are none for "%s"', (question) => {
    expect(linesFor(question)).toEqual([]);
  });

  it('are few, and each passage stands once', () => {
    const lines = linesFor('ferry');
    expect(lines.length).toBeLessThanOrEqual(MAX_EXCERPTS);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('say nothing of a report without passages', () => {
    const empty = createExcerptFinder({ ...report, passages: [] }, reader, () => true);
    expect(empty.find(reader.read('gulls on the pier'))).toEqual([]);
  });
});
