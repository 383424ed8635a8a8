import { describe, expect, it } from 'vitest';
import { dialogueLines, evaluateDialogues } from '../../src/commands/dialogue-evaluation.ts';
import type { TurnOutcome } from '../../src/commands/turn-judge.ts';
import type { TestDialogue, TestTurn } from '../../src/content/schema.ts';
import type { Conversation } from '../../src/core/conversation.ts';
import type { Intent } from '../../src/core/intent.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { Responder } from '../../src/core/responder.ts';
import { SAMPLE_CLAIMS, SAMPLE_INTENTS } from '../adapters/sample-pack.ts';
import { createSampleResponder } from '../adapters/sample-responder.ts';

const trained = { phrases: [], tests: [] };
const INTENTS: readonly Intent[] = [
  ...SAMPLE_INTENTS,
  { kind: 'gap', id: 'who-pays', question: 'Who pays?', text: 'It does not say.', nearest: [], ...trained },
  { kind: 'smalltalk', id: 'greeting', text: 'Hello!', ...trained },
  { kind: 'smalltalk', id: 'thanks', text: 'You are welcome.', ...trained },
];
const pack = { claims: SAMPLE_CLAIMS, intents: INTENTS };
const sample = createSampleResponder();

/** The sample responder, which also says of the answer before what it is told to: "tell …". */
const responder: Responder = {
  ...sample,
  async reply(utterance: string, conversation?: Conversation): Promise<Reply> {
    const [, telling] = /^tell (.*)$/u.exec(utterance) ?? [];
    const before = await sample.reply('again', conversation);
    if (telling === undefined || before.kind !== 'answer') return sample.reply(utterance, conversation);
    return {
      kind: 'answer',
      answers: [{ ...before.answers[0], statements: [{ text: telling, footnotes: [1] }] }],
    };
  },
};

const play = (...turns: TestTurn[]) => evaluateDialogues([{ id: 'one', turns }], { pack, responder });

/** How the last of some turns went. */
async function outcomeOf(...turns: TestTurn[]): Promise<TurnOutcome | undefined> {
  const { newMisses } = await play(...turns);
  return newMisses.find(({ turn }) => turn === turns.length)?.outcome ?? 'right';
}

const WHEN: TestTurn = { ask: 'When was the bridge closed?', gives: ['bridge-when'] };
const WARNING: TestTurn = { ask: 'Did anybody warn the city?', gives: ['warning-who'] };

describe('a turn', () => {
  it.each<[TurnOutcome, string, TestTurn]>([
    ['right', 'that gets the answer meant', WHEN],
    ['right', 'that gets an answer as good', { ask: WHEN.ask, gives: ['ferries'], or: ['bridge-when'] }],
    ['right', 'that gets both its answers', { ask: 'both', gives: ['bridge-why', 'bridge-when'] }],
    ['right', 'that gets the small talk meant', { ask: 'hello', gives: ['greeting'] }],
    ['right', 'that has no answer and gets none', { ask: 'unheard of', gives: [] }],
    ['right', 'of a known gap that gets no answer', { ask: 'unheard of', gives: ['who-pays'] }],
    [
      'right',
      'with one half answered and one declined',
      { ask: WHEN.ask, gives: ['bridge-when', 'who-pays'] },
    ],
    ['right', 'whose text says what it has to', { ...WHEN, says: ['4 March'] }],
    ['near', 'whose text does not say what it has to', { ...WHEN, says: ['5 April'] }],
    ['near', 'that is offered the answer among others', { ask: 'which', gives: ['bridge-when'] }],
    ['near', 'that gets one of two answers only', { ask: WHEN.ask, gives: ['bridge-when', 'ferries'] }],
    ['wrong', 'that gets another answer', { ask: WHEN.ask, gives: ['ferries'] }],
    ['wrong', 'that gets small talk for an answer', { ask: 'hello', gives: ['ferries'] }],
    ['wrong', 'that gets other small talk', { ask: 'hello', gives: ['thanks'] }],
    ['wrong', 'that has no answer and gets one', { ask: WHEN.ask, gives: [] }],
    ['wrong', 'of a known gap that gets an answer', { ask: WHEN.ask, gives: ['who-pays'] }],
    [
      'wrong',
      'with the half answered that has no answer',
      { ask: 'both', gives: ['bridge-when', 'who-pays'] },
    ],
    ['missed', 'that gets a refusal', { ask: 'unheard of', gives: ['ferries'] }],
    ['near', 'that gets a quote of the answer among the nearest', { ask: 'excerpt', gives: ['ferries'] }],
    ['missed', 'that gets quotes of others', { ask: 'excerpt', gives: ['repair-cost'] }],
    ['missed', 'that is offered other answers', { ask: 'which', gives: ['ferries'] }],
  ])('is %s %s', async (outcome, _, turn) => {
    expect(await outcomeOf(turn)).toBe(outcome);
  });
});

