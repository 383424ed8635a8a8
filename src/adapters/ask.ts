/** Asks the responder within a conversation and remembers the turn: what every adapter does with an utterance. */
import { NEW_CONVERSATION, remember } from '../core/conversation.ts';
import type { AnswerReply, Reply } from '../core/reply.ts';
import type { Responder } from '../core/responder.ts';
import type { ConversationStore } from './conversation-store.ts';

export interface Asking {
  readonly responder: Responder;
  readonly conversations: ConversationStore;
}

/** The reply to an utterance, with the conversation under `key` taken into account and continued. */
export async function ask(
  { responder, conversations }: Asking,
  key: string,
  utterance: string,
): Promise<Reply> {
  const conversation = (await conversations.get(key)) ?? NEW_CONVERSATION;
  const reply = responder.reply(utterance, conversation);
  const intents = reply.kind === 'answer' ? reply.answers.map((a) => a.intent) : [];
  await conversations.set(key, remember(conversation, { utterance, intents }));
  return reply;
}

/** The answer of an intent chosen by hand, remembered as if its question had been asked; undefined if unknown. */
export async function choose(
  { responder, conversations }: Asking,
  key: string,
  intent: string,
): Promise<AnswerReply | undefined> {
  const reply = responder.replyWith(intent);
  if (!reply) return undefined;
  const conversation = (await conversations.get(key)) ?? NEW_CONVERSATION;
  const utterance = reply.answers[0].question;
  await conversations.set(key, remember(conversation, { utterance, intents: [intent] }));
  return reply;
}
