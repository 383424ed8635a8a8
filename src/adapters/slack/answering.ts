/** Takes a question once among all processes, answers it, and says the answer the way it is to go. */
import { settlesWithin } from '../pause.ts';
import { refusalText } from '../wording.ts';
import type { Started } from '../workload.ts';
import type { Said } from './delivery.ts';
import { renderModal } from './pages.ts';
import type { Caller } from './posting.ts';
import { type Answer, type Asked, answerQuestion, plainAnswer, type Way, writeRedo } from './question.ts';
import { renderNotice } from './render.ts';
import { askerOf, inWorkspace, isDirect, PLATFORM, type Place, type Room } from './room.ts';

/** Slack waits 3 s for an acknowledgement, and the network takes its share. */
const ACKNOWLEDGE_WITHIN_MS = 1_500;

/**
 * Starts work within what is bearable. Resolves when the work says that its question is taken, so that Slack may be told
 * that it need not be repeated, or when Slack can wait no longer.
 */
export async function receive(
  { workload }: Pick<Room, 'workload'>,
  work: (taken: () => void) => Promise<void>,
): Promise<Started> {
  let taken = () => {};
  const isTaken = new Promise<void>((resolve) => {
    taken = resolve;
  });
  const started = workload.run(() => work(taken).finally(taken));
  if (started === 'started') await settlesWithin(ACKNOWLEDGE_WITHIN_MS, isTaken);
  return started;
}

/** Answers a question that nobody else answers; says why when it is not answered now. */
export async function answerAsked(
  asked: Asked,
  caller: Caller,
  room: Room,
  taken: () => void,
): Promise<void> {
  const { id, place, way } = asked;
  const { intake } = room;
  const asker = askerOf(place, room.since);
  const redo = writeRedo(asked);
  const admission = await intake.admit(id, asker, redo);
  taken();
  switch (admission.kind) {
    case 'taken':
      return;
    case 'away':
    case 'wait': {
      // What one person sees can be said each time.
      const isHeard = way.kind !== 'thread' || intake.mayTell(admission, asker);
      if (isHeard) await say(plainAnswer(renderNotice(refusalText(admission))), asked, caller, room);
      return intake.done(id);
    }
    case 'go': {
      // In the app's own pane; Slack takes the status away when the answer is posted.
      if (way.kind === 'thread' && isDirect(way.channel)) await showStatus(way, caller);
      const answer = await answerQuestion(asked.question, way, asker, room);
      if (!(await deliver(asked, answer, caller, room)) && redo !== undefined)
        room.later({ id, redo, sending: true });
    }
  }
}

/** Sends an answer and writes down that it was sent; false when it is worth trying again later. */
export async function deliver(asked: Asked, answer: Answer, caller: Caller, room: Room): Promise<boolean> {
  if (!(await room.intake.sending(asked.id))) return true;
  const said = await say(answer, asked, caller, room);
  if (said.kind === 'later') return false;
  room.intake.done(asked.id);
  return true;
}

/** What is needed to say something: the way it goes, who is there, and the delivery it belongs to. */
export interface Addressed {
  readonly way: Way;
  readonly place: Place;
  readonly id?: string;
}

/** Says something the way it is to go, and notes an answer that stands in a channel then. */
export async function say(
  answer: Answer,
  { way, place, id }: Addressed,
  caller: Caller,
  room: Room,
): Promise<Said> {
  const { delivery } = room;
  const { message } = answer;
  switch (way.kind) {
    case 'thread': {
      const { kind, ...spot } = way;
      const said = await delivery.post(caller, { ...spot, user: place.user }, message, id);
      if (said.kind === 'sent') notePosted(answer, way.channel, said.ts, place, room);
      return said;
    }
    case 'url':
      return delivery.respond(caller, way.url, message);
    case 'view':
      await delivery.attempt(caller, 'update the modal', (client) =>
        client.views.update({ view_id: way.view, view: renderModal(message) }),
      );
      return { kind: 'over' };
    case 'trigger':
      await delivery.attempt(caller, 'open a modal', (client) =>
        client.views.open({ trigger_id: way.trigger, view: renderModal(message) }),
      );
      return { kind: 'over' };
  }
}

function notePosted(
  { intents }: Answer,
  channel: string,
  ts: string | undefined,
  { workspace }: Place,
  room: Room,
): void {
  if (intents.length === 0 || ts === undefined) return;
  room.journal?.posted({
    platform: PLATFORM,
    channel: inWorkspace(workspace, channel),
    message: ts,
    intents,
    packVersion: room.responder.catalogue.version,
  });
}

/** A nicety: it neither delays an answer for long nor fails it. */
async function showStatus(
  { channel, thread }: Extract<Way, { readonly kind: 'thread' }>,
  { client }: Caller,
): Promise<void> {
  if (thread === undefined) return;
  const status = client.assistant.threads
    .setStatus({ channel_id: channel, thread_ts: thread, status: 'is looking it up in the report…' })
    .catch(() => undefined);
  await settlesWithin(STATUS_PATIENCE_MS, status);
}

const STATUS_PATIENCE_MS = 1_000;
