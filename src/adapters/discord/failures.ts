/** What Discord's errors mean: which may pass, which somebody has to mend, and what to say about them. */
import { DiscordAPIError, DiscordjsError, HTTPError } from 'discord.js';

/**
 * `expired`: nobody waits for the answer any more · `acknowledged`: it was answered already · `forbidden`: the bot may
 * not write there · `no-history`: it may write but not refer to a message · `unreachable`: that person takes no messages
 * · `busy`: Discord or the network failed · `refused`: everything else, a mistake of ours.
 */
export type Failure =
  | 'expired'
  | 'acknowledged'
  | 'forbidden'
  | 'no-history'
  | 'unreachable'
  | 'busy'
  | 'refused';

// https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
const FAILURES: ReadonlyMap<number | string, Failure> = new Map<number | string, Failure>([
  [10062, 'expired'],
  [10015, 'expired'],
  [50027, 'expired'],
  [10003, 'expired'],
  [10008, 'expired'],
  [40060, 'acknowledged'],
  ['InteractionAlreadyReplied', 'acknowledged'],
  [50001, 'forbidden'],
  [50013, 'forbidden'],
  [50083, 'forbidden'],
  [160005, 'forbidden'],
  [20016, 'forbidden'],
  [200000, 'forbidden'],
  [160002, 'no-history'],
  [50007, 'unreachable'],
]);

/** What a failed request to Discord comes down to. */
export function classifyFailure(error: unknown): Failure {
  if (error instanceof DiscordAPIError || error instanceof DiscordjsError) {
    const known = FAILURES.get(error.code);
    if (known) return known;
  }
  if (error instanceof DiscordAPIError) return error.status >= 500 ? 'busy' : 'refused';
  if (error instanceof HTTPError || hasNetworkCode(error)) return 'busy';
  return 'refused';
}

function hasNetworkCode(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(E[A-Z]+|UND_)/.test(error.code)
  );
}

/** What to log of an error: never a request's body or address, which may hold words of a person, an id or a token. */
export function describeError(error: unknown): { readonly code?: number | string; readonly error: string } {
  const text = withoutSecrets(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return { ...((typeof code === 'number' || typeof code === 'string') && { code }), error: text };
}

/** The text without what follows an id in an address (a token), without ids, and without bot tokens. */
function withoutSecrets(text: string): string {
  return text
    .replace(/(\/(?:webhooks|interactions)\/)\S+/gu, '$1[secret]')
    .replace(/\b\d{15,20}\b/gu, '[id]')
    .replace(/\b[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}\b/gu, '[token]');
}

/** Close codes of the gateway after which connecting again is of no use, and what to do about each. */
const REMEDIES: ReadonlyMap<number, string> = new Map([
  [
    4004,
    'Discord refused the bot token. Make a new one (Developer Portal > your application > Bot > Reset Token) and set it as DISCORD_TOKEN.',
  ],
  [
    4010,
    'Discord refused the shard number. Unset DISCORD_SHARDING, or start all shards from the same version.',
  ],
  [4011, 'Discord requires more shards. Unset DISCORD_SHARDING so that their number is asked of Discord.'],
  [4012, 'Discord refused the gateway version. Update Footnote.'],
  [4013, 'Discord does not know one of the gateway intents asked for. Update Footnote.'],
  [
    4014,
    'Discord refused a gateway intent. Turn on "Message Content Intent" (Developer Portal > your application > Bot > Privileged Gateway Intents), or set DISCORD_THREAD_FOLLOWUPS=off.',
  ],
]);

// What discord.js throws of a close during login, which then has no code.
const LOGIN_MESSAGES: ReadonlyMap<string, number> = new Map([
  ['Authentication failed', 4004],
  ['Invalid shard', 4010],
  ['Sharding is required', 4011],
  ['Used an invalid API version', 4012],
  ['Used invalid intents', 4013],
  ['Used disallowed intents', 4014],
]);

/** An error that trying again cannot mend; its message says what can. */
export class FatalDiscordError extends Error {
  override readonly name = 'FatalDiscordError';
}

/** The error for a gateway that closed for good; undefined when connecting again may work. */
export function fatalClose(code: number): FatalDiscordError | undefined {
  const remedy = REMEDIES.get(code);
  return remedy === undefined
    ? undefined
    : new FatalDiscordError(`Cannot stay connected to Discord (${code}): ${remedy}`);
}

/** The error for a login or request that cannot work with these settings; undefined when trying again may work. */
export function fatalLogin(error: unknown): FatalDiscordError | undefined {
  if (error instanceof FatalDiscordError) return error;
  if (!(error instanceof Error)) return undefined;
  const unauthorised =
    (error instanceof DiscordjsError && error.code === 'TokenInvalid') ||
    (error instanceof DiscordAPIError && error.status === 401);
  const code = unauthorised ? 4004 : LOGIN_MESSAGES.get(error.message);
  const remedy = code === undefined ? undefined : REMEDIES.get(code);
  return remedy === undefined
    ? undefined
    : new FatalDiscordError(`Cannot sign in to Discord: ${remedy}`, { cause: error });
}
