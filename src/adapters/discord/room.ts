/** What the parts of the Discord adapter share: whom to ask, where to write down what happened. */
import type { REST } from 'discord.js';
import type { Asker, Asking } from '../ask.ts';
import type { AbandonedDelivery } from '../deliveries.ts';
import type { Feedback } from '../feedback.ts';
import type { Intake } from '../intake.ts';
import type { Privacy } from '../privacy.ts';
import type { Requested } from '../request.ts';
import type { Seen } from '../seen.ts';

export interface Room extends Asking, Requested {
  readonly feedback: Feedback;
  readonly intake: Intake;
  readonly privacy: Privacy;
  /** Discord's API, signed in. */
  readonly rest: REST;
  /** Channels whose missing permissions have been logged, so that each is logged once. */
  readonly complained: Seen;
  /** Whether messages that neither mention nor address the bot can be read. */
  readonly threadFollowups: boolean;
  /** Takes a question whose answer Discord did not take, to try it again later. */
  readonly later: (delivery: AbandonedDelivery) => void;
}

/** The adapter's name, in logs and feedback. */
export const PLATFORM = 'discord';

/** Who asks, and where: a null channel is one that the bot is not shown. */
export interface Place {
  readonly user: string;
  readonly channel: string | null;
}

/** The asker, with a conversation of their own in each channel: two people there do not answer each other's follow-ups. */
export function askerOf({ user, channel }: Place, since?: number): Asker {
  const where = channel ?? 'none';
  return {
    platform: PLATFORM,
    user,
    channel: where,
    conversation: `${PLATFORM}:${where}:${user}`,
    ...(since !== undefined && { since }),
  };
}
