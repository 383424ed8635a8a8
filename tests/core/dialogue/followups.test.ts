import { describe, expect, it } from 'vitest';
import { leaningOf } from '../../../src/core/dialogue/context.ts';
import { createFollowUps, type Elliptical } from '../../../src/core/dialogue/followups.ts';
import { indexPhrases, keyOf } from '../../../src/core/dialogue/phrase-index.ts';
import { smallPack } from '../small-pack.ts';
import { smallMatcher } from '../small-responder.ts';

const { read } = smallMatcher.reader;
const followUps = createFollowUps({
  pack: smallPack,
  reader: smallMatcher.reader,
  index: indexPhrases(smallPack, smallMatcher.reader, () => true),
  textsOf: (intent) => (intent.kind === 'answer' ? intent.answer.map(({ text }) => text) : []),
});
const keysOf = (text: string) => new Set(read(text).words.map(keyOf));
const rank = (utterance: string, more: Partial<Elliptical> = {}) => {
  const { said, type } = leaningOf(read(utterance));
  const nothing = {
    known: new Set<string>(),
    fresh: new Set<string>(),
    kept: new Set<string>(),
    nearness: () => 1,
  };
  return followUps.rank({ said, type, ...nothing, ...more }).map(({ intent }) => intent.id);
};
const intent = (id: string) => {
  const found = smallPack.intents.find((one) => one.id === id);
  if (!found || found.kind === 'smalltalk') throw new Error(`no ${id}`);
  return found;
};

describe('a follow-up', () => {
  it('fits the phrase whose other words were said before', () => {
    expect(rank('how many?', { known: keysOf('were people injured?') })[0]).toBe('injured-number');
    expect(rank('how many?', { known: keysOf('the passengers who were on board') })[0]).toBe(
      'passengers-number',
    );
  });

  it('fits a gap like an answer', () => {
    expect(rank('for children?', { known: keysOf('is it cheaper') })[0]).toBe('ticket-price');
  });

  it('fits nothing when nothing says its words', () => {
    expect(rank('penguins?')).toEqual([]);
  });

  it('is not about a name that nobody spoke of', () => {
    const known = keysOf('what did the buoy');
    const [before, after] = [rank('what confirm?', { known }), rank('what did Piet Vos confirm?', { known })];
    expect(after[0]).toBe('buoy-reported');
    expect(before.length).toBeLessThanOrEqual(after.length);
  });

  it('that brings up a name is not fitted by a phrase without it', () => {
    const { said, type } = leaningOf(read('what did Okafor confirm about it?'));
    const known = keysOf('what did Piet Vos confirm about the buoy?');
    const fitOf = (fresh: ReadonlySet<string>) => {
      const ranked = followUps.rank({ said, type, known, fresh, kept: new Set(), nearness: () => 1 });
      return ranked.find((one) => one.intent.id === 'buoy-reported')?.fit ?? 0;
    };
    const [spokenOf, broughtUp] = [new Set<string>(), keysOf('Okafor')].map(fitOf);
    expect(spokenOf).toBeGreaterThan(0);
    expect(broughtUp).toBeLessThan((spokenOf ?? 0) / 2);
  });

  it('keeps to what is near', () => {
    const far = (one: { readonly id: string }) => (one.id === 'towed-how' ? 1 : 0.1);
    expect(rank('when?', { nearness: far })[0]).toBe('towed-how');
  });

  it('takes over the question when it brings a name alone', () => {
    const asked = { intent: intent('compensation-amount'), keys: keysOf('how much money') };
    expect(rank('and a ticket?', { asked })[0]).toBe('ticket-price');
  });

  it('with a figure that nobody gives fits a phrase about a figure at most', () => {
    expect(() => rank('99 euros?')).not.toThrow();
    expect(rank('99 euros?')[0]).toBe('compensation-amount');
  });
});

it('what an intent is asked for is what most of its phrases ask', () => {
  expect(
    ['resume-when', 'captain-who', 'passengers-number'].map((id) => followUps.typeOf(intent(id))),
  ).toEqual(['when', 'who', 'how-many']);
});
