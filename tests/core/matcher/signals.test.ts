import { describe, expect, it } from 'vitest';
import { createMeaning } from '../../../src/core/matcher/meaning.ts';
import { createModel } from '../../../src/core/matcher/model.ts';
import {
  type Assessment,
  assess,
  CANDIDATE_SIGNALS,
  MAX_ASSESSED,
  NONE_SIGNALS,
  type SignalContext,
  viewWords,
} from '../../../src/core/matcher/signals.ts';
import {
  type MatcherOptions,
  OUT_OF_SCOPE,
  readerFor,
  trainMatcher,
} from '../../../src/core/matcher/training.ts';
import { trust } from '../../../src/core/matcher/trust.ts';
import { TRUST } from '../../../src/core/matcher/trust-weights.ts';
import { vectors } from '../vectors.ts';
import { fakeEmbed } from './fake-embed.ts';

const lexicon: NonNullable<MatcherOptions['lexicon']> = [
  { term: 'Ines Okafor', kind: 'person', same: ['Okafor'] },
  { term: 'Piet Vos', kind: 'person', same: ['Vos'] },
];
const intents: MatcherOptions['intents'] = [
  {
    id: 'captain-name',
    phrases: ['who was the captain', 'name of the captain', 'who steered', 'is Okafor the captain'],
    evidence: ['The commander was Ines Okafor.'],
  },
  {
    id: 'captain-age',
    phrases: ['how old is the captain', 'age of the captain', 'when was the captain born'],
    kin: ['captain-name'],
  },
  { id: 'ticket-price', phrases: ['the price of a ticket', 'what does it cost', 'fare'], refused: true },
  { id: 'greeting', phrases: ['hello', 'howdy'] },
];
const outOfScope = ['bake a cake', 'sing a song', 'tell a joke'];

/** Assesses utterances by a matcher of these intents, with and without the encoder. */
function assessing(options: MatcherOptions) {
  const trained = trainMatcher({ ...options, lexicon, vectors, embed: fakeEmbed });
  const context: SignalContext = {
    model: createModel(trained.model, vectors),
    classes: trained.classes,
    meaning: trained.meaning && createMeaning(trained.meaning),
    vectors,
  };
  const { read } = readerFor(trained.vocabulary, lexicon, vectors);
  return {
    context,
    read,
    byWords: (utterance: string) => assess(context, read(utterance), undefined),
    byMeaning: (utterance: string) => assess(context, read(utterance), fakeEmbed(utterance)),
  };
}

const { context, read, byWords, byMeaning } = assessing({ intents, outOfScope });
const labelOf = (id: string) => context.classes.findIndex((c) => c.id === id);
const candidateOf = (id: string, { candidates }: Assessment) =>
  candidates.find(({ label }) => label === labelOf(id));
const signal = (name: (typeof CANDIDATE_SIGNALS)[number], id: string, assessment: Assessment) =>
  candidateOf(id, assessment)?.signals[CANDIDATE_SIGNALS.indexOf(name)] ?? Number.NaN;
const signalOfNone = (name: (typeof NONE_SIGNALS)[number], { none }: Assessment) =>
  none[NONE_SIGNALS.indexOf(name)] ?? Number.NaN;
const MEANT = ['meaning', 'nearest phrase', 'nearest phrases', 'nearest evidence'] as const;
const MEANT_OF_NONE = ['best meaning', 'best phrase', 'best evidence'] as const;

/** So many that an index proposes which to weigh: none for an utterance without a known word. */
const crowd = Array.from({ length: 260 }, (_, i) => ({
  id: `_${i}`,
  phrases: [`boat ${'abcdefghij'[i % 10]?.repeat(3)} ${'abcdefghijklmnopqrstuvwxyz'[i % 26]?.repeat(4)}`],
}));

const utterances = ['who was the captain', 'what is the fare', 'bake me a cake', 'Piet Vos?', 'xqzzy', ''];

