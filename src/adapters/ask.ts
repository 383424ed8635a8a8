/** Asks the responder within a conversation, remembers the turn and notes it: what every adapter does with a question. */
import { NEW_CONVERSATION, remember } from '../core/conversation.ts';
import type { AnswerReply, Reply } from '../core/reply.ts';
import type { Responder } from '../core/responder.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Journal } from './journal.ts';

export interface Asking {
  readonly responder: Responder;
  readonly conversations: ConversationStore;
  /** Nothing is noted when absent. */
  readonly journal?: Journal;
}

/** Who asks, and where: ids as the platform's own, unique within it. */
export interface Asker {
  /** The adapter's name. */
  readonly platform: string;
  readonly user: string;
  readonly channel: string;
  /** The key of the conversation the question belongs to. */
  readonly conversation: string;
  /** When the question came in, by `performance.now()`; the moment it is asked when absent. */
  readonly since?: number;
}

/** The asker of a conversation that nobody else has part in, as on a terminal. */
export function onlyAsker(conversation: string): Asker {
  return { platform: 'terminal', user: 'only', channel: 'only', conversation };
}

/** The reply to an utterance, with the asker's conversation taken into account and continued. */
export async function ask(asking: Asking, asker: Asker, utterance: string): Promise<Reply> {
  const { since = performance.now() } = asker;
  const { responder, conversations } = asking;
  const conversation = (await conversations.get(asker.conversation)) ?? NEW_CONVERSATION;
  const reply = await responder.reply(utterance, conversation);
  const intents = reply.kind === 'answer' ? reply.answers.map((a) => a.intent) : [];
  await conversations.set(asker.conversation, remember(conversation, { utterance, intents }), asker);
  note(asking, { ...asker, since }, utterance, reply);
  return reply;
}

/** The answer of an intent chosen by hand, remembered and noted as if its question had been asked; undefined if unknown. */
export async function choose(asking: Asking, asker: Asker, intent: string): Promise<AnswerReply | undefined> {
  const { since = performance.now() } = asker;
  const { responder, conversations } = asking;
  const reply = responder.replyWith(intent);
  if (!reply) return undefined;
  const conversation = (await conversations.get(asker.conversation)) ?? NEW_CONVERSATION;
  const utterance = reply.answers[0].question;
  await conversations.set(
    asker.conversation,
    remember(conversation, { utterance, intents: [intent] }),
    asker,
  );
  note(asking, { ...asker, since }, utterance, reply);
  return reply;
}

function note(
  { journal, responder }: Asking,
  { platform, user, channel, since }: Asker & { readonly since: number },
  utterance: string,
  reply: Reply,
): void {
  journal?.asked({
    platform,
    user,
    channel,
    utterance,
    outcome: reply.kind,
    ...(reply.kind === 'fallback' && { reason: reply.reason }),
    ...(reply.kind === 'answer' && { confidence: reply.answers[0].confidence }),
    intents: intentsOf(reply),
    packVersion: responder.catalogue.version,
    milliseconds: performance.now() - since,
  });
}

/** The intents that a reply answers, or offers when it answers none. */
function intentsOf(reply: Reply): readonly string[] {
  switch (reply.kind) {
    case 'answer':
      return reply.answers.map(({ intent }) => intent);
    case 'smalltalk':
      return [reply.intent];
    case 'disambiguation':
    case 'excerpt':
    case 'fallback':
      return reply.options.map(({ intent }) => intent);
  }
}
