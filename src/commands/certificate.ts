/** Whether a pack keeps its promise: how many wrong answers there can be at most, judged by questions it never saw. */
import { upperBound } from '../core/matcher/clopper-pearson.ts';
import type { Evaluation } from './evaluation.ts';
import { counted, percent } from './output.ts';

export interface Certificate {
  /** Answers given, of all questions, that rest on no passage of what was meant, or where there was nothing to answer. */
  readonly wrong: number;
  readonly questions: number;
  /** Share of wrong answers, 0 to 1, that with 95% confidence is not exceeded. */
  readonly bound: number;
  /** The pack's `maxWrong`. */
  readonly target: number;
  /** Questions with an answer, and how many of them were answered at all: what the caution costs. */
  readonly answerable: number;
  readonly answered: number;
  readonly holds: boolean;
}

const CONFIDENCE = 0.95;

/** `maxWrong`: the share of wrong answers the pack allows, 0 to 1. */
export function certify(
  { tallies, all }: Pick<Evaluation, 'tallies' | 'all'>,
  maxWrong: number,
): Certificate {
  const wrong = all.filter((one) => one.outcome === 'wrong' && one.confidence !== null && !one.near).length;
  const bound = upperBound(wrong, all.length, CONFIDENCE);
  return {
    wrong,
    questions: all.length,
    bound,
    target: maxWrong,
    answerable: tallies.answer.questions,
    answered: tallies.answer.hits + tallies.answer.wrong,
    holds: bound <= maxWrong,
  };
}

/** The certificate for a person, without line ends. */
export function certificateLines({
  wrong,
  questions,
  bound,
  target,
  answerable,
  answered,
  holds,
}: Certificate): string[] {
  return [
    `${holds ? 'Certified' : 'Not certified'}: ${counted(wrong, 'wrong answer')} to ${counted(questions, 'question')} (${percent(wrong, questions)}); ` +
      `with 95% confidence at most ${percent(bound, 1)} are answered wrongly, and the pack allows ${percent(target, 1)}.`,
    `Coverage: ${answered} of ${counted(answerable, 'question')} with an answer got one (${percent(answered, answerable)}).`,
  ];
}
