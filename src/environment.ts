/** The variables of an environment -> Config: what each may hold, and which belong together. */
import { z } from 'zod';

export interface DiscordConfig {
  readonly token: string;
  /** Register the commands in this server only, at once; undefined registers them everywhere. */
  readonly guildId?: string;
  /** Without a slash at its end. */
  readonly apiUrl?: string;
  readonly threadFollowups: boolean;
  /**
   * `auto`: as many shards in one process as Discord asks for; `processes`: one process for each shard, to be started by
   * this one; `inherited`: this is one of those.
   */
  readonly sharding: 'auto' | 'processes' | 'inherited';
}

export interface SlackConfig {
  readonly door:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string };
  /** One workspace by its bot token, or any number of workspaces that install the app. */
  readonly workspaces:
    | { readonly kind: 'one'; readonly botToken: string }
    | {
        readonly kind: 'many';
        readonly clientId: string;
        readonly clientSecret: string;
        readonly stateSecret: string;
      };
  /** Where HTTP requests and installations come in. */
  readonly port: number;
  /** With its slash. */
  readonly command: string;
  /** With a slash at its end. */
  readonly apiUrl?: string;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  /** Absent when no DISCORD_TOKEN is set. */
  readonly discord?: DiscordConfig;
  /** Absent when no token or secret of Slack's is set. */
  readonly slack?: SlackConfig;
  readonly logLevel: LogLevel;
}

export type ConfigResult =
  | { readonly kind: 'sound'; readonly config: Config }
  /** One message for each variable, with its remedy. */
  | { readonly kind: 'broken'; readonly problems: readonly string[] };

const DEFAULT_PORT = 3000;
const MAX_PORT = 65_535;
const DEFAULT_COMMAND = '/ask';

const DISCORD_PORTAL = 'https://discord.com/developers/applications';
const SLACK_PORTAL = 'https://api.slack.com/apps';

/** A token or secret: never shown in a message, so the remedy has to say what it looks like. */
const secret = (place: string) =>
  z
    .string()
    .regex(/^\S+$/u, {
      error: 'Cannot use its value: it has a space or a line break in it. Copy it again',
      abort: true,
    })
    .regex(/^[\x21-\x7e]+$/u, `Cannot use its value: it has characters no token has. Copy it from ${place}`);
const slackToken = (prefix: string, place: string) =>
  secret(place).regex(
    new RegExp(`^${prefix}`, 'u'),
    `Cannot use its value: it does not start with ${prefix}. Copy it from ${place}`,
  );
const matching = (pattern: RegExp, remedy: string) =>
  z.string().regex(pattern, { error: ({ input }) => `Cannot use ${JSON.stringify(input)}: ${remedy}` });
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, {
    error: ({ input }) =>
      `Cannot use ${JSON.stringify(input)}: it is none of ${values.join(', ')}. Write one of them`,
  });
const webAddress = z.url({
  protocol: /^https?$/u,
  error: ({ input }) =>
    `Cannot use ${JSON.stringify(input)}: it is no web address. Write it with https://, or leave it out`,
});

const variables = z.object({
  DISCORD_TOKEN: secret(`${DISCORD_PORTAL}, page "Bot"`),
  DISCORD_GUILD_ID: matching(
    /^\d{15,20}$/u,
    'it is no server id. Right-click the server\'s name, "Copy Server ID"',
  ),
  DISCORD_API_URL: webAddress,
  DISCORD_THREAD_FOLLOWUPS: oneOf(['on', 'off']),
  DISCORD_SHARDING: oneOf(['auto', 'processes']),
  SLACK_BOT_TOKEN: slackToken('xoxb-', `${SLACK_PORTAL}, page "OAuth & Permissions"`),
  SLACK_APP_TOKEN: slackToken('xapp-', `${SLACK_PORTAL}, page "Basic Information", "App-Level Tokens"`),
  SLACK_SIGNING_SECRET: secret(`${SLACK_PORTAL}, page "Basic Information", "App Credentials"`),
  SLACK_CLIENT_ID: secret(`${SLACK_PORTAL}, page "Basic Information", "App Credentials"`),
  SLACK_CLIENT_SECRET: secret(`${SLACK_PORTAL}, page "Basic Information", "App Credentials"`),
  SLACK_STATE_SECRET: secret('a password generator'),
  SLACK_COMMAND: matching(
    /^\/[a-z0-9_-]{1,31}$/u,
    'it is no command. Write a slash and lower-case letters, such as /ask',
  ),
  SLACK_API_URL: webAddress,
  PORT: matching(/^\d{1,5}$/u, `it is no port. Write a number from 1 to ${MAX_PORT}`)
    .transform(Number)
    .refine(
      (port) => port >= 1 && port <= MAX_PORT,
      `Cannot use it: ports go from 1 to ${MAX_PORT}. Write one of them`,
    ),
  LOG_LEVEL: oneOf(LOG_LEVELS),
});

