/** Asks Discord whether it would let the bot in, and sends nothing else. */
import { ApplicationFlagsBitField, REST, Routes } from 'discord.js';
import { describeError, fatalClose, fatalLogin } from './failures.ts';

export interface DiscordCheckOptions {
  readonly token: string;
  readonly apiUrl?: string;
  readonly threadFollowups?: boolean;
  /** Milliseconds for each request. */
  readonly patience: number;
}

const MESSAGE_CONTENT_REFUSED = 4014;

/** What Discord says of the bot, in a few words; rejects with the remedy when it would not let it in. */
export async function checkDiscord(options: DiscordCheckOptions): Promise<string> {
  const { token, apiUrl, threadFollowups, patience } = options;
  const rest = new REST({ retries: 0, timeout: patience, ...(apiUrl !== undefined && { api: apiUrl }) });
  rest.setToken(token);
  try {
    const { shards, session_start_limit: limit } = (await rest.get(Routes.gatewayBot())) as {
      readonly shards: number;
      readonly session_start_limit: { readonly remaining: number; readonly total: number };
    };
    if (threadFollowups) await checkMessageContent(rest);
    return `signed in; ${shards} shard${shards === 1 ? '' : 's'} recommended, ${limit.remaining} of ${limit.total} starts left today`;
  } catch (error) {
    throw (
      fatalLogin(error) ??
      new Error(
        `Cannot reach Discord: ${describeError(error).error}. Check that this machine reaches it, and try again.`,
      )
    );
  } finally {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  }
}

/** Rejects when the privileged gateway intent is switched off; small bots have the limited form of it. */
async function checkMessageContent(rest: REST): Promise<void> {
  const { flags } = (await rest.get(Routes.currentApplication())) as { readonly flags?: number };
  const granted = new ApplicationFlagsBitField(flags ?? 0).any([
    'GatewayMessageContent',
    'GatewayMessageContentLimited',
  ]);
  if (!granted) throw fatalClose(MESSAGE_CONTENT_REFUSED);
}
