/** Which messages are meant for the bot, and what they say once the mention is taken off. */
import { ChannelType, type Message, MessageReferenceType } from 'discord.js';

/** How a message addresses the bot. */
export type Address = 'direct' | 'mention' | 'reply' | 'thread';

export interface AddressingOptions {
  /** The bot's user id. */
  readonly self: string;
  readonly threadFollowups: boolean;
  /** Threads the bot answered in since it started. */
  readonly threads: { has(thread: string): boolean };
}

/** How a message addresses the bot; undefined when it does not, or when no person wrote it. */
export function addressOf(
  message: Message,
  { self, threadFollowups, threads }: AddressingOptions,
): Address | undefined {
  if (message.author.bot || message.system || message.webhookId !== null) return undefined;
  if (message.channel.type === ChannelType.DM) return 'direct';
  const repliesTo =
    message.reference?.type === MessageReferenceType.Default ? message.mentions.repliedUser?.id : undefined;
  if (repliesTo === self) return 'reply';
  // A reply that pings counts as a mention, which tells it even when the message replied to is gone.
  if (message.mentions.users.has(self) || mentionsRoleOf(message, self)) return 'mention';
  const toSomebodyElse = repliesTo !== undefined || message.mentions.parsedUsers.size > 0;
  if (!threadFollowups || toSomebodyElse || !message.channel.isThread()) return undefined;
  const answeredHere = threads.has(message.channelId) || message.channel.joined;
  return answeredHere ? 'thread' : undefined;
}

/** People pick the role Discord made for the bot as readily as the bot itself. */
function mentionsRoleOf(message: Message, self: string): boolean {
  const role = message.guild?.roles.botRoleFor(self);
  return role ? message.mentions.roles.has(role.id) : false;
}

/** What the person said: mentions, channel links and custom emoji are no words of the question. */
export function utteranceOf(content: string): string {
  return content
    .replace(/<(?:@[!&]?|#|a?:\w{1,32}:)\d{1,20}>/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
