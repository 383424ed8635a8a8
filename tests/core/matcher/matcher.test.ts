import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMatcher,
  createTrainedMatcher,
  MAX_CANDIDATES,
  type Match,
  type MatcherIntent,
} from '../../../src/core/matcher/matcher.ts';
import { embed } from '../embed.ts';
import { smallPack, utterancesOf } from '../small-pack.ts';
import { smallMatcher, smallWordsMatcher, trainedSmallPack } from '../small-responder.ts';
import { vectors } from '../vectors.ts';
import { wildText } from '../wild-text.ts';

const bakery: readonly MatcherIntent[] = [
  {
    id: 'opening-hours',
    phrases: [
      'when do you open',
      'when do you close',
      'what are your opening hours',
      'are you open on Sunday',
      'opening times',
      'how late are you open',
      'open today?',
      'until when is the shop open',
      'do you open early',
      'closing time',
    ],
  },
  {
    id: 'birthday-cake',
    phrases: [
      'can I order a birthday cake',
      'do you bake cakes for birthdays',
      'I need a cake for my daughter',
      'order a cake',
      'custom cake',
      'chocolate cake with candles',
      'how do I order a cake',
      'cake for a party',
      'do you make wedding cakes',
      'big cake order',
    ],
  },
  {
    id: 'gluten',
    phrases: [
      'do you have gluten free bread',
      'is there bread without gluten',
      'I cannot eat wheat',
      'gluten free',
      'wheat allergy',
      'which bread has no gluten',
      'coeliac',
      'bread without wheat',
      'anything for people with allergies',
      'are the rolls gluten free',
    ],
  },
];
const outOfScope = [
  'what is the weather like',
  'who won the election',
  'play some jazz',
  'book me a flight',
  'tell me a story',
  'what is the capital of Peru',
  'how do I fix my car',
  'translate this',
];
const { match } = createMatcher({ intents: bakery, outOfScope });
const first = ({ candidates }: Match) => candidates[0]?.intent;
const KINDS: readonly Match['kind'][] = ['matched', 'unsure', 'unmatched'];

describe('a matcher on its own', () => {
  it.each([
    ['when are you open tomorrow?', 'opening-hours'],
    ['I want to order a big cake for a birthday', 'birthday-cake'],
    ['is your bread gluten free', 'gluten'],
    ['gluten', 'gluten'],
  ])('ranks what "%s" means first', (utterance, intent) => {
    expect(first(match(utterance))).toBe(intent);
  });

  it('is sure of what it was trained on', () => {
    for (const { id, phrases } of bakery) {
      const found = phrases.map(match).filter((m) => m.kind === 'matched' && first(m) === id);
      expect(found.length).toBeGreaterThanOrEqual(0.8 * phrases.length);
    }
  });

  it('knows what is none of its business', () => {
    expect(outOfScope.map(match).filter((m) => m.kind === 'matched')).toEqual([]);
    expect(match('who won the election').kind).toBe('unmatched');
    expect(match('when do you open').kind).toBe('matched');
  });

  it('never offers what is out of scope as a candidate', () => {
    const offered = outOfScope.flatMap((u) => match(u).candidates.map((c) => c.intent));
    expect(bakery.map((i) => i.id)).toEqual(expect.arrayContaining([...new Set(offered)]));
  });

  it('does without anything out of scope, and without a lexicon', () => {
    expect(first(createMatcher({ intents: bakery }).match('order a cake'))).toBe('birthday-cake');
  });

  it("understands the lexicon's synonyms", () => {
    const lexicon = [{ term: 'cake', same: ['gateau', 'torte'] }];
    const taught = createMatcher({ intents: bakery, outOfScope, lexicon });
    expect(first(taught.match('gateau'))).toBe('birthday-cake');
    const [without, withIt] = [match('torte'), taught.match('torte')].map(
      (m) => m.candidates.find((c) => c.intent === 'birthday-cake')?.confidence ?? 0,
    );
    expect(withIt).toBeGreaterThan(without ?? 1);
  });

  it('gives the same each time, and when made again', () => {
    const again = createMatcher({ intents: bakery, outOfScope });
    for (const utterance of ['cake', 'when open', 'is there anything', ''])
      expect([match(utterance), again.match(utterance)]).toEqual([match(utterance), match(utterance)]);
  });

  it('does not learn from what it is asked', () => {
    const before = match('order a cake');
    for (let i = 0; i < 50; i += 1) match('cake gluten open');
    expect(match('order a cake')).toEqual(before);
  });
});