describe('the signals', () => {
  it.each([
    ['words alone', byWords],
    ['words and meaning', byMeaning],
  ])('of %s are as many as their names, each a finite number', (_, assessed) => {
    expect(new Set(CANDIDATE_SIGNALS).size).toBe(CANDIDATE_SIGNALS.length);
    expect(new Set(NONE_SIGNALS).size).toBe(NONE_SIGNALS.length);
    for (const utterance of utterances) {
      const { candidates, none } = assessed(utterance);
      expect(candidates).toHaveLength(context.classes.length);
      for (const { signals } of candidates) expect(signals).toHaveLength(CANDIDATE_SIGNALS.length);
      expect(none).toHaveLength(NONE_SIGNALS.length);
      expect([...candidates.flatMap((c) => c.signals), ...none].every(Number.isFinite), utterance).toBe(true);
    }
  });

  it.each<[string, MatcherOptions]>([
    ['no classes', { intents: [] }],
    ['one class', { intents: intents.slice(0, 1) }],
    ['one class of a single phrase', { intents: [{ id: 'a', phrases: ['fare'] }] }],
    [
      'classes without phrases',
      {
        intents: [
          { id: '_', phrases: [] },
          { id: '-', phrases: [''] },
        ],
      },
    ],
    ['refusals alone', { intents: intents.map((intent) => ({ ...intent, refused: true })), outOfScope }],
    ['what is out of scope alone', { intents: [], outOfScope }],
    ['more classes than are weighed at all', { intents: crowd }],
  ])('are finite, and so is what they are worth, with %s', (_, options) => {
    const few = assessing(options);
    for (const utterance of utterances) {
      for (const [assessment, model] of [
        [few.byWords(utterance), TRUST.words],
        [few.byMeaning(utterance), TRUST.both],
      ] as const) {
        const { candidates, none } = assessment;
        expect(candidates).toHaveLength(Math.min(few.context.classes.length, MAX_ASSESSED));
        const isTold = (x: number, name: string | undefined) =>
          Number.isFinite(x) || (Number.isNaN(x) && (name ?? '').endsWith('evidence'));
        // Evidence that no class has is nothing that could be near.
        expect(candidates.every((c) => c.signals.every((x, i) => isTold(x, CANDIDATE_SIGNALS[i])))).toBe(
          true,
        );
        expect(none.every((x, i) => isTold(x, NONE_SIGNALS[i]))).toBe(true);
        const worth = trust(model, assessment);
        expect(worth.candidates.reduce((sum, p) => sum + p, worth.none)).toBeCloseTo(1, 9);
      }
    }
  });

  it('of meaning are 0 without an embedding, and without a model of meaning', () => {
    const untaught: SignalContext = { ...context, meaning: undefined };
    for (const utterance of utterances) {
      const without = assess(untaught, read(utterance), fakeEmbed(utterance));
      expect(without).toEqual(byWords(utterance));
      expect(without.byMeaning).toBe(false);
      for (const name of MEANT)
        for (const { id } of context.classes) expect(signal(name, id, without)).toBe(0);
      for (const name of MEANT_OF_NONE) expect(signalOfNone(name, without)).toBe(0);
    }
  });

  it('of the words are the same, whether there is an embedding or not', () => {
    for (const utterance of utterances) {
      const [plain, meant] = [byWords(utterance), byMeaning(utterance)];
      expect(meant.byMeaning).toBe(true);
      for (const name of [
        'words',
        'question type',
        'missing names',
        'unexplained',
        'refused',
        'phrases',
      ] as const)
        for (const { id } of context.classes) expect(signal(name, id, meant)).toBe(signal(name, id, plain));
    }
  });
});

