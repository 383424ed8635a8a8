/** Where every question and its outcome are noted, and where each answer was posted. */
import type { FallbackReason, Reply } from '../core/reply.ts';

/** One question as it was decided. Ids are the platform's own: whoever keeps an entry must not keep them in the clear. */
export interface QuestionEntry {
  /** The adapter's name. */
  readonly platform: string;
  /** The person who asked, unique within the platform. */
  readonly user: string;
  /** Where it was asked, unique within the platform. */
  readonly channel: string;
  readonly utterance: string;
  readonly outcome: Reply['kind'];
  /** Of a fallback. */
  readonly reason?: FallbackReason;
  /** The intents that were answered, or offered when there was no answer. */
  readonly intents: readonly string[];
  /** Of the first answer, 0 to 1; absent when there was none. */
  readonly confidence?: number;
  /** The version of the pack that answered. */
  readonly packVersion: string;
  /** From taking the question to having the reply. */
  readonly milliseconds: number;
}

/** An answer that stands in a channel, so that a later correction can reach it. */
export interface PostEntry {
  readonly platform: string;
  readonly channel: string;
  /** The platform's id of the message that holds the answer. */
  readonly message: string;
  readonly intents: readonly string[];
  readonly packVersion: string;
}

export interface Journal {
  /** Never rejects and never waits for a disk: noting must not hold an answer up. */
  asked(entry: QuestionEntry): void;
  posted(entry: PostEntry): void;
}
