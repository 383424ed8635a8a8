import { describe, expect, it } from 'vitest';
import { refusedFor } from '../../../src/core/dialogue/refusals.ts';
import { smallMatcher } from '../small-responder.ts';

const DATE = '2015-05-13';
const reason = (utterance: string) => refusedFor(smallMatcher.reader.read(utterance), DATE);

describe('what nothing in the report fits', () => {
  it.each(['what happened in 2017?', 'is the ferry still stuck?', 'what is the latest?', 'where is it now?'])(
    '"%s" asks about later',
    (utterance) => {
      expect(reason(utterance)).toBe('later');
    },
  );

  it.each([
    'do you think he is right?',
    'should I take the ferry?',
    'will they find the buoy?',
    'your opinion',
  ])('"%s" asks for an opinion, advice or a prediction', (utterance) => {
    expect(reason(utterance)).toBe('opinion');
  });

  it.each(['who painted it in 2012?', 'who is the mayor?', 'what did he think?', ''])(
    '"%s" is neither',
    (utterance) => {
      expect(reason(utterance)).toBeUndefined();
    },
  );
});
