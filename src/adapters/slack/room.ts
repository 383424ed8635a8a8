/** What every listener works with, and how it names people, places and conversations. */
import type { Context } from '@slack/bolt';
import type { Asker, Asking } from '../ask.ts';
import type { AbandonedDelivery } from '../deliveries.ts';
import type { Feedback } from '../feedback.ts';
import type { Intake } from '../intake.ts';
import type { Privacy } from '../privacy.ts';
import type { Requested } from '../request.ts';
import type { Seen } from '../seen.ts';
import type { Workload } from '../workload.ts';
import type { Delivery } from './delivery.ts';

export interface Room extends Asking, Requested {
  readonly delivery: Delivery;
  readonly feedback: Feedback;
  readonly intake: Intake;
  readonly privacy: Privacy;
  /** Tells repetitions of what is no question, which the intake does for questions. */
  readonly seen: Seen;
  readonly workload: Workload;
  /** The slash command, with its slash. */
  readonly command: string;
  /** Takes a question whose answer Slack did not take, to try it again later. */
  readonly later: (delivery: AbandonedDelivery) => void;
}

/** The adapter's name, in logs and feedback. */
export const PLATFORM = 'slack';

/** Where the app is installed: a workspace, or an organisation of several. */
export interface Workspace {
  readonly teamId?: string;
  readonly enterpriseId?: string;
  readonly isEnterpriseInstall: boolean;
}

export function workspaceOf({ teamId, enterpriseId, isEnterpriseInstall }: Context): Workspace {
  return {
    ...(teamId !== undefined && { teamId }),
    ...(enterpriseId !== undefined && { enterpriseId }),
    isEnterpriseInstall: isEnterpriseInstall ?? false,
  };
}

/** Who asks, and where. */
export interface Place {
  readonly workspace: Workspace;
  readonly user: string;
  /** Absent in modals and on the Home tab. */
  readonly channel?: string;
  /** The key of the conversation. */
  readonly conversation: string;
}

/** The asker; ids of people and channels are Slack's own only together with their workspace. */
export function askerOf({ workspace, user, channel, conversation }: Place, since?: number): Asker {
  return {
    platform: PLATFORM,
    user: inWorkspace(workspace, user),
    channel: inWorkspace(workspace, channel ?? user),
    conversation,
    ...(since !== undefined && { since }),
  };
}

/** "T024BE7LD:C061EG9T2". */
export function inWorkspace({ teamId, enterpriseId }: Workspace, id: string): string {
  return `${teamId ?? enterpriseId ?? ''}:${id}`;
}

/** The key of the conversation in a thread, in a direct message or of a user with the app's other places. */
export function conversationKey(team: string | undefined, ...where: readonly string[]): string {
  return [PLATFORM, team ?? '', ...where].join(':');
}

/** Slack's ids of direct messages begin with D. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}
