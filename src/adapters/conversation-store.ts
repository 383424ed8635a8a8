/** Keeps conversations between two messages, in memory, bounded in number and in time. */
import type { Conversation } from '../core/conversation.ts';
import type { Clock } from './ports.ts';

/** Conversations by a key the adapter makes up: a channel and its user, or a thread. */
export interface ConversationStore {
  get(key: string): Conversation | undefined | Promise<Conversation | undefined>;
  /** `by` is whose turn was the latest: a store that outlives the process forgets the conversation with that person. */
  set(key: string, conversation: Conversation, by?: Person): void | Promise<void>;
}

/** A person, by the id as the journal is given it. */
export interface Person {
  /** The adapter's name. */
  readonly platform: string;
  readonly user: string;
}

/** Long enough for a follow-up after reading the sources, short enough that tomorrow starts afresh. */
export const FORGET_AFTER_MS = 30 * 60_000;

/** A few megabytes at most: a conversation holds `MAX_TURNS` short texts. */
export const MAX_CONVERSATIONS = 5_000;

export interface ConversationStoreOptions {
  readonly clock?: Clock;
  /** Milliseconds after the last turn. */
  readonly forgetAfter?: number;
  readonly maxConversations?: number;
}

/** A store that forgets a conversation `forgetAfter` its last turn, and the least recently used beyond the bound. */
export function createConversationStore({
  clock = Date.now,
  forgetAfter = FORGET_AFTER_MS,
  maxConversations = MAX_CONVERSATIONS,
}: ConversationStoreOptions = {}): ConversationStore {
  // A Map keeps the order of insertion, so its first key is the least recently used.
  const kept = new Map<string, { readonly conversation: Conversation; readonly until: number }>();
  return {
    get(key) {
      const entry = kept.get(key);
      if (!entry) return undefined;
      if (entry.until > clock()) return entry.conversation;
      kept.delete(key);
      return undefined;
    },
    set(key, conversation) {
      kept.delete(key);
      kept.set(key, { conversation, until: clock() + forgetAfter });
      for (const [oldest, { until }] of kept) {
        if (kept.size <= maxConversations && until > clock()) break;
        kept.delete(oldest);
      }
    },
  };
}
