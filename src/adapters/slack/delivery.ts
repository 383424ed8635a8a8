/** Sends messages to Slack, and knows what to do when it does not take them. */
import { type Context, RespondError, type RespondFn, type webApi } from '@slack/bolt';
import { pause } from '../pause.ts';
import type { Log } from '../ports.ts';
import { createSeen } from '../seen.ts';
import { WORDING } from '../wording.ts';
import { describeError, failureCode, failureKind } from './failures.ts';
import { renderNotice, type SlackMessage } from './render.ts';

/** Where a message goes, and who asked for it. */
export interface Destination {
  readonly channel: string;
  readonly thread?: string;
  readonly user: string;
}

/** With what Slack is called: the workspace's client, and which workspace that is. */
export interface Caller {
  readonly client: webApi.WebClient;
  readonly context: Context;
}

export interface Delivery {
  /** Posts into a channel. Tells the person directly when the bot may not write there; never rejects. */
  post(caller: Caller, destination: Destination, message: SlackMessage): Promise<void>;
  /** Answers a command or a click; never rejects. */
  respond(respond: RespondFn, message: SlackMessage, type?: 'ephemeral' | 'in_channel'): Promise<void>;
  /** Runs any other call; what Slack refuses is logged. True when it went well. */
  attempt(
    caller: Caller,
    what: string,
    call: (client: webApi.WebClient) => Promise<unknown>,
  ): Promise<boolean>;
}

export interface DeliveryOptions {
  readonly log: Log;
  /** Told when Slack says that the token of a workspace is not good any more. */
  onGone(error: unknown, context: Context): void;
  /** Milliseconds before a response URL that was not there is tried again. */
  readonly respondPause?: number;
}

/** Nothing of a message becomes a link preview or a mention of itself. */
const QUIET = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;

const RESPOND_PAUSE_MS = 1_000;
const RESPOND_ATTEMPTS = 3;

export function createDelivery({ log, onGone, respondPause = RESPOND_PAUSE_MS }: DeliveryOptions): Delivery {
  const complaints = createSeen();

  const report = (what: string, error: unknown, caller?: Caller, channel?: string) => {
    const kind = failureKind(error);
    const code = failureCode(error);
    if (kind === 'gone' && caller) onGone(error, caller.context);
    // Once for each place and reason is enough to act on.
    if (kind === 'unreachable' && complaints.before(`${channel ?? what}:${code}`)) return;
    log.warn(
      { what, kind, ...(channel !== undefined && { channel }), error: describeError(error) },
      'Slack refused',
    );
  };

  const send = async (caller: Caller, channel: string, thread: string | undefined, message: SlackMessage) => {
    const to = { channel, ...(thread !== undefined && { thread_ts: thread }), ...QUIET };
    try {
      await caller.client.chat.postMessage({ ...to, text: message.text, blocks: [...message.blocks] });
    } catch (error) {
      if (failureKind(error) !== 'refused') throw error;
      // The plain twin says the same, so the person is answered while the log says what to mend.
      report('blocks', error, caller);
      await caller.client.chat.postMessage({ ...to, text: message.text });
    }
  };

  return {
    async post(caller, { channel, thread, user }, message) {
      try {
        await send(caller, channel, thread, message);
      } catch (error) {
        report('post', error, caller, channel);
        if (failureKind(error) !== 'unreachable' || channel === user) return;
        try {
          // A message to a user's id arrives in the app's own conversation with them.
          await send(caller, user, undefined, renderNotice(WORDING.noPermission));
        } catch (second) {
          report('tell the person', second, caller, user);
        }
      }
    },

    async respond(respond, { text, blocks }, type = 'ephemeral') {
      const to = { response_type: type, replace_original: false, ...QUIET } as const;
      let body: Parameters<RespondFn>[0] = { ...to, text, blocks: [...blocks] };
      for (let attempt = 1; ; attempt += 1) {
        try {
          await respond(body);
          return;
        } catch (error) {
          const status = error instanceof RespondError ? error.statusCode : 0;
          report('respond', error);
          // 404 and 410: used up or too old; nothing can be said there any more.
          if (status === 404 || status === 410 || attempt === RESPOND_ATTEMPTS) return;
          if (status === 400 || status === 500) body = { ...to, text };
          if (status !== 400) await pause(respondPause * attempt);
        }
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