/** Every variable that is read, in the order of `.env.example`. */
export const VARIABLES = Object.keys(variables.shape) as readonly (keyof Variables)[];

type Variables = z.output<typeof variables>;
type Read = { readonly [name in keyof Variables]?: Variables[name] | undefined };

/** Reads the variables of an environment; an empty one counts as not set. */
export function readConfig(env: NodeJS.ProcessEnv): ConfigResult {
  const set = Object.fromEntries(
    VARIABLES.flatMap((name) => {
      const value = env[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = variables.partial().safeParse(set);
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}.`);
  const missing = missingForSlack(new Set(Object.keys(set)));
  if (!parsed.success || missing.length > 0) return { kind: 'broken', problems: [...wrong, ...missing] };
  // discord.js sets this in the processes that its sharding manager starts: they are there for Discord alone.
  const inherited = env['SHARDING_MANAGER'] !== undefined;
  const discord = discordOf(parsed.data, inherited);
  const slack = inherited ? undefined : slackOf(parsed.data);
  return {
    kind: 'sound',
    config: {
      ...(discord && { discord }),
      ...(slack && { slack }),
      logLevel: parsed.data.LOG_LEVEL ?? 'info',
    },
  };
}

function discordOf(read: Read, inherited: boolean): DiscordConfig | undefined {
  if (read.DISCORD_TOKEN === undefined) return undefined;
  return {
    token: read.DISCORD_TOKEN,
    ...(read.DISCORD_GUILD_ID !== undefined && { guildId: read.DISCORD_GUILD_ID }),
    ...(read.DISCORD_API_URL !== undefined && { apiUrl: read.DISCORD_API_URL.replace(/\/+$/u, '') }),
    threadFollowups: read.DISCORD_THREAD_FOLLOWUPS === 'on',
    sharding: inherited ? 'inherited' : (read.DISCORD_SHARDING ?? 'auto'),
  };
}

const OAUTH = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;

/** What is missing beside the Slack variables that are set; nothing when none is. */
function missingForSlack(set: ReadonlySet<string>): readonly string[] {
  const credentials = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', ...OAUTH];
  const first = credentials.find((name) => set.has(name));
  if (first === undefined) return [];
  const missing: string[] = [];
  const oauth = OAUTH.filter((name) => set.has(name));
  if (oauth.length > 0) {
    for (const name of OAUTH) {
      if (!set.has(name))
        missing.push(
          `${name}: Cannot do without it: ${oauth[0]} is set. Set all of ${OAUTH.join(', ')}, or none.`,
        );
    }
  } else if (!set.has('SLACK_BOT_TOKEN')) {
    missing.push(
      `SLACK_BOT_TOKEN: Cannot do without it: ${first} is set. Copy it from ${SLACK_PORTAL}, page "OAuth & Permissions"; it starts with xoxb-.`,
    );
  }
  if (!set.has('SLACK_APP_TOKEN') && !set.has('SLACK_SIGNING_SECRET')) {
    missing.push(
      `SLACK_APP_TOKEN: Cannot do without it: ${first} is set. Create it at ${SLACK_PORTAL}, page "Basic Information", with the scope connections:write; or set SLACK_SIGNING_SECRET and PORT to be reached over HTTP.`,
    );
  }
  return missing;
}

function slackOf(read: Read): SlackConfig | undefined {
  const { SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN } = read;
  const { SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET } = read;
  const door: SlackConfig['door'] | undefined =
    SLACK_APP_TOKEN !== undefined
      ? { kind: 'socket', appToken: SLACK_APP_TOKEN }
      : SLACK_SIGNING_SECRET !== undefined
        ? { kind: 'http', signingSecret: SLACK_SIGNING_SECRET }
        : undefined;
  const many =
    SLACK_CLIENT_ID !== undefined && SLACK_CLIENT_SECRET !== undefined && SLACK_STATE_SECRET !== undefined
      ? ({
          kind: 'many',
          clientId: SLACK_CLIENT_ID,
          clientSecret: SLACK_CLIENT_SECRET,
          stateSecret: SLACK_STATE_SECRET,
        } as const)
      : undefined;
  const one =
    SLACK_BOT_TOKEN === undefined ? undefined : ({ kind: 'one', botToken: SLACK_BOT_TOKEN } as const);
  const workspaces = many ?? one;
  if (!door || !workspaces) return undefined;
  return {
    door,
    workspaces,
    port: read.PORT ?? DEFAULT_PORT,
    command: read.SLACK_COMMAND ?? DEFAULT_COMMAND,
    ...(read.SLACK_API_URL !== undefined && { apiUrl: read.SLACK_API_URL.replace(/\/*$/u, '/') }),
  };
}
