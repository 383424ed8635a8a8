/** When the matcher asks the encoder, and what for: as if the words were sure enough now and then, whatever training says. */
import { describe, expect, it, vi } from 'vitest';
import { createMatcher, createTrainedMatcher, type Match } from '../../../src/core/matcher/matcher.ts';
import { textOf } from '../../../src/core/matcher/meaning.ts';
import { TRUST } from '../../../src/core/matcher/trust-weights.ts';
import { embed } from '../embed.ts';
import { smallPack, utterancesOf } from '../small-pack.ts';
import { smallMatcher, smallWordsMatcher, trainedSmallPack } from '../small-responder.ts';
import { vectors } from '../vectors.ts';

vi.mock('../../../src/core/matcher/trust-weights.ts', async (original) => {
  const { TRUST: learnt } = await original<typeof import('../../../src/core/matcher/trust-weights.ts')>();
  return { TRUST: { ...learnt, wordsSuffice: 0.8 } };
});

/** Questions that have hardly a word in common with the phrases of the small report. */
const paraphrases: readonly (readonly [utterance: string, intent: string])[] = [
  ['has petroleum contaminated the bay', 'oil-spill'],
  ['is nature harmed', 'oil-spill'],
  ['was everyone ok', 'injured-number'],
  ['did anybody end up in hospital', 'injured-number'],
  ['did people suffer any wounds', 'injured-number'],
  ['whose fault was it', 'aground-why'],
  ['what made them hit the ground', 'aground-why'],
  ['how big was the payout', 'compensation-amount'],
  ['what will travellers be reimbursed', 'compensation-amount'],
];

describe('the encoder', () => {
  const { read } = smallMatcher.reader;
  const known = [...utterancesOf('answer'), ...utterancesOf('gap'), ...utterancesOf('smalltalk')].map(
    ([utterance]) => utterance,
  );
  const utterances = [
    ...known,
    ...smallPack.intents.flatMap((intent) => intent.phrases),
    ...smallPack.outOfScope.tests,
    'captain hercules',
    'pasengers',
  ];
  /** A matcher of the small report that keeps what the encoder is asked. */
  const watched = (answer = embed as (text: string) => ReturnType<typeof embed> | undefined) => {
    const asked: string[] = [];
    const matcher = createTrainedMatcher(trainedSmallPack.matcher, {
      lexicon: smallPack.lexicon,
      vectors,
      embed: (text) => {
        asked.push(text);
        return answer(text);
      },
    });
    return { ...matcher, asked };
  };
  /** By words alone, how likely the best answer or one that serves as well is meant. */
  const isSureByWords = (utterance: string) => {
    const { candidates } = smallWordsMatcher.match(utterance);
    return candidates.some(({ intent, confidence }) => {
      const { kind } = smallPack.intents.find(({ id }) => id === intent) ?? { kind: 'gap' };
      return kind !== 'gap' && confidence >= TRUST.wordsSuffice;
    });
  };

  it('is asked once for what the words are not sure of, and for nothing else', () => {
    const sure = utterances.filter(isSureByWords);
    expect(sure.length).toBeGreaterThan(0);
    expect(sure.length).toBeLessThan(utterances.length);
    for (const utterance of utterances) {
      const { match: ask, asked } = watched();
      ask(utterance);
      expect([utterance, asked]).toEqual([
        utterance,
        isSureByWords(utterance) ? [] : [textOf(read(utterance))],
      ]);
    }
  });

  it('is asked no more often to explain', () => {
    for (const utterance of ['captain hercules', 'who was the captain', 'play a song']) {
      const { explain, asked } = watched();
      const { byMeaning } = explain(read(utterance));
      expect([utterance, asked.length]).toEqual([utterance, byMeaning ? 1 : 0]);
    }
  });

  it('is not asked for a matcher that never learnt meaning', () => {
    const { meaning, ...words } = trainedSmallPack.matcher;
    expect(meaning).toBeDefined();
    const never = createTrainedMatcher(words, {
      lexicon: smallPack.lexicon,
      vectors,
      embed: () => expect.fail('The encoder was asked.'),
    });
    for (const utterance of utterances)
      expect(never.match(utterance)).toEqual(smallWordsMatcher.match(utterance));
  });

  it('leaves it to the words when it has no answer', () => {
    const { match: ask, asked } = watched(() => undefined);
    for (const utterance of utterances) expect(ask(utterance)).toEqual(smallWordsMatcher.match(utterance));
    expect(asked.length).toBeGreaterThan(0);
    const options = { intents: [{ id: 'captain', phrases: ['the captain', 'skipper'] }] };
    const untaught = createMatcher({ ...options, embed: () => undefined });
    expect(untaught.match('captain')).toEqual(createMatcher(options).match('captain'));
  });

  it('tells what is meant in other words, which the words alone do not', () => {
    const rights = (ask: (utterance: string) => Match) =>
      paraphrases.filter(([utterance, intent]) => ask(utterance).candidates[0]?.intent === intent);
    expect(paraphrases.filter(([utterance]) => isSureByWords(utterance)).length).toBeLessThan(4);
    expect(rights(smallMatcher.match).length).toBeGreaterThan(rights(smallWordsMatcher.match).length + 2);
    expect(rights(smallMatcher.match)).toEqual(paraphrases);
  });
});
