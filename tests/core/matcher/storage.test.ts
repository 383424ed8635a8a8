import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTrainedMatcher } from '../../../src/core/matcher/matcher.ts';
import { decodeMatcher, encodeMatcher } from '../../../src/core/matcher/storage.ts';
import { type TrainedMatcher, trainMatcher } from '../../../src/core/matcher/training.ts';
import { embed } from '../embed.ts';
import { smallPack, utterancesOf } from '../small-pack.ts';
import { trainedSmallPack } from '../small-responder.ts';
import { vectors } from '../vectors.ts';
import { fakeEmbed } from './fake-embed.ts';

const bytes = encodeMatcher(trainedSmallPack.matcher);
const utterances = [
  ...utterancesOf('answer').map(([utterance]) => utterance),
  ...utterancesOf('gap').map(([utterance]) => utterance),
  ...smallPack.outOfScope.tests,
  'xqzzy',
  '',
];
const matcherOf = (trained: TrainedMatcher | undefined) => {
  if (!trained) throw new Error('There is nothing to match with.');
  return createTrainedMatcher(trained, { lexicon: smallPack.lexicon, vectors, embed });
};
const matches = (trained: TrainedMatcher | undefined) => utterances.map(matcherOf(trained).match);
/** All that is decided and why, number by number. */
const decisions = (trained: TrainedMatcher | undefined) => {
  const { reader, explain } = matcherOf(trained);
  return utterances.map((utterance) => explain(reader.read(utterance)));
};

describe('a matcher that was stored and read back', () => {
  it('decides the same, to the last bit', () => {
    expect(decisions(decodeMatcher(bytes))).toEqual(decisions(trainedSmallPack.matcher));
  });

  it('is stored as the same bytes again', () => {
    const again = decodeMatcher(bytes);
    expect(again && Buffer.from(encodeMatcher(again)).equals(bytes)).toBe(true);
  });

  it('has what it learnt of meaning, number by number', () => {
    const { meaning } = decodeMatcher(bytes) ?? {};
    expect(meaning).toBeDefined();
    expect(meaning).toEqual(trainedSmallPack.matcher.meaning);
    expect(decisions(decodeMatcher(bytes)).some(({ byMeaning }) => byMeaning)).toBe(true);
  });

  it.each([
    ['five numbers', fakeEmbed],
    ['four numbers', (text: string) => fakeEmbed(text).subarray(0, 4)],
    ['one number', (text: string) => fakeEmbed(text).subarray(0, 1)],
  ])('may have embeddings of %s, which need not fill whole words', (_, embedding) => {
    const options = {
      intents: [
        { id: 'captain-name', phrases: ['who was the captain', 'who steered'], evidence: ['Okafor'] },
        { id: '_', phrases: [] },
        { id: 'fare', phrases: ['the price', 'the cost', 'fare', 'what ticket'], evidence: ['a', 'b c'] },
      ],
      outOfScope: ['sing a song'],
      embed: embedding,
    };
    const trained = trainMatcher(options);
    expect(trained.meaning).toBeDefined();
    const stored = encodeMatcher(trained);
    expect(decodeMatcher(stored)).toEqual(trained);
    for (const offset of [1, 2, 3, 4]) {
      const larger = new Uint8Array(stored.length + 8).fill(7);
      larger.set(stored, offset);
      expect(decodeMatcher(larger.subarray(offset, offset + stored.length))).toEqual(trained);
    }
  });

  it('may have learnt nothing of meaning', () => {
    const { meaning, ...words } = trainedSmallPack.matcher;
    const stored = encodeMatcher(words);
    expect(stored.length).toBeLessThan(bytes.length - (meaning?.phrases.length ?? 0));
    expect(decodeMatcher(stored)).toEqual(words);
  });

  it('may have so many classes that an index proposes them', () => {
    const crowd = Array.from({ length: 260 }, (_, i) => ({
      id: `_${i}`,
      phrases: [`boat ${i}`, `ship ${i}`],
    }));
    const trained = trainMatcher({ intents: crowd, embed: fakeEmbed });
    expect(trained.model.softmax.proposals).toBeDefined();
    expect(trained.meaning).toBeUndefined();
    expect(decodeMatcher(encodeMatcher(trained))).toEqual(trained);
  });

  it('may have no refusals and no word vectors', () => {
    const plain = trainMatcher({
      intents: [
        { id: 'a', phrases: ['one', 'two', 'three'] },
        { id: 'b', phrases: ['four', 'five', 'six'] },
      ],
    });
    expect(decodeMatcher(encodeMatcher(plain))).toEqual(plain);
  });

  it('may know words of other scripts', () => {
    const foreign = trainMatcher({
      intents: [
        { id: 'паром', phrases: ['где паром', 'où est le bac', '🚢 كم'] },
        { id: 'b', phrases: ['four', 'five', 'six'] },
      ],
    });
    expect(decodeMatcher(encodeMatcher(foreign))).toEqual(foreign);
  });

  it.each([1, 2, 3])('may lie %d bytes into a larger array', (offset) => {
    const larger = new Uint8Array(bytes.length + 8).fill(7);
    larger.set(bytes, offset);
    const read = decodeMatcher(larger.subarray(offset, offset + bytes.length));
    expect(matches(read)).toEqual(matches(trainedSmallPack.matcher));
    expect(read?.meaning).toEqual(trainedSmallPack.matcher.meaning);
  });

  it("may come in Node's own bytes, which share their memory", () => {
    const shared = Buffer.alloc(bytes.length + 8, 7);
    shared.set(bytes, 4);
    const read = decodeMatcher(shared.subarray(4, 4 + bytes.length));
    expect(matches(read)).toEqual(matches(trainedSmallPack.matcher));
  });
});

