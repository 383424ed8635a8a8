import { describe, expect, it } from 'vitest';
import { questionsIn, withoutPleasantries } from '../../../src/core/dialogue/clauses.ts';

describe('the questions of a message', () => {
  it.each<[string, readonly string[]]>([
    ['Who steered it and when was it freed?', ['who steered it', 'when was it freed?']],
    ['How much are they paid, and for how long?', ['how much are they paid', 'for how long?']],
    ['Where was it? And since when?', ['where was it', 'and since when?']],
    ['When was that? For which line?', ['when was that', 'for which line?']],
    ['Who was the captain?', []],
    ['I was on the pier. Who was the captain?', []],
    ['', []],
  ])('in "%s" are %j', (utterance, questions) => {
    expect(questionsIn(utterance)).toEqual(questions);
  });
});

describe('a pleasantry ahead of a question', () => {
  const strip = (utterance: string) =>
    withoutPleasantries(utterance, (text) => ['thanks', 'lol', 'hi bot', 'bye'].includes(text));

  it.each([
    ['Thanks, and where?', 'and where?'],
    ['lol. thanks! who says so?', 'who says so?'],
  ])('is left out of "%s"', (utterance, rest) => {
    expect(strip(utterance)).toBe(rest);
  });

  it.each(['hi bot, first time here', 'thanks, bye', 'The ferry, who steered it?', 'thanks', ''])(
    'is not found in "%s"',
    (utterance) => {
      expect(strip(utterance)).toBe(utterance);
    },
  );
});
