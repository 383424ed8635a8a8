import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checksum } from '../../../src/core/checksum.ts';
import { createEncoder, ENCODING_SCALE, loadEncoder, similarity } from '../../../src/core/meaning/encoder.ts';
import { EncoderAssetError } from '../../../src/core/meaning/encoder-asset.ts';
import { cpuTimeOf } from '../cpu-time.ts';

const bytes = new Uint8Array(readFileSync(new URL('../../../assets/encoder.bin', import.meta.url)));
const encoder = createEncoder(bytes);
const alike = (a: string, b: string): number => similarity(encoder.encode(a), encoder.encode(b));
/** Length of the vector that the encoding stands for. */
const lengthOf = (encoding: Int8Array): number =>
  ENCODING_SCALE * Math.sqrt(encoding.reduce((sum, x) => sum + x * x, 0));

describe('an encoding', () => {
  it('is that of the model, apart from rounding', () => {
    // Of the same weights in half precision, by matrix products in numpy.
    const known = [0.0618, 0.0317, 0.0274, 0.0632];
    const encoding = encoder.encode('This is an example sentence');
    for (const [i, component] of known.entries())
      expect(Math.abs((encoding[i] ?? 0) * encoder.scale - component)).toBeLessThan(0.004);
  });

  it('is the same to the last bit on every machine', () => {
    const encoding = encoder.encode('This is an example sentence');
    expect([...encoding.subarray(0, 12)]).toEqual([23, 11, 10, 25, 14, -9, 8, -1, 29, -1, 25, -14]);
    expect(checksum(new DataView(encoding.buffer), 0, encoding.length)).toBe(3_678_843_652);
  });

  it('is a direction: 384 numbers of length 1', () => {
    for (const text of ['Who paid them?', 'a', 'What is the weather like in the mountains today?']) {
      const encoding = encoder.encode(text);
      expect(encoding).toHaveLength(384);
      expect(lengthOf(encoding)).toBeCloseTo(1, 2);
    }
  });

  it.each([
    ['How do I reset my password?', 'I forgot my login and want a new one', 'Which bus goes to the airport?'],
    ['who said how much they would be paid', 'Who revealed the wages?', 'who won the football match'],
    ['Can I get my money back?', 'How do refunds work?', 'Can I get my hair cut?'],
    ['What is the weather today', 'Will it rain this afternoon?', 'Who wrote this book?'],
    ['The car broke down', 'My vehicle stopped working', 'The stock market broke records'],
  ])('of "%s" is nearer to "%s" than to "%s"', (text, paraphrase, stranger) => {
    expect(alike(text, paraphrase)).toBeGreaterThan(alike(text, stranger) + 0.1);
  });

  it('does not mind case, accents, white space and what has no appearance', () => {
    const plain = encoder.encode('the cafe is naive');
    for (const text of ['The CAFÉ is naïve', '  the\tcafe\nis naive ', 'the ca\u00adfe is na\u200bive'])
      expect(encoder.encode(text)).toEqual(plain);
  });

  it('minds order and punctuation', () => {
    expect(encoder.encode('man bites dog')).not.toEqual(encoder.encode('dog bites man'));
    expect(encoder.encode('really?')).not.toEqual(encoder.encode('really'));
  });
});

describe('many encodings at once', () => {
  it('are the same to the last bit as one after the other', () => {
    const texts = Array.from({ length: 24 }, (_, i) =>
      Array.from(
        { length: i % 23 },
        (_, k) => ['who', 'paid', 'the', 'army', 'of', '1941'][(i * k) % 6],
      ).join(' '),
    );
    const together = encoder.encodeAll(texts);
    expect(together).toEqual(texts.map((text) => encoder.encode(text)));
    expect(encoder.encodeAll(texts.toReversed()).toReversed()).toEqual(together);
  });

  it('are none for no texts', () => {
    expect(encoder.encodeAll([])).toEqual([]);
  });
});