describe('a candidate', () => {
  it('stands first when words speak for it, and by meaning when no word does', () => {
    expect(byWords('who was the captain').candidates[0]?.label).toBe(labelOf('captain-name'));
    expect(byMeaning('charge').candidates[0]?.label).toBe(labelOf('ticket-price'));
    expect(signal('meaning', 'ticket-price', byMeaning('charge'))).toBeGreaterThan(
      signal('meaning', 'greeting', byMeaning('charge')),
    );
  });

  it('is as near as its nearest phrase and evidence', () => {
    const assessed = byMeaning('commander');
    expect(signal('nearest phrase', 'captain-name', assessed)).toBeCloseTo(1, 9);
    expect(signal('nearest evidence', 'captain-name', assessed)).toBeCloseTo(1, 9);
    expect(signal('nearest phrase', 'greeting', assessed)).toBeCloseTo(0, 9);
    expect(signal('nearest evidence', 'captain-age', assessed)).toBe(0);
  });

  it('lacks the names that it does not speak of', () => {
    const assessed = byWords('is Piet Vos the captain Okafor?');
    expect(candidateOf('captain-name', assessed)?.missingNames).toEqual(['Piet Vos']);
    expect(signal('missing names', 'captain-name', assessed)).toBe(1);
    expect(signal('missing names', 'greeting', assessed)).toBe(2);
  });

  it('explains words or does not', () => {
    expect(signal('unexplained', 'captain-name', byWords('who was the captain'))).toBe(0);
    expect(signal('unexplained', 'captain-name', byWords('xqzzy'))).toBe(1);
    const half = signal('unexplained', 'captain-name', byWords('captain xqzzy'));
    expect(half > 0 && half < 1).toBe(true);
  });

  it('that is refused or out of scope says so', () => {
    const assessed = byWords('hello');
    const flags = (id: string) => [signal('refused', id, assessed), signal('out of scope', id, assessed)];
    expect(flags('greeting')).toEqual([0, 0]);
    expect(flags('ticket-price')).toEqual([1, 0]);
    expect(flags(OUT_OF_SCOPE)).toEqual([1, 1]);
  });
});

describe('none of them', () => {
  it('is spoken for by words that nobody knows', () => {
    expect(signalOfNone('unknown words', byWords('who was the captain'))).toBe(0);
    expect(signalOfNone('unknown words', byWords('xqzzy'))).toBe(1);
    expect(signalOfNone('strangest word', byWords('captain xqzzy'))).toBeGreaterThan(
      signalOfNone('strangest word', byWords('captain')),
    );
  });

  it('is spoken against by the best answer, a refusal not being one', () => {
    const [answered, refused] = [byMeaning('who was the captain'), byMeaning('the price of a ticket')];
    for (const name of ['best words', 'best meaning', 'best phrase'] as const)
      expect(signalOfNone(name, answered), name).toBeGreaterThan(signalOfNone(name, refused));
  });
});

describe('the closer look', () => {
  const many = Array.from({ length: MAX_ASSESSED + 5 }, (_, i) => ({
    id: `number-${i}`,
    phrases: [`who ${'abcdefghijklmnopqrst'[i]?.repeat(4)}`, 'captain'],
  }));

  it('is had at the likeliest classes only', () => {
    const { byWords: assessed, context: crowd } = assessing({ intents: many });
    const { candidates } = assessed('who eeee');
    expect(candidates).toHaveLength(MAX_ASSESSED);
    expect(crowd.classes[candidates[0]?.label ?? -1]?.id).toBe('number-4');
    const words = candidates.map((c) => c.signals[CANDIDATE_SIGNALS.indexOf('words')] ?? 0);
    expect(words).toEqual(words.toSorted((a, b) => b - a));
  });

  it('is had once for words, with or without the encoder', () => {
    const reading = read('is Okafor the commander');
    const view = viewWords(context, reading);
    expect(view.explained(0)).toBe(view.explained(0));
    const embedding = fakeEmbed('is okafor the commander');
    expect(assess(context, reading, embedding, view)).toEqual(assess(context, reading, embedding));
    expect(assess(context, reading, undefined, view)).toEqual(assess(context, reading, undefined));
  });
});
