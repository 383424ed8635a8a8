import { describe, expect, it } from 'vitest';
import { type ActKind, actOf, isEnding } from '../../../src/core/dialogue/acts.ts';
import { smallMatcher } from '../small-responder.ts';

const act = (utterance: string) => actOf(smallMatcher.reader.read(utterance))?.kind;

describe('a question about the answer', () => {
  it.each<[ActKind, readonly string[]]>([
    ['source', ['source?', 'sources', 'says who?', 'Who says so?', 'who said that', 'who told them that?']],
    ['source', ['how do we know that?', 'and how would they know', 'how is that known']],
    ['source', ['according to whom?', 'who reported this', 'where from?', 'who gave the number']],
    [
      'confirmed',
      ['is that confirmed?', 'was it verified', 'is this true?', 'how sure is that', 'is it a fact?'],
    ],
    ['confirmed', ['is it proven or alleged?', 'is that a fact or a rumour']],
    ['date', ['when?', 'when was that?', 'and when was it', 'what date', 'on which day?']],
    [
      'quote',
      [
        'quote please',
        'exact words?',
        'word for word',
        'is that the exact wording?',
        'what did he say exactly?',
      ],
    ],
    ['more', ['tell me more', 'go on', 'more?', 'what else?', 'anything else', 'please continue']],
    ['other', ['the other figure', 'and the other one?', 'what is the other number']],
    ['higher', ['the higher one', 'who gave the higher one?', 'which is the bigger number']],
    ['lower', ['the lower one?', 'and the smaller figure']],
  ])('is taken for "%s"', (expected, utterances) => {
    expect(utterances.map((utterance) => [utterance, act(utterance)])).toEqual(
      utterances.map((utterance) => [utterance, expected]),
    );
  });

  it.each([
    ['capitals', 'WHO SAYS SO?'],
    ['no mark', 'who says so'],
    ['a full stop and a curly apostrophe', 'who’s the source.'],
    ['politeness', 'ok, and who says so please'],
  ])('may be written with %s', (_, utterance) => {
    expect(act(utterance)).toBe('source');
  });
});

it.each(['where does that come from?', 'where did they get that from?'])(
  '"%s" asks for the source',
  (utterance) => {
    expect(act(utterance)).toBe('source');
  },
);

it('an act may say that an earlier answer is meant', () => {
  const back = (utterance: string) => actOf(smallMatcher.reader.read(utterance))?.pointsBack;
  expect(['source for the thing before?', 'source?'].map(back)).toEqual([true, false]);
});

it('an act may name what its answer is about', () => {
  const reading = smallMatcher.reader.read('what was the source for the buoy?');
  expect(actOf(reading)).toBeUndefined();
  expect(actOf(reading, (word) => word.text === 'buoy')?.kind).toBe('source');
});

describe('the end of a conversation', () => {
  const ends = (utterance: string) => isEnding(smallMatcher.reader.read(utterance));
  it.each(['no more questions', 'nothing else', 'no further questions please'])('is "%s"', (utterance) => {
    expect(ends(utterance)).toBe(true);
  });
  it.each(['more questions', 'no, the passengers', 'is there nothing more on the tug?', 'no'])(
    'is not "%s"',
    (utterance) => {
      expect(ends(utterance)).toBe(false);
    },
  );
});

describe('anything beyond a question about the answer', () => {
  it.each([
    'who says the buoy was broken?',
    'how do we know the captain?',
    'when did the ferry run aground?',
    'is it confirmed that people were hurt?',
    'tell me more about the tug',
    'the other passengers',
    'how many were on board?',
    'Who was the captain?',
    'hello',
    'and',
    '',
  ])('"%s" is none', (utterance) => {
    expect(act(utterance)).toBeUndefined();
  });
});
