import { describe, expect, it } from 'vitest';
import { type Act, actOf } from '../../../src/core/dialogue/acts.ts';
import { smallMatcher } from '../small-responder.ts';

const act = (utterance: string) => actOf(smallMatcher.reader.read(utterance));

describe('a question about the answer', () => {
  it.each<[Act, readonly string[]]>([
    ['source', ['source?', 'sources', 'says who?', 'Who says so?', 'who said that', 'who told them that?']],
    ['source', ['according to whom?', 'who reported this', 'where from?', 'who gave the number']],
    [
      'confirmed',
      ['is that confirmed?', 'was it verified', 'is this true?', 'how sure is that', 'is it a fact?'],
    ],
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

// Known misses: they have to fail, and lose the mark when they no longer do.
it.fails.each(['where does that come from?', 'where did they get that from?'])(
  '"%s" asks for the source',
  (utterance) => {
    expect(act(utterance)).toBe('source');
  },
);

describe('anything beyond a question about the answer', () => {
  it.each([
    'who says the buoy was broken?',
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
