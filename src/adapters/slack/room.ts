/** What every listener works with, and how it names a conversation. */
import type { Asking } from '../ask.ts';
import type { Feedback } from '../feedback.ts';
import type { Log } from '../ports.ts';
import type { Seen } from '../seen.ts';
import type { Workload } from '../workload.ts';
import type { Delivery } from './delivery.ts';

export interface Room extends Asking {
  readonly delivery: Delivery;
  readonly feedback: Feedback;
  readonly log: Log;
  readonly seen: Seen;
  readonly workload: Workload;
  /** The slash command, with its slash. */
  readonly command: string;
}

/** The key of the conversation in a thread, in a direct message or of a user with the app's other places. */
export function conversationKey(team: string | undefined, ...where: readonly string[]): string {
  return ['slack', team ?? '', ...where].join(':');
}

/** Slack's ids of direct messages begin with D. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}