describe('bytes that are not a matcher', () => {
  const headed = (head: unknown) => {
    const json = new TextEncoder().encode(JSON.stringify(head));
    const out = new Uint8Array(4 + json.length + 64);
    new DataView(out.buffer).setUint32(0, json.length, true);
    out.set(json, 4);
    return out;
  };

  it.each([
    ['none at all', new Uint8Array()],
    ['too few for a length', new Uint8Array(3)],
    ['zeros', new Uint8Array(1000)],
    ['ones', new Uint8Array(1000).fill(255)],
    ['text', new TextEncoder().encode('This is not a matcher, whatever its name says.')],
    ['a head of nothing', headed(null)],
    ['a head of a list', headed([])],
    ['a head with nothing but a version', headed({ version: 1 })],
  ])('are undefined: %s', (_, other) => {
    expect(decodeMatcher(other)).toBeUndefined();
  });

  it('are undefined when of another version', () => {
    const text = new TextDecoder('latin1').decode(bytes);
    const at = text.indexOf('"version":') + '"version":'.length;
    const other = bytes.slice();
    other[at] = '9'.charCodeAt(0);
    expect(decodeMatcher(other)).toBeUndefined();
  });

  it('are undefined when cut short, wherever', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(decodeMatcher(bytes.subarray(0, length))).toBeUndefined();
      }),
      { examples: [[bytes.length - 1], [bytes.length - 4], [4], [5]], numRuns: 30 },
    );
  });

  it('are undefined when something was added', () => {
    const longer = new Uint8Array(bytes.length + 4);
    longer.set(bytes);
    expect(decodeMatcher(longer) === undefined).toBe(true);
  });

  it('are undefined when a single bit was changed, wherever', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
        expect(decodeMatcher(damaged) === undefined).toBe(true);
      }),
      { examples: [[bytes.length - 1, 6]], numRuns: 30 },
    );
  });

  it('never make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (other) => {
        expect(decodeMatcher(other)).toBeUndefined();
      }),
    );
  });
});
