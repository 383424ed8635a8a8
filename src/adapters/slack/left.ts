/** Answers in Slack what another process took and did not live to answer, if Slack still allows it. */
import type { AbandonedDelivery } from '../deliveries.ts';
import { deliver } from './answering.ts';
import type { Caller } from './posting.ts';
import { answerQuestion, readRedo } from './question.ts';
import { askerOf, type Room, type Workspace } from './room.ts';

/** Answers one late; false when it is worth trying again. `callerFor` rejects where the app is not installed any more. */
export async function answerLeft(
  { id, redo, sending }: AbandonedDelivery,
  callerFor: (workspace: Workspace) => Promise<Caller>,
  room: Room,
): Promise<boolean> {
  const over = (why: string): boolean => {
    room.log.info({}, why);
    room.intake.done(id);
    return true;
  };
  const asked = readRedo(redo);
  if (!asked) return over('A question that another version left is let go');
  const { place, question, way } = asked;
  const caller = await callerFor(place.workspace);
  if (way.kind === 'url') {
    if (Date.now() >= way.until) return over('A command expired before it was answered');
    // Nobody but the person who asked can see what was said there.
    if (sending) return over('A command may have been answered: it is not answered again');
  }
  if (way.kind === 'thread' && sending) {
    const found = await room.delivery.find(caller, way, id);
    if (found.kind === 'later') return false;
    // Where the bot may not look, one answer too few is better than one too many.
    if (found.kind !== 'absent') return over('An answer has arrived, as far as can be seen');
  }
  return deliver(asked, await answerQuestion(question, way, askerOf(place), room), caller, room);
}
