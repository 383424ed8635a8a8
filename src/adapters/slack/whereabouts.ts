/** Where a click was: whose, in which conversation, and which way its answer goes. */
import type { BlockAction } from '@slack/bolt';
import { urlWay, type Way } from './question.ts';
import { conversationKey, isDirect, type Place, type Workspace } from './room.ts';

/** The thread a click's answer belongs to: the message's own, or the one below it. */
function threadOf({ container, message }: BlockAction): string | undefined {
  const thread: unknown =
    container['thread_ts'] ?? message?.['thread_ts'] ?? message?.ts ?? container['message_ts'];
  return typeof thread === 'string' ? thread : undefined;
}

function surfaceOf({ view, container }: BlockAction): 'home' | 'modal' | 'private' | 'public' {
  if (view) return view.type === 'home' ? 'home' : 'modal';
  return container['is_ephemeral'] === true ? 'private' : 'public';
}

/** Which way the answer to a click goes; undefined where Slack gives none. */
export function wayOf(body: BlockAction): Way | undefined {
  const channel = body.channel?.id;
  const url = body.response_url ? urlWay(body.response_url) : undefined;
  switch (surfaceOf(body)) {
    case 'home':
      return { kind: 'trigger', trigger: body.trigger_id };
    case 'modal':
      return body.view && { kind: 'view', view: body.view.id };
    case 'private':
      return url;
    case 'public': {
      if (channel === undefined) return url;
      const thread = threadOf(body);
      const after = body.actions[0]?.action_ts;
      return {
        kind: 'thread',
        channel,
        ...(thread !== undefined && { thread }),
        ...(after !== undefined && { after }),
      };
    }
  }
}

/** Who clicked, and in which conversation. */
export function placeOf(body: BlockAction, workspace: Workspace): Place {
  const user = body.user.id;
  const channel = body.channel?.id;
  return {
    workspace,
    user,
    ...(channel !== undefined && { channel }),
    conversation: conversationOf(body, workspace),
  };
}

function conversationOf(body: BlockAction, { teamId }: Workspace): string {
  const surface = surfaceOf(body);
  const channel = body.channel?.id;
  const thread = threadOf(body);
  if (surface === 'private' && channel !== undefined) return conversationKey(teamId, channel, body.user.id);
  if (surface === 'public' && channel !== undefined) {
    return isDirect(channel) || thread === undefined
      ? conversationKey(teamId, channel)
      : conversationKey(teamId, channel, thread);
  }
  return conversationKey(teamId, body.user.id);
}
