/** What Slack delivers, as it delivers it. */
import { randomUUID } from 'node:crypto';
import { BOT_USER, TEAM } from './slack-server.ts';

let lastTs = 0;

/** A timestamp that no other message has. */
export function freshTs(): string {
  lastTs += 1;
  return `1710000000.${String(lastTs).padStart(6, '0')}`;
}

export function eventBody(event: object, more: object = {}) {
  return {
    token: 'verification',
    team_id: TEAM,
    api_app_id: 'A1',
    type: 'event_callback',
    event_id: `Ev${randomUUID().replaceAll('-', '')}`,
    event_time: 1_710_000_000,
    authorizations: [
      { enterprise_id: null, team_id: TEAM, user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event,
    ...more,
  };
}

export function mention(text: string, more: object = {}) {
  const ts = freshTs();
  return {
    type: 'app_mention',
    user: 'U1',
    text: `<@${BOT_USER}> ${text}`,
    ts,
    event_ts: ts,
    channel: 'C1',
    team: TEAM,
    ...more,
  };
}

export function message(text: string, more: object = {}) {
  const ts = freshTs();
  return {
    type: 'message',
    user: 'U1',
    text,
    ts,
    event_ts: ts,
    channel: 'C1',
    channel_type: 'channel',
    team: TEAM,
    ...more,
  };
}

export function directMessage(text: string, more: object = {}) {
  return message(text, { channel: 'D1', channel_type: 'im', ...more });
}

export function command(text: string, responseUrl: string, more: object = {}) {
  return {
    token: 'verification',
    team_id: TEAM,
    team_domain: 'test',
    channel_id: 'C1',
    channel_name: 'general',
    user_id: 'U1',
    user_name: 'ann',
    command: '/ask',
    text,
    api_app_id: 'A1',
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: `trigger.${randomUUID()}`,
    ...more,
  };
}

const person = { id: 'U1', username: 'ann', name: 'ann', team_id: TEAM };
const team = { id: TEAM, domain: 'test' };

export function globalShortcut(more: object = {}) {
  return {
    type: 'shortcut',
    token: 'verification',
    team,
    user: person,
    is_enterprise_install: false,
    enterprise: null,
    callback_id: 'ask_report',
    trigger_id: `trigger.${randomUUID()}`,
    action_ts: freshTs(),
    ...more,
  };
}

export function messageShortcut(text: string, responseUrl: string, more: object = {}) {
  return {
    ...globalShortcut(),
    type: 'message_action',
    callback_id: 'ask_report_about_message',
    response_url: responseUrl,
    message_ts: '1710000000.000001',
    channel: { id: 'C1', name: 'general' },
    message: { type: 'message', user: 'U2', ts: '1710000000.000001', text },
    ...more,
  };
}

export function submission(question: string, more: object = {}) {
  return {
    type: 'view_submission',
    token: 'verification',
    team,
    user: person,
    api_app_id: 'A1',
    trigger_id: `trigger.${randomUUID()}`,
    is_enterprise_install: false,
    enterprise: null,
    response_urls: [],
    view: {
      id: 'V1',
      team_id: TEAM,
      type: 'modal',
      callback_id: 'footnote_ask',
      private_metadata: '',
      hash: 'h',
      blocks: [],
      title: { type: 'plain_text', text: 'Ask the report' },
      state: { values: { question: { text: { type: 'plain_text_input', value: question } } } },
    },
    ...more,
  };
}

/** Where a click happens. */
export type Place =
  | {
      readonly in: 'message';
      readonly channel?: string;
      readonly ts?: string;
      readonly thread?: string;
      readonly ephemeral?: boolean;
      readonly responseUrl: string;
    }
  | { readonly in: 'modal' }
  | { readonly in: 'home' };

export function click(element: object, place: Place, more: object = {}) {
  const base = {
    type: 'block_actions',
    team,
    user: person,
    api_app_id: 'A1',
    token: 'verification',
    trigger_id: `trigger.${randomUUID()}`,
    enterprise: null,
    is_enterprise_install: false,
    actions: [{ block_id: 'b', action_ts: freshTs(), ...element }],
  };
  if (place.in === 'message') {
    const { channel = 'C1', ts = '1710000000.000009', thread, ephemeral = false, responseUrl } = place;
    const container = {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: ephemeral,
      ...(thread !== undefined && { thread_ts: thread }),
    };
    return {
      ...base,
      container,
      channel: { id: channel, name: 'general' },
      // Slack leaves the message out when it is ephemeral.
      ...(!ephemeral && {
        message: {
          type: 'message',
          user: BOT_USER,
          ts,
          text: '',
          ...(thread !== undefined && { thread_ts: thread }),
        },
      }),
      response_url: responseUrl,
      ...more,
    };
  }
  const view = {
    id: 'V1',
    team_id: TEAM,
    type: place.in,
    callback_id: '',
    hash: 'h',
    blocks: [],
    state: { values: {} },
  };
  return { ...base, container: { type: 'view', view_id: 'V1' }, view, ...more };
}

/** The body of a request with an interaction, as Slack sends it over HTTP. */
export function formOf(payload: object): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** The body of a request with a slash command. */
export function commandForm(payload: object): string {
  return new URLSearchParams(
    Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}
