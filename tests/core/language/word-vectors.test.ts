import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stem } from '../../../src/core/language/stem.ts';
import { parseWordVectors } from '../../../src/core/language/word-vectors.ts';

const bytes = new Uint8Array(readFileSync(new URL('../../../assets/word-vectors.bin', import.meta.url)));
const vectors = parseWordVectors(bytes);
const alike = (a: string, b: string): number => vectors.similarity(stem(a), stem(b));

describe('similarity', () => {
  it.each([
    ['salary', 'pay', 'weekend'],
    ['salary', 'wage', 'soldier'],
    ['movie', 'film', 'bank'],
    ['lawyer', 'attorney', 'doctor'],
    ['army', 'soldier', 'salary'],
    ['war', 'battle', 'breakfast'],
    ['Russia', 'Ukraine', 'music'],
    ['journalist', 'newspaper', 'kitchen'],
    ['recruit', 'enlist', 'cook'],
    ['doctor', 'hospital', 'lawsuit'],
    ['car', 'vehicle', 'lawyer'],
    ['buy', 'purchase', 'sleep'],
    ['passport', 'visa', 'guitar'],
    ['happy', 'glad', 'table'],
  ])('finds %s nearer to %s than to %s', (word, near, far) => {
    expect(alike(word.toLowerCase(), near.toLowerCase())).toBeGreaterThan(alike(word.toLowerCase(), far));
  });

  it('is 1 for a word with itself and the same either way round', () => {
    expect(alike('money', 'money')).toBeCloseTo(1, 5);
    expect(alike('money', 'pay')).toBe(alike('pay', 'money'));
  });

  it('is 0 when a stem is unknown', () => {
    expect(vectors.similarity('xqzzy', 'pai')).toBe(0);
  });
});

describe('addTo', () => {
  it('adds the weight times a unit vector', () => {
    const target = new Float32Array(vectors.dimensions);
    expect(vectors.addTo(target, stem('money'), 2)).toBe(true);
    expect(Math.hypot(...target)).toBeCloseTo(2, 4);
    vectors.addTo(target, stem('money'), 1);
    expect(Math.hypot(...target)).toBeCloseTo(3, 4);
  });

  it('leaves the target alone when the stem is unknown', () => {
    const target = new Float32Array(vectors.dimensions);
    expect(vectors.addTo(target, 'xqzzy', 1)).toBe(false);
    expect(target.every((value) => value === 0)).toBe(true);
  });
});

describe('what is known', () => {
  it('has vectors for everyday words and none for nonsense', () => {
    expect(['money', 'recruit', 'passport', 'who', 'why'].every((word) => vectors.has(stem(word)))).toBe(
      true,
    );
    expect(vectors.has('xqzzy')).toBe(false);
  });

  it('tells lemmas from function words', () => {
    expect(vectors.isLemma(stem('money'))).toBe(true);
    expect(vectors.isLemma('whom')).toBe(false);
    expect(vectors.isLemma('xqzzy')).toBe(false);
  });

  it.each(
    'weekend weekends the whose themselves didnt paid children stopped studies trying making bigger happiest website taken journalists aardvark zoom'.split(
      ' ',
    ),
  )('takes %s for English', (word) => {
    expect(vectors.isEnglish(word)).toBe(true);
  });

  it.each('sallary recieve lawer mercenery zzz weeknd goverment jurnalist'.split(' '))(
    'does not take %s for English',
    (word) => {
      expect(vectors.isEnglish(word)).toBe(false);
    },
  );
});

describe('damaged bytes', () => {
  const altered = (at: number): Uint8Array => {
    const copy = bytes.slice();
    copy[at] = (copy[at] ?? 0) ^ 0x10;
    return copy;
  };

  it('are refused when there are too few of them', () => {
    expect(() => parseWordVectors(bytes.subarray(0, 10))).toThrow(
      'Cannot read word vectors: 10 bytes are fewer',
    );
  });

  it('are refused when they are something else', () => {
    expect(() => parseWordVectors(altered(0))).toThrow('not "FNWV"');
  });

  it('are refused when their layout is of another version', () => {
    expect(() => parseWordVectors(altered(4))).toThrow('their layout is version 17, not 1');
  });

  it('are refused when cut short', () => {
    expect(() => parseWordVectors(bytes.subarray(0, -4))).toThrow(/bytes long, not \d+/);
  });

  it('are refused when altered', () => {
    expect(() => parseWordVectors(altered(1000))).toThrow('their checksum does not fit');
  });

  it('say how to build them again', () => {
    expect(() => parseWordVectors(new Uint8Array())).toThrow('node scripts/build-word-vectors.mjs');
  });
});

it('reads bytes that start anywhere in their buffer', () => {
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(parseWordVectors(shifted.subarray(1)).similarity('pai', 'wage')).toBe(
    vectors.similarity('pai', 'wage'),
  );
});
