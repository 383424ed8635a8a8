import { describe, expect, it } from 'vitest';
import { indexPhrases } from '../../../src/core/dialogue/phrase-index.ts';
import { smallPack } from '../small-pack.ts';
import { smallMatcher, trainedSmallPack } from '../small-responder.ts';

const index = indexPhrases(smallPack, smallMatcher.reader, () => true);

describe('the index of phrases', () => {
  it('is the same after being stored as JSON', () => {
    expect(JSON.parse(JSON.stringify(trainedSmallPack.phrases))).toEqual(trainedSmallPack.phrases);
  });

  it('has the questions of answers and gaps, and none of small talk', () => {
    const questions = new Set(index.phrases.filter(([, phrase]) => phrase === 0).map(([place]) => place));
    smallPack.intents.forEach(({ kind }, place) => {
      expect(questions.has(place)).toBe(kind !== 'smalltalk');
    });
  });

  it('leaves out a phrase with a word that is not known', () => {
    const without = indexPhrases(smallPack, smallMatcher.reader, (word) => word !== 'injured');
    expect(without.phrases.length).toBeLessThan(index.phrases.length);
    expect(without.keys).not.toContain('injur');
  });
});
