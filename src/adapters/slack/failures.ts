/** What Slack's refusals mean, and what whoever runs the bot can do about them. */
import { webApi } from '@slack/bolt';

/**
 * `gone`: the token is not good (any more) · `unreachable`: the bot may not write there · `refused`: Slack does not take
 * these blocks · `late`: the person's click or command is too old to be answered · `other`: anything else.
 */
export type FailureKind = 'gone' | 'unreachable' | 'refused' | 'late' | 'other';

const KINDS: Readonly<Record<Exclude<FailureKind, 'other'>, readonly string[]>> = {
  gone: [
    'account_inactive',
    'invalid_auth',
    'not_allowed_token_type',
    'not_authed',
    'team_disabled',
    'token_expired',
    'token_revoked',
    'user_removed_from_team',
  ],
  unreachable: [
    'access_denied',
    'channel_is_limited_access',
    'channel_not_found',
    'is_archived',
    'missing_scope',
    'no_permission',
    'not_in_channel',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_locked',
    'restricted_action_thread_only_channel',
    'thread_not_found',
    'user_not_in_channel',
  ],
  refused: ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long'],
  late: [
    'expired_trigger_id',
    'expired_url',
    'exchanged_trigger_id',
    'not_found',
    'trigger_exchanged',
    'used_url',
  ],
};

const KIND_OF = new Map(
  Object.entries(KINDS).flatMap(([kind, codes]) => codes.map((code) => [code, kind as FailureKind] as const)),
);

/** Slack's own code, such as `not_in_channel`; undefined when it is no answer of Slack's. */
export function failureCode(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

export function failureKind(error: unknown): FailureKind {
  return KIND_OF.get(failureCode(error) ?? '') ?? 'other';
}

/** Slack's own codes for troubles that pass. */
const PASSING: readonly (string | undefined)[] = [
  'fatal_error',
  'internal_error',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  // No answer of Slack's at all: the network, or a gateway's error page.
  undefined,
];

/** Whether the same call may go well in a while. */
export function isPassing(error: unknown): boolean {
  return PASSING.includes(failureCode(error));
}

/** An error as it may stand in a log: what it says, without tokens, ids or request headers. */
export function describeError(error: unknown): string {
  return withoutTokens(error instanceof Error ? error.message : String(error));
}

/** The text with whatever looks like one of Slack's tokens, ids or addresses with a secret taken out. */
export function withoutTokens(text: string): string {
  return text
    .replace(/\bx(?:ox[a-z]|app|oxe\.xox[a-z])-[\w.-]+/gu, '[token]')
    .replace(/(\/\/[^\s/]+\/link\/?\?)\S+/gu, '$1[ticket]')
    .replace(/(\bhooks\.slack\.com\/)\S+/gu, '$1[secret]')
    .replace(/(\/(?:commands|actions|response)\/)\S+/gu, '$1[secret]')
    .replace(/\b[ABCDEGTUVW](?=[A-Z\d]*\d)[A-Z\d]{7,}\b/gu, '[id]');
}

/** Why Slack cannot be used, with the remedy; the original error is its `cause`. */
export class SlackStartError extends Error {
  override readonly name = 'SlackStartError';
}

/** The error for a bot token that Slack refuses. */
export function botTokenRefused(error: unknown): SlackStartError {
  return new SlackStartError(
    `Cannot use Slack: it refuses the bot token (“${failureCode(error)}”). Put the “Bot User OAuth Token”, which begins with xoxb-, ` +
      'into SLACK_BOT_TOKEN; it is at https://api.slack.com/apps under your app, OAuth & Permissions, once the app is installed.',
    { cause: error },
  );
}

/** The error for an app token that Slack refuses. */
export function appTokenRefused(error: unknown): SlackStartError {
  return new SlackStartError(
    `Cannot use Slack: it refuses the app-level token (“${failureCode(error)}”). Put a token that begins with xapp- and has the ` +
      'scope connections:write into SLACK_APP_TOKEN; make one at https://api.slack.com/apps under your app, Basic Information, App-Level Tokens.',
    { cause: error },
  );
}
