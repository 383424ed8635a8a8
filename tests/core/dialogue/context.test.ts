import { describe, expect, it } from 'vitest';
import { asksBehind, hasName, type Lean, leaningOf } from '../../../src/core/dialogue/context.ts';
import type { QuestionType } from '../../../src/core/language/question.ts';
import { smallMatcher } from '../small-responder.ts';

const { read } = smallMatcher.reader;
const leaning = (utterance: string) => leaningOf(read(utterance));
const saidIn = (utterance: string) => leaning(utterance).said.map((word) => word.text);

describe('a question leans on the one before', () => {
  it.each<[string, string, Lean]>([
    ['when it points back', 'is he the one who steered it on that morning in May?', 'pointer'],
    ['when it goes on', 'and the light of the buoy on the night in May?', 'continuation'],
    [
      'when it asks what about',
      'what about the people who were travelling on Tuesday morning?',
      'continuation',
    ],
    ['when it goes on behind words', 'well ok and the buoy at the mouth of the harbour?', 'continuation'],
    ['when it puts right', 'no, I meant the passengers who travelled on the morning of Tuesday', 'repair'],
    ['when it is short', 'how long?', 'fragment'],
    ['when it names a circumstance', 'in Tarn?', 'fragment'],
    ['when it asks what for', 'what for?', 'fragment'],
  ])('%s', (_, utterance, lean) => {
    expect(leaning(utterance).lean).toBe(lean);
  });

  it.each([
    ['when it is long enough to stand alone', 'how many passengers were travelling on Tuesday?'],
    ['when it is short but names somebody', 'who is Piet Vos?'],
    ['when "there" says that something exists', 'how many passengers are there on the ferry Marigold?'],
  ])('not %s', (_, utterance) => {
    expect(leaning(utterance).lean).toBeUndefined();
  });
});

describe('a repair', () => {
  it.each([
    'no, the passengers',
    'sorry, I meant the buoy',
    'I mean the captain',
    'not that, the tug',
    'oh no the tug',
  ])('is "%s"', (utterance) => {
    expect(leaning(utterance).lean).toBe('repair');
  });

  it.each([
    'who was the captain?',
    'was there no warning of any kind?',
    'who is the captain I meant?',
    'is no one hurt?',
    'do you know what I mean?',
  ])('is not "%s"', (utterance) => {
    expect(leaning(utterance).lean).not.toBe('repair');
  });
});

describe('what a question says itself', () => {
  it.each<[string, readonly string[]]>([
    ['ok, and the buoy?', ['buoy']],
    ['no, I meant the injured', ['injured']],
    ['what did he say?', ['what', 'did', 'say']],
    ['what about them?', []],
  ])('in "%s" is %j', (utterance, said) => {
    expect(saidIn(utterance)).toEqual(said);
  });

  it.each<[string, QuestionType]>([
    ['and for how long?', 'how-long'],
    ['since when?', 'when'],
    ['what for?', 'why'],
    ['and the passengers?', 'none'],
    ['no, I meant the ones who were hurt', 'none'],
  ])('in "%s" asks for "%s"', (utterance, type) => {
    expect(leaning(utterance).type).toBe(type);
  });
});

describe('a name', () => {
  it('is a person, an organisation, a place or a group, not a thing', () => {
    expect(['who is Okafor', 'is Bluewater to blame', 'where is Tarn'].map((u) => hasName(read(u)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(hasName(read('how long is the ferry'))).toBe(false);
  });
});

it('those who spoke are asked about by a pronoun, as sources, or as who told a paper', () => {
  expect(['who told them that?', 'and who were the sources?'].map((u) => asksBehind(read(u)))).toEqual([
    true,
    true,
  ]);
  expect(asksBehind(read('who did the paper get that from?'))).toBe(true);
  expect(['who says so?', 'which paper reported it?'].map((u) => asksBehind(read(u)))).toEqual([
    false,
    false,
  ]);
});