describe('a matcher of very little', () => {
  it('matches nothing when there is no intent', () => {
    const none = { kind: 'unmatched', candidates: [] };
    expect(createMatcher({ intents: [] }).match('hello')).toEqual(none);
  });

  it.each([
    ['one intent', [bakery[0]]],
    ['one phrase each', bakery.map(({ id, phrases }) => ({ id, phrases: phrases.slice(0, 1) }))],
    [
      'no phrases',
      [
        { id: 'a', phrases: [] },
        { id: 'b', phrases: [] },
      ],
    ],
    [
      'phrases without words',
      [
        { id: 'a', phrases: ['?', ''] },
        { id: 'b', phrases: ['…'] },
      ],
    ],
    ['refusals only', bakery.map((i) => ({ ...i, refused: true }))],
    [
      'ids with a meaning to JavaScript',
      [
        { id: '__proto__', phrases: ['a b'] },
        { id: 'constructor', phrases: ['c d'] },
      ],
    ],
  ] as [string, MatcherIntent[]][])('works with %s', (_, intents) => {
    const { kind, candidates } = createMatcher({ intents, outOfScope }).match('when do you open');
    expect(KINDS).toContain(kind);
    expect(candidates.every((c) => c.confidence >= 0 && c.confidence <= 1)).toBe(true);
  });

  it('matches nothing when there is only what is out of scope', () => {
    expect(createMatcher({ intents: [], outOfScope }).match('play some jazz')).toMatchObject({
      kind: 'unmatched',
      candidates: [],
    });
  });
});

describe('the candidates', () => {
  const matchers = [
    ['of answers alone', match],
    ['of answers and refusals', smallMatcher.match],
    ['of answers and refusals by words alone', smallWordsMatcher.match],
  ] as const;
  const utterances = [
    ...(['answer', 'gap', 'smalltalk'] as const).flatMap((kind) => utterancesOf(kind).map(([u]) => u)),
    ...smallPack.outOfScope.tests,
    ...bakery.flatMap((i) => i.phrases),
    ...smallPack.intents.flatMap((i) => i.phrases),
    'the ferry ticket',
    'oil on the ferry',
    'the boat and the money',
  ];

  it.each(matchers)('%s stand best first', (_, matchWith) => {
    const outOfOrder = utterances.filter((utterance) => {
      const confidences = matchWith(utterance).candidates.map((c) => c.confidence);
      return confidences.some((confidence, i) => confidence > (confidences[i - 1] ?? 1));
    });
    expect(outOfOrder).toEqual([]);
  });

  it.each(matchers)('%s are few, each once, with a probability', (_, matchWith) => {
    fc.assert(
      fc.property(fc.oneof(wildText, fc.constantFrom(...utterances)), (utterance) => {
        const { kind, candidates } = matchWith(utterance);
        expect(KINDS).toContain(kind);
        expect(candidates.length).toBeLessThanOrEqual(MAX_CANDIDATES);
        expect(new Set(candidates.map((c) => c.intent)).size).toBe(candidates.length);
        for (const { confidence } of candidates) expect(confidence >= 0 && confidence <= 1).toBe(true);
      }),
    );
  });

  it.each(matchers)('%s are not taken for the answer when nothing was said', (_, matchWith) => {
    for (const utterance of ['', '   ', '?!', '🚢', '\u200b'])
      expect(matchWith(utterance).kind, utterance).not.toBe('matched');
  });
});

describe('on the small report', () => {
  const rankOf = (utterance: string, intent: string) =>
    smallMatcher.match(utterance).candidates.findIndex((c) => c.intent === intent);

  it.each([...utterancesOf('answer'), ...utterancesOf('gap'), ...utterancesOf('smalltalk')])(
    'ranks what "%s" means first: %s',
    (utterance, intent) => {
      expect(rankOf(utterance, intent)).toBe(0);
    },
  );

  it.each(smallPack.outOfScope.tests)('takes "%s" for none of its business', (utterance) => {
    expect(smallMatcher.match(utterance).kind).toBe('unmatched');
    expect(smallWordsMatcher.match(utterance).kind).not.toBe('matched');
  });

  it('is sure of every question and every gap that the pack itself asks, word for word', () => {
    const unknown = smallPack.intents.filter((intent) => {
      if (intent.kind === 'smalltalk') return false;
      const found = smallMatcher.match(intent.question);
      return found.kind !== 'matched' || first(found) !== intent.id;
    });
    expect(unknown.map(({ id }) => id)).toEqual([]);
  });
});

describe('the share of wrong answers that is allowed', () => {
  const unclear = ['captain hercules', 'who had command?', 'how much for the boat', 'will the moon be full'];
  const withShare = (maxWrong: number) =>
    createTrainedMatcher(trainedSmallPack.matcher, { lexicon: smallPack.lexicon, vectors, embed, maxWrong });
  const thresholdOf = (maxWrong: number) => {
    const { explain, reader } = withShare(maxWrong);
    return explain(reader.read('who was the captain')).threshold;
  };

  it('sets how sure an answer has to be', () => {
    expect(thresholdOf(0.01)).toBeGreaterThan(thresholdOf(0.2));
    const utterances = [...utterancesOf('answer').map(([utterance]) => utterance), ...unclear];
    const answered = (maxWrong: number) =>
      utterances.filter((utterance) => withShare(maxWrong).match(utterance).kind === 'matched');
    expect(answered(0.2)).toEqual(expect.arrayContaining(answered(0.01)));
  });

  it('changes no confidence', () => {
    for (const utterance of unclear)
      expect(withShare(0.2).match(utterance).candidates).toEqual(withShare(0.01).match(utterance).candidates);
  });
});
