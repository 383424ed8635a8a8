/** Sends messages to Slack, and knows what to do when Slack does not take them. */
import type { webApi } from '@slack/bolt';
import { pause } from '../pause.ts';
import { createSeen } from '../seen.ts';
import { WORDING } from '../wording.ts';
import { describeError, failureCode, failureKind, isPassing } from './failures.ts';
import { postText } from './fetch.ts';
import {
  type Caller,
  createPosting,
  type Finding,
  type PostingOptions,
  QUIET,
  type Spot,
} from './posting.ts';
import { renderNotice, type SlackMessage } from './render.ts';
import { inWorkspace, type Workspace } from './room.ts';

/** Where a message goes, and who asked for it. */
export interface Destination extends Spot {
  readonly user: string;
}

/** `sent`: it is there, in a channel under this timestamp; `over`: it cannot be sent, now or later; `later`: Slack failed. */
export type Said =
  | { readonly kind: 'sent'; readonly ts?: string }
  | { readonly kind: 'over' }
  | { readonly kind: 'later' };

export interface Delivery {
  /**
   * Posts into a channel, marked with the delivery it answers. Tells the person directly when the bot may not write
   * there; never rejects.
   */
  post(caller: Caller, destination: Destination, message: SlackMessage, id?: string): Promise<Said>;
  /** Whether the answer to a delivery stands in its thread. */
  find(caller: Caller, spot: Spot, id: string): Promise<Finding>;
  /** Answers a command or a click by its response URL; never rejects. */
  respond(
    caller: Caller,
    url: string,
    message: SlackMessage,
    type?: 'ephemeral' | 'in_channel',
  ): Promise<Said>;
  /** Runs any other call; what Slack refuses is logged. True when it went well. */
  attempt(
    caller: Caller,
    what: string,
    call: (client: webApi.WebClient) => Promise<unknown>,
  ): Promise<boolean>;
}

export interface DeliveryOptions extends PostingOptions {
  /** Told when Slack says that the token of a workspace is not good any more. */
  onGone(error: unknown, workspace: Workspace): void;
}

const RESPOND_PAUSE_MS = 1_000;
const RESPOND_ATTEMPTS = 3;
const RESPOND_TIMEOUT_MS = 10_000;

export function createDelivery({ onGone, ...options }: DeliveryOptions): Delivery {
  const { firstPause: respondPause = RESPOND_PAUSE_MS } = options;
  const posting = createPosting(options);
  const complaints = createSeen();

  const report = (what: string, error: unknown, caller: Caller, channel?: string) => {
    const kind = failureKind(error);
    const code = failureCode(error);
    if (kind === 'gone') onGone(error, caller.workspace);
    // Once for each place and reason is enough to act on.
    const place = inWorkspace(caller.workspace, channel ?? what);
    if (kind === 'unreachable' && complaints.before(`${place}:${code}`)) return;
    caller.log.warn({ what, kind, error: describeError(error) }, 'Slack refused');
  };

  const send = async (
    caller: Caller,
    spot: Spot,
    { text, blocks }: SlackMessage,
    id?: string,
  ): Promise<Said> => {
    const said = (ts: string | undefined): Said => ({ kind: 'sent', ...(ts !== undefined && { ts }) });
    try {
      return said(await posting.post(caller, spot, { text, blocks }, id));
    } catch (error) {
      if (failureKind(error) !== 'refused') throw error;
      // The plain twin says the same, so the person is answered while the log says what to mend.
      report('blocks', error, caller);
      return said(await posting.post(caller, spot, { text }, id));
    }
  };

  return {
    find: posting.find,

    async post(caller, { user, ...spot }, message, id) {
      const { channel } = spot;
      try {
        return await send(caller, spot, message, id);
      } catch (error) {
        report('post', error, caller, channel);
        if (isPassing(error)) return { kind: 'later' };
        if (failureKind(error) !== 'unreachable' || channel === user) return { kind: 'over' };
        try {
          // A message to a user's id arrives in the app's own conversation with them.
          await send(caller, { channel: user }, renderNotice(WORDING.noPermission));
        } catch (second) {
          report('tell the person', second, caller, user);
        }
        return { kind: 'over' };
      }
    },

    async respond(caller, url, { text, blocks }, type = 'ephemeral') {
      const to = { response_type: type, replace_original: false, ...QUIET } as const;
      let body: object = { ...to, text, blocks };
      for (let attempt = 1; ; attempt += 1) {
        const status = await postTo(url, body).catch((error: unknown) => {
          report('respond', error, caller);
          return 0;
        });
        if (status >= 200 && status < 300) return { kind: 'sent' };
        if (status > 0) caller.log.warn({ what: 'respond', status }, 'Slack refused');
        // 404 and 410: used up or too old; nothing can be said there any more.
        if (status === 404 || status === 410 || attempt === RESPOND_ATTEMPTS) return { kind: 'over' };
        if (status === 400 || status === 500) body = { ...to, text };
        if (status !== 400) await pause(respondPause * attempt);
      }
    },

    async attempt(caller, what, call) {
      try {
        await call(caller.client);
        return true;
      } catch (error) {
        report(what, error, caller);
        return false;
      }
    },
  };
}

/** The status a response URL answers. */
async function postTo(url: string, body: object): Promise<number> {
  const { status } = await postText(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(RESPOND_TIMEOUT_MS),
  });
  return status;
}
