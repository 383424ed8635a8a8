/** Asks Slack whether it takes the tokens, and sends nothing else. */
import { webApi } from '@slack/bolt';
import { SCOPES } from './door.ts';
import {
  appTokenRefused,
  botTokenRefused,
  describeError,
  failureKind,
  type SlackStartError,
} from './failures.ts';
import { postText } from './fetch.ts';

export interface SlackCheckOptions {
  /** With a slash at its end. */
  readonly apiUrl?: string;
  /** Milliseconds for each request. */
  readonly patience: number;
}

/** What the manifest names and an answer needs; the other scopes can be done without. */
const NEEDED = SCOPES.filter((scope) => ['app_mentions:read', 'chat:write', 'commands'].includes(scope));

/** Whose the bot token is, in a few words; rejects with the remedy when Slack does not take it. */
export async function checkBotToken(token: string, options: SlackCheckOptions): Promise<string> {
  const { user, team, response_metadata } = await called(botTokenRefused, () =>
    client(options).auth.test({ token }),
  );
  const scopes = response_metadata?.scopes;
  const missing = scopes ? NEEDED.filter((scope) => !scopes.includes(scope)) : [];
  if (missing.length > 0) {
    throw new Error(
      `Cannot answer in Slack: the bot token lacks ${missing.join(', ')}. Add what is missing under your app, OAuth & Permissions, and install the app again.`,
    );
  }
  return `signed in as ${user} in the workspace “${team}”`;
}

/** Rejects with the remedy when Slack does not open sockets for the app token; the address it gives is not used. */
export async function checkAppToken(token: string, options: SlackCheckOptions): Promise<string> {
  await called(appTokenRefused, () => client(options).apps.connections.open({ token }));
  return 'Slack opens sockets for it';
}

function client({ apiUrl, patience }: SlackCheckOptions): webApi.WebClient {
  return new webApi.WebClient(undefined, {
    timeout: patience,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: postText,
    logLevel: webApi.LogLevel.ERROR,
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  });
}

/** The outcome of a call; what Slack refuses is told apart from not reaching it. */
async function called<T>(refused: (error: unknown) => SlackStartError, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (failureKind(error) === 'gone' || failureKind(error) === 'unreachable') throw refused(error);
    throw new Error(
      `Cannot reach Slack: ${describeError(error)} Check that this machine reaches it, and try again.`,
    );
  }
}
