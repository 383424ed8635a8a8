/** Answers messages: mentions, direct messages, replies and follow-ups in threads. */
import { ChannelType, type Message } from 'discord.js';
import { ask } from '../ask.ts';
import { WORDING } from '../wording.ts';
import { utteranceOf } from './addressing.ts';
import type { DiscordMessage } from './components.ts';
import { classifyFailure, describeError } from './failures.ts';
import { renderNotice } from './pages.ts';
import { renderReply } from './render.ts';
import { conversationKey, type Room } from './room.ts';

/** Milliseconds after which "is typing" says that something is coming; a usual answer is there long before. */
const TYPING_AFTER_MS = 400;

/** For a message whose text Discord withheld. */
const UNREADABLE =
  'I cannot read that message: outside direct messages I only see messages that mention me by name. Please mention me in it, or use /ask.';

/** Answers one message that addresses the bot; resolves when it is answered or nothing more can be done. */
export async function answerMessage(message: Message, room: Room): Promise<void> {
  const typing = setTimeout(() => {
    if ('sendTyping' in message.channel) message.channel.sendTyping().catch(() => undefined);
  }, TYPING_AFTER_MS);
  const answer = await compose(message, room).finally(() => clearTimeout(typing));
  await send(message, answer, room);
}

async function compose(message: Message, room: Room): Promise<DiscordMessage> {
  try {
    // Without the MessageContent gateway intent a reply that does not ping arrives as nothing at all.
    if (message.content === '' && message.attachments.size === 0 && message.channel.type !== ChannelType.DM) {
      return renderNotice(UNREADABLE);
    }
    const key = conversationKey(message.channelId, message.author.id);
    const reply = await ask(room, key, utteranceOf(message.content));
    return renderReply(reply, { catalogue: room.responder.catalogue, isPrivate: false });
  } catch (error) {
    room.log.error(describeError(error), 'Cannot answer a message');
    return renderNotice(WORDING.failed);
  }
}

async function send(message: Message, answer: DiscordMessage, room: Room): Promise<void> {
  // The nonce lets Discord recognise a message that was sent twice because its first answer got lost.
  const once = { nonce: message.id, enforceNonce: true };
  try {
    await message.reply({ ...answer, ...once });
  } catch (error) {
    const failure = classifyFailure(error);
    const detail = { ...describeError(error), channel: message.channelId };
    switch (failure) {
      case 'acknowledged':
        return;
      case 'expired':
        room.log.info(detail, 'The channel of a message is gone');
        return;
      case 'unreachable':
      case 'forbidden':
        complain(room, detail);
        return sayPrivately(message, room);
      case 'no-history':
        complain(room, detail);
        return sendUnattached(message, { ...answer, ...once }, room);
      case 'busy':
        room.log.error(detail, 'Cannot send an answer: Discord failed');
        return;
      case 'refused':
        room.log.error(detail, 'Cannot send an answer: Discord refused it');
        return sendUnattached(message, renderNotice(WORDING.failed), room);
    }
  }
}

/** Sends without referring to the message asked in. */
async function sendUnattached(message: Message, answer: DiscordMessage, room: Room): Promise<void> {
  try {
    if (message.channel.isSendable()) await message.channel.send(answer);
  } catch (error) {
    complain(room, { ...describeError(error), channel: message.channelId });
  }
}

/** The one way left when the channel is closed to the bot. */
async function sayPrivately(message: Message, room: Room): Promise<void> {
  // In a direct message this would be the same closed door.
  if (message.channel.type === ChannelType.DM) return;
  try {
    await message.author.send(renderNotice(WORDING.noPermission));
  } catch (error) {
    if (classifyFailure(error) !== 'unreachable')
      room.log.warn(describeError(error), 'Cannot tell a person privately');
  }
}

function complain(room: Room, detail: { readonly channel: string }): void {
  if (room.complained.before(detail.channel)) return;
  room.log.warn(detail, 'Cannot write in a channel: ask its managers for the permissions in docs/discord.md');
}
