/**
 * Posts each message once. Slack takes a repeated call for another message, so every answer carries a mark, and one whose
 * call failed is looked for before it is posted again. The library's own retries would not look.
 */
import { createHash } from 'node:crypto';
import { type types, webApi } from '@slack/bolt';
import { pause } from '../pause.ts';
import type { Log } from '../ports.ts';
import { describeError, isPassing } from './failures.ts';
import type { Workspace } from './room.ts';

/** With what Slack is called: the workspace's client, which workspace that is, and where to write down what happens. */
export interface Caller {
  readonly client: webApi.WebClient;
  readonly workspace: Workspace;
  readonly log: Log;
}

/** Where an answer stands, or would; `after` is Slack's timestamp of its question. */
export interface Spot {
  readonly channel: string;
  readonly thread?: string;
  readonly after?: string;
}

/** `unknown`: the bot may not look there; `later`: Slack failed. */
export type Finding =
  | { readonly kind: 'there'; readonly ts?: string }
  | { readonly kind: 'absent' | 'unknown' | 'later' };

export interface Posting {
  /** Slack's timestamp of what stands there now, once `id`'s answer does. Rejects with what Slack says. */
  post(caller: Caller, spot: Spot, body: PostBody, id?: string): Promise<string | undefined>;
  /** Whether the answer to a delivery stands in its thread. */
  find(caller: Caller, spot: Spot, id: string): Promise<Finding>;
}

export interface PostBody {
  readonly text: string;
  readonly blocks?: readonly types.KnownBlock[];
}

export interface PostingOptions {
  /** As Bolt's own clients have them. */
  readonly clientOptions: webApi.WebClientOptions;
  /** Milliseconds before a call that failed is tried again; doubles each time. */
  readonly firstPause?: number;
}

const FIRST_PAUSE_MS = 300;
const ATTEMPTS = 4;

/** Nothing of a message becomes a link preview or a mention of itself. */
export const QUIET = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;

/** What marks a message as Footnote's answer, for Footnote alone: people do not see it. */
const EVENT_TYPE = 'footnote_answer';
/** Slack gives no more at once to some apps, and an answer follows its question within a few messages. */
const MESSAGES_LOOKED_AT = 15;

export function createPosting({ clientOptions, firstPause = FIRST_PAUSE_MS }: PostingOptions): Posting {
  const clients = new WeakMap<webApi.WebClient, webApi.WebClient>();
  const withoutRetries = (client: webApi.WebClient): webApi.WebClient => {
    const known = clients.get(client);
    if (known) return known;
    const made = new webApi.WebClient(client.token, { ...clientOptions, retryConfig: { retries: 0 } });
    clients.set(client, made);
    return made;
  };

  const find = async (
    { client, log }: Caller,
    { channel, thread, after }: Spot,
    id: string,
  ): Promise<Finding> => {
    if (thread === undefined) return { kind: 'unknown' };
    const mark = digestOf(id);
    try {
      const { messages = [] } = await client.conversations.replies({
        channel,
        ts: thread,
        ...(after !== undefined && { oldest: after }),
        limit: MESSAGES_LOOKED_AT,
        include_all_metadata: true,
      });
      const answer = messages.find(({ metadata }) => {
        const carried = metadata?.event_payload as { readonly delivery?: unknown } | undefined;
        return metadata?.event_type === EVENT_TYPE && carried?.delivery === mark;
      });
      if (!answer) return { kind: 'absent' };
      return { kind: 'there', ...(answer.ts !== undefined && { ts: answer.ts }) };
    } catch (error) {
      if (isPassing(error)) return { kind: 'later' };
      log.info({ error: describeError(error) }, 'Cannot look whether an answer has arrived');
      return { kind: 'unknown' };
    }
  };

  return {
    find,

    async post(caller, spot, { text, blocks }, id) {
      const { channel, thread } = spot;
      const client = withoutRetries(caller.client);
      const body = {
        channel,
        ...(thread !== undefined && { thread_ts: thread }),
        ...(id !== undefined && {
          metadata: { event_type: EVENT_TYPE, event_payload: { delivery: digestOf(id) } },
        }),
        ...QUIET,
        text,
      };
      for (let attempt = 1; ; attempt += 1) {
        try {
          const { ts } = await client.chat.postMessage(blocks ? { ...body, blocks: [...blocks] } : body);
          return ts;
        } catch (error) {
          if (!isPassing(error) || attempt === ATTEMPTS) throw error;
          await pause(firstPause * 2 ** (attempt - 1));
          const found = id === undefined ? undefined : await find(caller, spot, id);
          if (found?.kind === 'there') return found.ts;
          // Whoever cannot be seen is rather told twice than not at all: most calls that fail have done nothing.
          if (found?.kind === 'later') throw error;
        }
      }
    },
  };
}

/** What marks the answer to a delivery: other apps may read it, so it tells nothing. */
function digestOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
