/** The discord.js client as Footnote uses it: least gateway intents, nothing pinged, little kept in memory. */
import { Client, GatewayIntentBits, Options, Partials } from 'discord.js';

export interface ClientSettings {
  /** The API's base without its version; Discord's own when absent. */
  readonly apiUrl?: string;
  /** Ask for the privileged MessageContent gateway intent. */
  readonly messageContent: boolean;
  /** `auto`: as many shards as Discord recommends, in this process; `inherited`: those a sharding manager gave it. */
  readonly sharding: 'auto' | 'inherited';
}

/** A server that is down must not hold up the others: discord.js waits 15 s for it otherwise. */
const WAIT_FOR_GUILDS_MS = 2_000;

/** Discord bans an address for ten minutes after 10,000 refused requests in ten: warn long before. */
const WARN_EVERY_REFUSED_REQUESTS = 500;

/** More than ask at the same time; who is not among them comes along with what they ask. */
const MAX_USERS = 1_000;

export function createClient({ apiUrl, messageContent, sharding }: ClientSettings): Client {
  return new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(messageContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    // Without it direct messages raise no event.
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    failIfNotExists: false,
    waitGuildTimeout: WAIT_FOR_GUILDS_MS,
    ...(sharding === 'auto' && { shards: 'auto' as const }),
    rest: {
      ...(apiUrl !== undefined && { api: apiUrl }),
      invalidRequestWarningInterval: WARN_EVERY_REFUSED_REQUESTS,
    },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      VoiceStateManager: 0,
      // Everybody who ever asked would stay in memory: discord.js lets go of no user by itself.
      UserManager: { maxSize: MAX_USERS, keepOverLimit: (user) => user.id === user.client.user.id },
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
  });
}
