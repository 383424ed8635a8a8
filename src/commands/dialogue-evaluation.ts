/** Measures whole dialogues: plays each as an adapter would and counts what its turns get. */
import { type Asking, ask, onlyAsker } from '../adapters/ask.ts';
import { createConversationStore } from '../adapters/conversation-store.ts';
import { printable } from '../adapters/terminal/text.ts';
import type { TestDialogue, TestTurn } from '../content/schema.ts';
import type { Pack } from '../core/pack.ts';
import type { Responder } from '../core/responder.ts';
import { describe } from './evaluation.ts';
import { columns, percent } from './output.ts';
import { createTurnJudge, TURN_OUTCOMES, type TurnOutcome } from './turn-judge.ts';

export interface MeasuredTurn {
  /** The dialogue's id. */
  readonly dialogue: string;
  /** From 1. */
  readonly turn: number;
  readonly utterance: string;
  readonly expected: string;
  readonly got: string;
  readonly outcome: TurnOutcome;
}

export interface DialogueEvaluation {
  readonly dialogues: number;
  readonly turns: number;
  readonly outcomes: Readonly<Record<TurnOutcome, number>>;
  /** Turns with nothing to answer, and how many of them were answered. */
  readonly falseAnswers: { readonly turns: number; readonly answered: number };
  /** Turns that are not right, as their mark says. */
  readonly knownMisses: readonly MeasuredTurn[];
  /** Turns that are not right and not marked. */
  readonly newMisses: readonly MeasuredTurn[];
  /** Turns that are marked as misses and are right. */
  readonly mended: readonly MeasuredTurn[];
}

export interface DialogueEvaluationOptions {
  readonly pack: Pick<Pack, 'claims' | 'intents'>;
  readonly responder: Responder;
}

/** Plays every dialogue from its beginning; a person's turns share a conversation. */
export async function evaluateDialogues(
  dialogues: readonly TestDialogue[],
  { pack, responder }: DialogueEvaluationOptions,
): Promise<DialogueEvaluation> {
  const judge = createTurnJudge(pack, responder);
  const all: (MeasuredTurn & { readonly miss: boolean; readonly answerable: boolean })[] = [];
  for (const { id, turns } of dialogues) {
    const asking: Asking = { responder, conversations: createConversationStore({ clock: () => 0 }) };
    for (const [index, turn] of turns.entries()) {
      const reply = await ask(asking, onlyAsker(turn.by ?? ''), turn.ask);
      const before = turns.slice(0, index).filter(({ by }) => by === turn.by);
      all.push({
        dialogue: id,
        turn: index + 1,
        utterance: turn.ask,
        expected: expectedOf(turn),
        got: describe(reply),
        outcome: judge.outcome(reply, turn, before),
        miss: turn.miss === true,
        answerable: judge.isAnswerable(turn, before),
      });
    }
  }
  const outcomes = Object.fromEntries(
    TURN_OUTCOMES.map((outcome) => [outcome, all.filter((turn) => turn.outcome === outcome).length]),
  ) as Record<TurnOutcome, number>;
  const unanswerable = all.filter((turn) => !turn.answerable);
  const measured = (turns: typeof all) => turns.map(({ miss: _, answerable: __, ...turn }) => turn);
  return {
    dialogues: dialogues.length,
    turns: all.length,
    outcomes,
    falseAnswers: {
      turns: unanswerable.length,
      answered: unanswerable.filter(({ outcome }) => outcome === 'wrong').length,
    },
    knownMisses: measured(all.filter(({ miss, outcome }) => miss && outcome !== 'right')),
    newMisses: measured(all.filter(({ miss, outcome }) => !miss && outcome !== 'right')),
    mended: measured(all.filter(({ miss, outcome }) => miss && outcome === 'right')),
  };
}

function expectedOf({ gives = [], or = [], about, says }: TestTurn): string {
  const wanted = about ?? [gives.join(' + ') || 'nothing', ...or].join(' or ');
  return says ? `${wanted} with "${says.join('", "')}"` : wanted;
}

/** The evaluation for a person, without line ends. */
export function dialogueLines({
  dialogues,
  turns,
  outcomes,
  falseAnswers,
  knownMisses,
  newMisses,
  mended,
}: DialogueEvaluation): string[] {
  return [
    ...columns([
      ['dialogues', 'turns', ...TURN_OUTCOMES],
      [
        String(dialogues).padStart('dialogues'.length),
        String(turns).padStart('turns'.length),
        ...TURN_OUTCOMES.map((outcome) => percent(outcomes[outcome], turns)),
      ],
    ]),
    '',
    `Falsely answered, of turns that have no answer: ${falseAnswers.answered} of ${falseAnswers.turns} (${percent(falseAnswers.answered, falseAnswers.turns)}).`,
    ...section('Turns that missed, not marked as known misses', newMisses),
    ...section('Turns marked as misses that are right: remove their marks', mended),
    ...section('Known misses', knownMisses),
  ];
}

function section(title: string, turns: readonly MeasuredTurn[]): string[] {
  if (turns.length === 0) return [];
  return [
    '',
    `${title} (${turns.length})`,
    ...turns.map(
      ({ dialogue, turn, utterance, expected, got, outcome }) =>
        `  ${dialogue}, turn ${turn}: ${expected} -> ${got} (${outcome}): ${printable(utterance)}`,
    ),
  ];
}