describe('a turn about the answer before', () => {
  it.each<[TurnOutcome, string, TestTurn, TestTurn]>([
    ['right', 'names the speaker', WARNING, { ask: 'tell It was A union.', about: 'source' }],
    ['wrong', 'names nobody', WARNING, { ask: 'tell It was somebody.', about: 'source' }],
    ['right', 'says the standing', WARNING, { ask: 'tell It is alleged.', about: 'confirmed' }],
    ['wrong', 'confirms something else', WHEN, { ask: WARNING.ask, about: 'confirmed' }],
    ['right', 'gives the date', WHEN, { ask: 'tell On Friday, 4 March.', about: 'date' }],
    ['wrong', 'gives another date', WHEN, { ask: 'tell On Sunday.', about: 'date' }],
    ['missed', 'is declined', WHEN, { ask: 'unheard of', about: 'source' }],
    ['wrong', 'is taken for small talk', WHEN, { ask: 'hello', about: 'source' }],
    ['right', 'is verbatim', WHEN, { ask: `tell “${SAMPLE_CLAIMS[0]?.quote}”`, about: 'quote' }],
    ['wrong', 'is in other words', WHEN, { ask: 'tell It was shut.', about: 'quote' }],
    ['right', 'goes on to another', WHEN, { ask: 'Who is Ada Brown?', about: 'more' }],
    ['wrong', 'goes on to the same', WHEN, { ask: 'again', about: 'more' }],
  ])('is %s when it %s', async (outcome, _, before, turn) => {
    expect(await outcomeOf(before, turn)).toBe(outcome);
  });

  it('is to be declined when the ledger has no date', async () => {
    const ferries: TestTurn = { ask: 'Are there <ferries>, and *how often*?', gives: ['ferries'] };
    expect(await outcomeOf(ferries, { ask: 'unheard of', about: 'date' })).toBe('right');
    expect(await outcomeOf(ferries, { ask: 'tell In 2020.', about: 'date' })).toBe('wrong');
  });
});

describe('a dialogue', () => {
  it('shares a conversation among the turns of one person only', async () => {
    const { newMisses } = await play(
      { ...WHEN, by: 'ana' },
      { ask: 'again', by: 'ben', gives: [] },
      { ask: 'again', by: 'ana', gives: ['bridge-when'] },
    );
    expect(newMisses).toEqual([]);
  });

  it('begins without memory of the one before', async () => {
    const dialogues: TestDialogue[] = [
      { id: 'first', turns: [WHEN] },
      { id: 'second', turns: [{ ask: 'again', gives: [] }] },
    ];
    expect((await evaluateDialogues(dialogues, { pack, responder })).newMisses).toEqual([]);
  });
});

describe('the evaluation of dialogues', () => {
  const evaluation = play(
    WHEN,
    { ask: 'unheard of', gives: ['ferries'], miss: true },
    { ...WHEN, miss: true },
    { ask: 'unheard of', gives: ['ferries'] },
    { ask: WHEN.ask, gives: ['who-pays'] },
    { ask: 'unheard of', gives: [] },
  );

  it('counts turns by outcome, and false answers', async () => {
    expect(await evaluation).toMatchObject({
      dialogues: 1,
      turns: 6,
      outcomes: { right: 3, near: 0, wrong: 1, missed: 2 },
      falseAnswers: { turns: 2, answered: 1 },
    });
  });

  it('tells known misses from new ones, and names those that are none any more', async () => {
    const { knownMisses, newMisses, mended } = await evaluation;
    expect([knownMisses, newMisses, mended].map((turns) => turns.map(({ turn }) => turn))).toEqual([
      [2],
      [4, 5],
      [3],
    ]);
    expect(knownMisses).toEqual([
      {
        dialogue: 'one',
        turn: 2,
        utterance: 'unheard of',
        expected: 'ferries',
        got: 'fallback (unmatched)',
        outcome: 'missed',
      },
    ]);
  });

  it('is a table with the misses below it', async () => {
    const lines = dialogueLines(await evaluation);
    expect(lines.slice(0, 4)).toEqual([
      'dialogues  turns  right  near  wrong  missed',
      '        1      6  50.0%  0.0%  16.7%  33.3%',
      '',
      'Falsely answered, of turns that have no answer: 1 of 2 (50.0%).',
    ]);
    expect(lines).toContain('Known misses (1)');
    expect(lines).toContain('  one, turn 2: ferries -> fallback (unmatched) (missed): unheard of');
    expect(lines).toContain('Turns marked as misses that are right: remove their marks (1)');
  });

  it('is not said to have misses when it has none', async () => {
    expect(dialogueLines(await play(WHEN))).toHaveLength(4);
  });
});
