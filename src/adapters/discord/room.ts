/** What the parts of the Discord adapter share: whom to ask, where to write down what happened. */
import type { Asking } from '../ask.ts';
import type { Feedback } from '../feedback.ts';
import type { Log } from '../ports.ts';
import type { Seen } from '../seen.ts';

export interface Room extends Asking {
  readonly feedback: Feedback;
  readonly log: Log;
  /** Channels whose missing permissions have been logged, so that each is logged once. */
  readonly complained: Seen;
  /** Whether messages that neither mention nor address the bot can be read. */
  readonly threadFollowups: boolean;
}

/** The adapter's name, in logs and feedback. */
export const PLATFORM = 'discord';

/** A person's conversation in a channel: two people in one channel do not answer each other's follow-ups. */
export function conversationKey(channel: string | null, user: string): string {
  return `${PLATFORM}:${channel ?? 'none'}:${user}`;
}
