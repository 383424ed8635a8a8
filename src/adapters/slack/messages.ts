/** Mentions, direct messages, and threads the bot answered in. */
import type { App, Context, types, webApi } from '@slack/bolt';
import { ask } from '../ask.ts';
import { settlesWithin } from '../pause.ts';
import { WORDING } from '../wording.ts';
import type { Caller } from './delivery.ts';
import { describeError } from './failures.ts';
import { mentionedUsers, readText } from './mrkdwn.ts';
import { renderNotice, renderReply } from './render.ts';
import { conversationKey, isDirect, type Room } from './room.ts';

/** A message from a person, of whichever event brought it. */
interface Incoming {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly parent: string | undefined;
}

interface Delivered extends Caller {
  readonly eventId: string;
}

/** Messages with one of these are still something a person said; every other subtype is an edit, a deletion, a notice. */
const SUBTYPES_OF_PEOPLE: readonly (string | undefined)[] = [undefined, 'file_share', 'thread_broadcast'];

function fromPerson(
  event: types.MessageEvent | types.AppMentionEvent,
  { botUserId }: Context,
): Incoming | undefined {
  // The union of thirty subtypes has few fields in common; these are read where they are.
  const message = event as Partial<types.GenericMessageEvent> & { readonly subtype?: string };
  const { channel, user, ts, text = '', subtype } = message;
  if (!SUBTYPES_OF_PEOPLE.includes(subtype) || message.bot_id !== undefined || message.edited)
    return undefined;
  if (channel === undefined || user === undefined || ts === undefined || user === botUserId) return undefined;
  return { channel, user, text, ts, thread: message.thread_ts, parent: message.parent_user_id };
}

/** Listens for messages. */
export function listenToMessages(app: App, room: Room): void {
  const { workload, conversations, seen } = room;

  // Slack repeats a delivery, and sends two events for one message that mentions the bot in a channel it reads.
  const isRepeated = (message: Incoming, { eventId, context }: Delivered) => {
    const [again, before] = [
      seen.before(`event:${eventId}`),
      seen.before(`message:${context.teamId}:${message.channel}:${message.ts}`),
    ];
    return again || before;
  };

  app.event('app_mention', async ({ event, body, context, client }) => {
    const message = fromPerson(event, context);
    const delivered = { eventId: body.event_id, context, client };
    if (!message || isRepeated(message, delivered)) return;
    workload.run(() => answer(room, message, delivered));
  });

  app.event('message', async ({ event, body, context, client }) => {
    const message = fromPerson(event, context);
    if (!message) return;
    const delivered = { eventId: body.event_id, context, client };
    workload.run(async () => {
      const direct = isDirect(message.channel);
      if (!direct && !(await isFollowUp(message, context, conversations))) return;
      if (isRepeated(message, delivered)) return;
      await answer(room, message, delivered);
    });
  });
}

/** Whether a message in a channel goes on where the bot answered and is not meant for somebody else. */
async function isFollowUp(
  { channel, thread, parent, text }: Incoming,
  { teamId, botUserId }: Context,
  conversations: Room['conversations'],
): Promise<boolean> {
  if (thread === undefined) return false;
  const mentioned = mentionedUsers(text);
  if (mentioned.length > 0 && !(botUserId !== undefined && mentioned.includes(botUserId))) return false;
  if (parent !== undefined && parent === botUserId) return true;
  return (await conversations.get(conversationKey(teamId, channel, thread))) !== undefined;
}

async function answer(
  room: Room,
  { channel, user, text, ts, thread = ts }: Incoming,
  caller: Delivered,
): Promise<void> {
  const { client, context } = caller;
  const { delivery, responder, log } = room;
  const direct = isDirect(channel);
  const key = direct
    ? conversationKey(context.teamId, channel)
    : conversationKey(context.teamId, channel, thread);
  const destination = { channel, thread, user };
  // In the app's own pane; Slack takes the status away when the answer is posted.
  if (direct) await showStatus(client, channel, thread);
  try {
    const reply = await ask(room, key, readText(text, context.botUserId));
    const message = renderReply(reply, { catalogue: responder.catalogue, surface: 'public' });
    await delivery.post(caller, destination, message);
  } catch (error) {
    log.error({ error: describeError(error) }, 'Cannot answer a message in Slack');
    await delivery.post(caller, destination, renderNotice(WORDING.failed));
  }
}

/** A nicety: it neither delays an answer for long nor fails it. */
async function showStatus(client: webApi.WebClient, channel: string, thread: string): Promise<void> {
  const status = client.assistant.threads
    .setStatus({ channel_id: channel, thread_ts: thread, status: 'is looking it up in the report…' })
    .catch(() => undefined);
  await settlesWithin(STATUS_PATIENCE_MS, status);
}

const STATUS_PATIENCE_MS = 1_000;
