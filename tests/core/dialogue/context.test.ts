import { describe, expect, it } from 'vitest';
import { hasName, inContext, isRepair, leansOnContext } from '../../../src/core/dialogue/context.ts';
import { smallMatcher } from '../small-responder.ts';

const { read } = smallMatcher.reader;
const TELLING = /^(?!how|many|what|was|were|the|on|did|does|of|is|are|and|in$).*$/u;
const whole = (current: string, before: string) =>
  inContext(read(current), read(before), (word) => TELLING.test(word.text));
const wordsOf = (current: string, before: string) => whole(current, before).words.map((word) => word.text);
const termsOf = (current: string, before: string) => whole(current, before).terms.map((term) => term.term);

describe('a question leans on the one before', () => {
  it.each([
    ['when it points back', 'is he the one who steered it?'],
    ['when it goes on', 'and the light of the buoy on that night in May?'],
    ['when it asks what about', 'what about the other people who were travelling on that morning?'],
    ['when it goes on behind a word', 'ok and the buoy that marked the mouth of the harbour?'],
    ['when it puts right', 'no, I meant the passengers who travelled on the morning of Tuesday'],
    ['when it is short', 'how long?'],
  ])('%s', (_, utterance) => {
    expect(leansOnContext(read(utterance))).toBe(true);
  });

  it.each([
    ['when it is long enough to stand alone', 'how many passengers were travelling on Tuesday?'],
    ['when it is short but names somebody', 'who is Piet Vos?'],
  ])('not %s', (_, utterance) => {
    expect(leansOnContext(read(utterance))).toBe(false);
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
    expect(isRepair(read(utterance))).toBe(true);
  });

  it.each([
    'who was the captain?',
    'was there no warning of any kind?',
    'who is the captain I meant?',
    'is no one hurt?',
    'do you know what I mean?',
  ])('is not "%s"', (utterance) => {
    expect(isRepair(read(utterance))).toBe(false);
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

describe('a question in the light of the one before', () => {
  it('keeps its own words first and takes over what tells something', () => {
    expect(wordsOf('how long?', 'How many passengers were on board?')).toEqual([
      'how',
      'long',
      'passengers',
      'board',
    ]);
  });

  it('takes over names', () => {
    expect(termsOf('what did he say?', 'Who is Piet Vos?')).toEqual(['Piet Vos']);
  });

  it('does not take over a name of a kind that it names itself', () => {
    expect(termsOf('and Okafor?', 'Did Piet Vos speak of Tarn?')).toEqual(['Ines Okafor', 'Tarn']);
    expect(wordsOf('and Okafor?', 'Did Piet Vos speak of Tarn?')).not.toContain('vos');
  });

  it('says nothing twice', () => {
    expect(wordsOf('which passengers?', 'How many passengers were on board?')).toEqual([
      'which',
      'passengers',
      'board',
    ]);
    expect(termsOf('and Vos?', 'Who is Piet Vos?')).toEqual(['Piet Vos']);
  });

  it('leaves both as they were', () => {
    const before = read('Who is Piet Vos?');
    const copy = structuredClone(before);
    inContext(read('when?'), before, () => true);
    expect(before).toEqual(copy);
  });
});
