/** What a button asks for: the answer of its intent as the pack has it now, and what has to be said before it. */
import type { AnswerReply } from '../core/reply.ts';
import { type Action, isStale } from './action.ts';
import { type Asker, type Asking, choose } from './ask.ts';
import { WORDING } from './wording.ts';

export interface Chosen {
  readonly reply: AnswerReply;
  /** Said before the answer. */
  readonly notice?: string;
  /** Index of the first statement to show. */
  readonly from?: number;
}

/** The answer for `answer`, `more`, `share` and `context`; undefined when the pack has no such answer any more. */
export async function chosenBy(action: Action, asker: Asker, asking: Asking): Promise<Chosen | undefined> {
  const { responder } = asking;
  // Reading on or sharing is no new question.
  const isQuestion = action.action === 'answer';
  const reply = isQuestion ? await choose(asking, asker, action.intent) : responder.replyWith(action.intent);
  if (!reply) return undefined;
  if (isStale(action, responder.catalogue)) return { reply, notice: WORDING.stale };
  if (action.action === 'share') return { reply, notice: WORDING.sharedBy };
  // In another version of the answer the statement may be another one, so only a fresh button reads on.
  return { reply, ...(action.action === 'more' && action.at !== undefined && { from: action.at }) };
}
