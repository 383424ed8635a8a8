/** Answers on Discord what another process took and did not live to answer, if Discord still allows it. */
import type { AbandonedDelivery } from '../deliveries.ts';
import { deliver } from './messages.ts';
import { answerQuestion, type InteractionQuestion, type MessageQuestion, readRedo } from './question.ts';
import { askerOf, type Room } from './room.ts';
import { editOriginal, findReply, notePosted } from './sending.ts';

/** Answers one late; false when it is worth trying again. `self` is the bot's user id. */
export async function answerLeft(delivery: AbandonedDelivery, self: string, room: Room): Promise<boolean> {
  const asked = readRedo(delivery.redo);
  switch (asked?.kind) {
    case 'message':
      return answerLeftMessage(asked, delivery.sending, self, room);
    case 'interaction':
      return answerLeftInteraction(asked, delivery.id, room);
    case undefined:
      room.log.info({}, 'A question that another version left is let go');
      room.intake.done(delivery.id);
      return true;
  }
}

async function answerLeftMessage(
  asked: MessageQuestion,
  mayHaveArrived: boolean,
  self: string,
  room: Room,
): Promise<boolean> {
  if (mayHaveArrived) {
    const found = await findReply(asked, self, room);
    if (found === 'later') return false;
    if (found !== 'absent') {
      // Where the bot may not look, one answer too few is better than one too many.
      room.intake.done(asked.id);
      return true;
    }
  }
  const answer = await answerQuestion(asked.question, { isPrivate: false }, askerOf(asked), room);
  return deliver(asked, answer, room);
}

async function answerLeftInteraction(asked: InteractionQuestion, id: string, room: Room): Promise<boolean> {
  const { question, until, channel, user, kind, application, token, ...view } = asked;
  if (Date.now() >= until) {
    room.log.info({}, 'An interaction expired before it was answered');
    room.intake.done(id);
    return true;
  }
  const answer = await answerQuestion(question, view, askerOf(asked), room);
  if (!(await room.intake.sending(id))) return true;
  const sending = await editOriginal(asked, answer.message, room);
  if (sending.kind === 'later') return false;
  room.intake.done(id);
  if (sending.kind === 'sent' && !asked.isPrivate) notePosted(answer, asked, sending.id, room);
  return true;
}