describe('any text', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \n\t '],
    ['emoji', '🙂👩‍👩‍👧‍👦🏳️‍🌈'],
    ['another script', 'Сколько им платят? 他们的工资是多少'],
    ['half a character', '\ud83d what'],
    ['a control character', 'a\u0000b\u0007c'],
    ['what the vocabulary has for itself', '[CLS] [SEP] [UNK] ##ing'],
  ])('can be encoded: %s', (_, text) => {
    // Without words, a component is larger than can be told, and is cut.
    expect(Math.abs(lengthOf(encoder.encode(text)) - 1)).toBeLessThan(0.05);
  });

  it('counts up to its 62nd word piece', () => {
    const full = 'pay '.repeat(62);
    expect(encoder.encode(`${full} and then something else`)).toEqual(encoder.encode(full));
    expect(encoder.encode('pay '.repeat(61))).not.toEqual(encoder.encode(full));
  });

  it('takes a word of more than 100 letters for any unknown one', () => {
    expect(encoder.encode(`the ${'x'.repeat(101)} war`)).toEqual(encoder.encode('the ѫѫ war'));
    expect(encoder.encode(`the ${'x'.repeat(100)} war`)).not.toEqual(encoder.encode('the ѫѫ war'));
  });

  it.each([
    ['words', 'what did they pay '.repeat(250)],
    ['one word', 'a'.repeat(4_000)],
    ['words that cannot be read', `${'ab'.repeat(49)}ѫ `.repeat(40)],
    ['marks', '?!'.repeat(2_000)],
    ['accents', 'a\u0301\u0302'.repeat(1_300)],
    ['far more than a question', 'so who pays? '.repeat(100_000)],
  ])('takes no longer than a quarter of a second: long, of %s', (_, text) => {
    expect(cpuTimeOf(() => encoder.encode(text))).toBeLessThan(250);
  });
});

describe('similarity', () => {
  it('is 1 for a text with itself, and the same either way round', () => {
    expect(alike('who pays', 'who pays')).toBeCloseTo(1, 10);
    expect(alike('who pays', 'what for')).toBe(alike('what for', 'who pays'));
  });

  it('is about the dot product times the scale twice', () => {
    const [a, b] = [encoder.encode('who pays the soldiers'), encoder.encode('their wages')];
    const dot = a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
    expect(dot * ENCODING_SCALE ** 2).toBeCloseTo(similarity(a, b), 2);
  });

  it('is 0 with nothing', () => {
    expect(similarity(encoder.encode('who pays'), new Int8Array(384))).toBe(0);
  });
});

describe('bytes that are no encoder', () => {
  const altered = (at: number): Uint8Array => {
    const copy = bytes.slice();
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };

  it.each([
    ['nothing', new Uint8Array(0), 'its 0 bytes are cut short'],
    ['too few bytes', bytes.slice(0, 12), 'its 12 bytes are cut short'],
    ['other bytes', new Uint8Array(64).fill(65), 'it begins with "AAAA", not "FNEN"'],
    ['another version', altered(4), 'its layout is version 0, not 1'],
    ['an altered header', altered(40), 'its checksum does not match'],
    ['an altered weight', altered(5_000_000), 'its checksum does not match'],
    ['an altered end', altered(bytes.length - 20), 'its checksum does not match'],
    ['half of it', bytes.slice(0, 10_000_000), 'its checksum does not match'],
  ])('are refused: %s', (_, wrong, fact) => {
    expect(() => createEncoder(wrong)).toThrow(new EncoderAssetError(fact));
    expect(new EncoderAssetError(fact, '"a.bin"').message).toBe(
      `Cannot use "a.bin": ${fact}. It is part of the package: install it again, or restore the file from the repository.`,
    );
  });

  it('may also lie anywhere in a buffer, or be written piece by piece', () => {
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const expected = encoder.encode('who pays');
    expect(createEncoder(shifted.subarray(3)).encode('who pays')).toEqual(expected);
    expect(loadEncoder(bytes.length, (room) => room.set(bytes)).encode('who pays')).toEqual(expected);
  });
});
