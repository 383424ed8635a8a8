/** Mentions, direct messages, and threads the bot answered in. */
import type { App, Context, types, webApi } from '@slack/bolt';
import { forRequest } from '../request.ts';
import { refusalText } from '../wording.ts';
import { answerAsked, receive, say } from './answering.ts';
import { mentionedUsers, readText } from './mrkdwn.ts';
import { type Asked, plainAnswer } from './question.ts';
import { renderNotice } from './render.ts';
import { askerOf, conversationKey, inWorkspace, isDirect, type Room, workspaceOf } from './room.ts';

/** A message from a person, of whichever event brought it. */
interface Incoming {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly parent: string | undefined;
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

interface Arrival {
  readonly context: Context;
  readonly client: webApi.WebClient;
}

/** Listens for messages. */
export function listenToMessages(app: App, room: Room): void {
  app.event('app_mention', async ({ event, context, client }) => {
    const message = fromPerson(event, context);
    if (message) await take(room, message, { context, client }, async () => true, true);
  });

  app.event('message', async ({ event, context, client }) => {
    const message = fromPerson(event, context);
    if (!message) return;
    const direct = isDirect(message.channel);
    const isForUs = async () => direct || (await isFollowUp(message, context, room.conversations));
    await take(room, message, { context, client }, isForUs, direct);
  });
}

/** Answers a message that is for the bot; resolves once Slack need not repeat it. */
async function take(
  room: Room,
  message: Incoming,
  { context, client }: Arrival,
  isForUs: () => Promise<boolean>,
  isSurely: boolean,
): Promise<void> {
  const within = forRequest(room);
  const asked = askedIn(message, context);
  const caller = { client, workspace: asked.place.workspace, log: within.log };
  const started = await receive(room, async (taken) => {
    if (await isForUs()) await answerAsked(asked, caller, within, taken);
  });
  if (started !== 'full' || !isSurely) return;
  const refusal = { kind: 'full' } as const;
  if (!room.intake.mayTell(refusal, askerOf(asked.place))) return;
  within.log.warn({}, 'Too much is asked: some questions are refused');
  void say(plainAnswer(renderNotice(refusalText(refusal))), asked, caller, within);
}

function askedIn({ channel, user, text, ts, thread = ts }: Incoming, context: Context): Asked {
  const workspace = workspaceOf(context);
  const { teamId, botUserId } = context;
  const conversation = isDirect(channel)
    ? conversationKey(teamId, channel)
    : conversationKey(teamId, channel, thread);
  return {
    // Slack repeats deliveries, and sends two events for one message that mentions the bot in a channel it reads.
    id: `message:${inWorkspace(workspace, channel)}:${ts}`,
    place: { workspace, user, channel, conversation },
    question: { kind: 'words', words: readText(text, botUserId) },
    way: { kind: 'thread', channel, thread, after: ts },
  };
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
