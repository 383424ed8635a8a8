import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TOKENS, MAX_UTTERANCE_LENGTH, normalise, tokenise } from '../../../src/core/language/tokens.ts';
import { cpuTimeOf } from '../cpu-time.ts';

const NOTHING: readonly string[] = [];
const wild = fc.string({ unit: 'binary', maxLength: 300 });

describe('normalise', () => {
  it.each([
    ['curly quotes', 'captain’s ‘light’', "captain's 'light'"],
    ['full-width letters and digits', 'Ｆｅｒｒｙ １８４', 'ferry 184'],
    ['ligatures', 'oﬃce ﬂoats', 'office floats'],
    ['runs of white space', 'the \t\r\n\u00a0 ferry', 'the ferry'],
    ['zero-width characters', 'fer\u200bry\u200d \ufefftug', 'ferry tug'],
    ['a soft hyphen', 'pas\u00adsenger', 'passenger'],
    ['marks of direction', '\u202eferry\u202c \u2066tug\u2069', 'ferry tug'],
    ['control characters', '\u0000ferry\u0007\u001b tug\u007f', 'ferry tug'],
    ['private characters', 'ferry\ue000', 'ferry'],
    ['lone surrogates', '\ud800ferry\udfff', 'ferry'],
  ])('makes %s plain', (_, typed, plain) => {
    expect(normalise(typed)).toBe(plain);
  });

  it('keeps emoji and letters of other scripts', () => {
    expect(normalise('Паром 🚢 العبارة')).toBe('паром 🚢 العبارة');
  });

  it('leaves nothing behind that cannot be seen', () => {
    fc.assert(
      fc.property(wild, (text) => {
        expect(normalise(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\t\n]/u);
      }),
    );
  });
});

describe('tokenise', () => {
  it.each([
    ["What's the captain's name?", ['what', 'is', 'the', 'captain', 'name']],
    ['whats the captains name', ['what', 'is', 'the', 'captains', 'name']],
    ["they aren't hurt", ['they', 'are', 'not', 'hurt']],
    ["who'd've known", ['whod', 'have', 'known']],
    ["we'll see, they're late", ['we', 'will', 'see', 'they', 'are', 'late']],
    ["the passengers' money", ['the', 'passengers', 'money']],
    ["Ines O'Hara", ['ines', 'ohara']],
    ['u wanna kno bout ppl', ['you', 'want', 'to', 'kno', 'about', 'people']],
    ['ferry—Marigold/Tarn (12.May)', ['ferry', 'marigold', 'tarn', '12', 'may']],
    ['C’était où, le bac?', ['cétait', 'où', 'le', 'bac']],
    ['کشتی کجاست؟', ['کشتی', 'کجاست']],
  ])('splits "%s"', (utterance, tokens) => {
    expect(tokenise(utterance)).toEqual(tokens);
  });

  it.each(['', ' ', '?!…', '🚢🚢🚢', '\u200b\u200d\ufeff', '\u0000\u0001', '\ud83d', "'''", '٪%&'])(
    'finds no words in %j',
    (utterance) => {
      expect(tokenise(utterance)).toEqual(NOTHING);
    },
  );

  it.each([
    ['16,000', '16000'],
    ['16k', '16000'],
    ['16 k', '16000'],
    ['16 thousand', '16000'],
    ['sixteen thousand', '16000'],
    ['Twenty-five thousand', '25000'],
    ['20 grand', '20000'],
    ['1.5 million', '1500000'],
    ['one hundred', '100'],
    ['two hundred thousand', '200000'],
    ['2015.', '2015'],
  ])('reads %s as one number', (utterance, number) => {
    expect(tokenise(utterance)).toEqual([number]);
  });

  it('leaves small numbers in words, and multipliers alone, as they are', () => {
    expect(tokenise('two of a thousand, a hundred or so')).toEqual([
      'two',
      'of',
      'a',
      'thousand',
      'a',
      'hundred',
      'or',
      'so',
    ]);
  });

  it('keeps two numbers apart', () => {
    expect(tokenise('between 16,000 and 20,000')).toEqual(['between', '16000', 'and', '20000']);
    expect(tokenise('184 two')).toEqual(['184', 'two']);
  });

  it('does not lose digits it cannot count', () => {
    expect(tokenise('1.2.3')).toEqual(['1.2.3']);
    expect(tokenise('9'.repeat(400))).toEqual(['9'.repeat(400)]);
  });

  it('does not mind capitals', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(tokenise(text.toUpperCase())).toEqual(tokenise(text));
      }),
    );
  });

  it('gives words without spaces, quotes or capitals, whatever was typed', () => {
    fc.assert(
      fc.property(wild, (text) => {
        for (const token of tokenise(text)) expect(token).toMatch(/^[^\s'’\p{Lu}]+$/u);
      }),
    );
  });

  it('reads the beginning of a long utterance and no more', () => {
    expect(tokenise(`ferry ${'x '.repeat(MAX_UTTERANCE_LENGTH)}end`)[0]).toBe('ferry');
    expect(tokenise(`${' '.repeat(MAX_UTTERANCE_LENGTH)}ferry`)).toEqual(NOTHING);
    expect(tokenise('ferry '.repeat(50_000)).length).toBe(MAX_TOKENS);
  });

  it('keeps to the most words there may be when chat spelling grows', () => {
    expect(tokenise(`a ${'idk '.repeat(900)}`).length).toBeLessThanOrEqual(MAX_TOKENS);
  });

  it.each([
    ['digits and commas', '1,'.repeat(50_000)],
    ['commas between digits', `1${','.repeat(100_000)}1`],
    ['dots that one ellipsis stands for', `1${'…'.repeat(3_990)}1`],
    ['apostrophes', "'".repeat(100_000)],
    ['letters and apostrophes', "a'".repeat(50_000)],
    ['one letter', 'a'.repeat(100_000)],
    ['signs that stand for whole phrases', 'ﷺ'.repeat(50_000)],
    ['combining marks', `a${'\u0301'.repeat(100_000)}`],
    ['white space', `a${' '.repeat(100_000)}b`],
    ['emoji', '👩‍👩‍👧‍👦'.repeat(10_000)],
    ['number words', 'one hundred '.repeat(10_000)],
    ['lone surrogates', '\ud83d'.repeat(100_000)],
  ])('is quick with 100,000 characters of %s', (_, utterance) => {
    expect(cpuTimeOf(() => tokenise(utterance))).toBeLessThan(60);
  });
});
