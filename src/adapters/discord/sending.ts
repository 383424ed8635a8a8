/** Sends replies to messages, looks whether one has arrived, and edits the answers of interactions: each once. */
import {
  type APIMessage,
  type RESTGetAPIChannelMessagesResult,
  type RESTPatchAPIInteractionOriginalResponseResult,
  type RESTPostAPICurrentUserCreateDMChannelResult,
  Routes,
} from 'discord.js';
import { WORDING } from '../wording.ts';
import type { DiscordMessage } from './components.ts';
import { classifyFailure, describeError } from './failures.ts';
import { renderNotice } from './pages.ts';
import type { Answer, InteractionQuestion, MessageQuestion } from './question.ts';
import { PLATFORM, type Place, type Room } from './room.ts';

/** `sent`: it stands there, under this id; `over`: it cannot be sent, now or later; `later`: Discord failed. */
export type Sending =
  | { readonly kind: 'sent'; readonly id: string }
  | { readonly kind: 'over' }
  | { readonly kind: 'later' };

const OVER: Sending = { kind: 'over' };

/** Nobody is pinged, not even the one replied to. */
const NOBODY = { parse: [], replied_user: false };

/** Replies to a message. Where the bot may not write, it tells the person directly. Never rejects. */
export async function sendReply(
  asked: Pick<MessageQuestion, 'id' | 'channel' | 'user' | 'isDirect'>,
  message: DiscordMessage,
  room: Room,
): Promise<Sending> {
  const { rest, log } = room;
  const body = {
    ...message,
    // Discord recognises by the nonce, for a few minutes, what it has taken before.
    nonce: asked.id,
    enforce_nonce: true,
    allowed_mentions: NOBODY,
  };
  const post = async (more: object): Promise<Sending> => {
    const { id } = (await rest.post(Routes.channelMessages(asked.channel), {
      body: { ...body, ...more },
    })) as APIMessage;
    return { kind: 'sent', id };
  };
  try {
    return await post({ message_reference: { message_id: asked.id, fail_if_not_exists: false } });
  } catch (error) {
    const detail = describeError(error);
    switch (classifyFailure(error)) {
      case 'acknowledged':
        return OVER;
      case 'expired':
        log.info(detail, 'The channel of a message is gone');
        return OVER;
      case 'unreachable':
      case 'forbidden':
        complain(room, asked.channel, detail);
        await sayPrivately(asked, room);
        return OVER;
      case 'no-history':
        complain(room, asked.channel, detail);
        return post({}).catch(() => OVER);
      case 'busy':
        log.error(detail, 'Cannot send an answer: Discord failed');
        return { kind: 'later' };
      case 'refused':
        log.error(detail, 'Cannot send an answer: Discord refused it');
        return post(renderNotice(WORDING.failed)).catch(() => OVER);
    }
  }
}

/** The one way left when the channel is closed to the bot. */
async function sayPrivately(
  { user, isDirect }: Pick<MessageQuestion, 'user' | 'isDirect'>,
  { rest, log }: Room,
): Promise<void> {
  // In a direct message this would be the same closed door.
  if (isDirect) return;
  try {
    const { id } = (await rest.post(Routes.userChannels(), {
      body: { recipient_id: user },
    })) as RESTPostAPICurrentUserCreateDMChannelResult;
    const body = { ...renderNotice(WORDING.noPermission), allowed_mentions: NOBODY };
    await rest.post(Routes.channelMessages(id), { body });
  } catch (error) {
    if (classifyFailure(error) !== 'unreachable')
      log.warn(describeError(error), 'Cannot tell a person privately');
  }
}

function complain({ complained, log }: Room, channel: string, detail: object): void {
  if (complained.before(channel)) return;
  log.warn(detail, 'Cannot write in a channel: ask its managers for the permissions in docs/discord.md');
}

/** The most that Discord gives at once; a reply follows its message within seconds. */
const MESSAGES_LOOKED_AT = 100;

/** Whether a reply of this bot's to a message stands in its channel; `unknown` when the bot may not look. */
export async function findReply(
  { id, channel }: Pick<MessageQuestion, 'id' | 'channel'>,
  self: string,
  { rest, log }: Room,
): Promise<'there' | 'absent' | 'unknown' | 'later'> {
  try {
    const query = new URLSearchParams({ after: id, limit: String(MESSAGES_LOOKED_AT) });
    const messages = (await rest.get(Routes.channelMessages(channel), {
      query,
    })) as RESTGetAPIChannelMessagesResult;
    const isReply = ({ author, message_reference }: APIMessage) =>
      author.id === self && message_reference?.message_id === id;
    return messages.some(isReply) ? 'there' : 'absent';
  } catch (error) {
    if (classifyFailure(error) === 'busy') return 'later';
    log.info(describeError(error), 'Cannot look whether an answer has arrived');
    return 'unknown';
  }
}

/** Puts an answer where an interaction was acknowledged or answered before: as often as one likes, there is but one. */
export async function editOriginal(
  { application, token }: InteractionQuestion,
  message: DiscordMessage,
  { rest, log }: Room,
): Promise<Sending> {
  try {
    const { id } = (await rest.patch(Routes.webhookMessage(application, token, '@original'), {
      body: { ...message, allowed_mentions: NOBODY },
      // The token in the address is all the right there is.
      auth: false,
    })) as RESTPatchAPIInteractionOriginalResponseResult;
    return { kind: 'sent', id };
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure === 'busy') return { kind: 'later' };
    log.info(describeError(error), 'An interaction expired before it was answered');
    return OVER;
  }
}

/** Notes an answer that stands in a channel. */
export function notePosted({ intents }: Answer, { channel }: Place, message: string, room: Room): void {
  if (intents.length === 0 || channel === null) return;
  const packVersion = room.responder.catalogue.version;
  room.journal?.posted({ platform: PLATFORM, channel, message, intents, packVersion });
}
