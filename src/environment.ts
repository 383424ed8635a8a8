/** The variables of an environment -> Config: what each may hold, and which belong together. */
import { z } from 'zod';
import { VARIABLES } from './variables.ts';

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
  /** Whether the log may hold what people ask. */
  readonly logQuestions: boolean;
  /** Where to be seen from outside; absent when no METRICS_PORT is set. */
  readonly metrics?: { readonly port: number; readonly host: string };
  /** The folder of what is kept, when no database elsewhere keeps it. */
  readonly folder: string;
  readonly store: StoreConfig;
}

/** Where things are kept, for how long, and how much may be asked. */
export interface StoreConfig {
  /** Of a PostgreSQL database; absent for the SQLite file in `folder`. */
  readonly url?: string;
  /** The first seals what is kept, any of them opens it. */
  readonly secrets: readonly string[];
  /** 0 keeps no utterance. */
  readonly keepQuestionsDays: number;
  /** Questions a minute. */
  readonly limits: { readonly user: number; readonly channel: number };
}

export type ConfigResult =
  | { readonly kind: 'sound'; readonly config: Config }
  /** One message for each variable, with its remedy. */
  | { readonly kind: 'broken'; readonly problems: readonly string[] };

const DEFAULT_PORT = 3000;
const MAX_PORT = 65_535;
const DEFAULT_COMMAND = '/ask';
/** This machine alone: what is shown there is for whoever runs the bot. */
const DEFAULT_METRICS_HOST = '127.0.0.1';
const DEFAULT_FOLDER = '.footnote';
/** Long enough to see what was missed last month, short enough to tell people. */
const DEFAULT_KEEP_DAYS = 30;
const MAX_KEEP_DAYS = 3_650;
/** Nobody reads an answer with its quotes in less than six seconds; small talk and corrections come on top. */
const DEFAULT_LIMIT_PER_USER = 10;
/** Slack takes one message a second in a channel, Discord about as many, and nobody follows more. */
const DEFAULT_LIMIT_PER_CHANNEL = 60;
const MAX_LIMIT = 10_000;
/** In base64 these are 24 bytes of chance: the fewest that nobody can guess. */
const MIN_SECRET_LENGTH = 32;

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
const portNumber = matching(/^\d{1,5}$/u, `it is no port. Write a number from 1 to ${MAX_PORT}`)
  .transform(Number)
  .refine(
    (number) => number >= 1 && number <= MAX_PORT,
    `Cannot use it: ports go from 1 to ${MAX_PORT}. Write one of them`,
  );
const wholeNumber = (least: number, most: number) =>
  matching(/^\d{1,9}$/u, `it is no number. Write one from ${least} to ${most}`)
    .transform(Number)
    .refine(
      (number) => number >= least && number <= most,
      `Cannot use it: it goes from ${least} to ${most}. Write a number between them`,
    );

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
  PORT: portNumber,
  METRICS_PORT: portNumber,
  METRICS_HOST: matching(
    /^[\w.:-]+$/u,
    'it is no address. Write 127.0.0.1 for this machine alone, or 0.0.0.0 for everyone who can reach it',
  ),
  FOOTNOTE_FOLDER: z.string(),
  DATABASE_URL: z
    .string()
    .refine(
      isPostgres,
      'Cannot use its value: it is no address of a PostgreSQL database. Write it as postgres://user:password@host:5432/name',
    ),
  FOOTNOTE_SECRET: z
    .string()
    .transform((list) => list.split(',').map((each) => each.trim()))
    .refine(
      (list) => list.every((each) => each.length >= MIN_SECRET_LENGTH),
      `Cannot use its value: a secret in it is shorter than ${MIN_SECRET_LENGTH} characters. Make one with "openssl rand -base64 32"`,
    ),
  KEEP_QUESTIONS_DAYS: wholeNumber(0, MAX_KEEP_DAYS),
  LIMIT_PER_USER: wholeNumber(1, MAX_LIMIT),
  LIMIT_PER_CHANNEL: wholeNumber(1, MAX_LIMIT),
  LOG_LEVEL: oneOf(LOG_LEVELS),
  LOG_QUESTIONS: oneOf(['on', 'off']),
} satisfies Record<(typeof VARIABLES)[number], z.ZodType>);

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
  const given = new Set(Object.keys(set));
  const missing = [...missingForSlack(given), ...missingSecret(given)];
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
      logQuestions: parsed.data.LOG_QUESTIONS === 'on',
      ...metricsOf(parsed.data, inherited ? Number(env['SHARDS'] ?? 0) : undefined),
      folder: parsed.data.FOOTNOTE_FOLDER ?? DEFAULT_FOLDER,
      store: storeOf(parsed.data),
    },
  };
}

function storeOf(read: Read): StoreConfig {
  return {
    ...(read.DATABASE_URL !== undefined && { url: read.DATABASE_URL }),
    secrets: read.FOOTNOTE_SECRET ?? [],
    keepQuestionsDays: read.KEEP_QUESTIONS_DAYS ?? DEFAULT_KEEP_DAYS,
    limits: {
      user: read.LIMIT_PER_USER ?? DEFAULT_LIMIT_PER_USER,
      channel: read.LIMIT_PER_CHANNEL ?? DEFAULT_LIMIT_PER_CHANNEL,
    },
  };
}

/** Where several processes or other people's tokens are sealed, no process may make up a secret of its own. */
function missingSecret(set: ReadonlySet<string>): readonly string[] {
  const reason = ['DATABASE_URL', 'SLACK_CLIENT_ID'].find((name) => set.has(name));
  if (reason === undefined || set.has('FOOTNOTE_SECRET')) return [];
  return [
    `FOOTNOTE_SECRET: Cannot do without it: ${reason} is set. Make one with "openssl rand -base64 32", and keep it: what is sealed with it opens with nothing else.`,
  ];
}

function isPostgres(value: string): boolean {
  return URL.canParse(value) && /^postgres(?:ql)?:$/u.test(new URL(value).protocol);
}

/** Each process for a shard has a port of its own: those after METRICS_PORT, in the order of the shards. */
function metricsOf(
  { METRICS_PORT, METRICS_HOST }: Read,
  shard: number | undefined,
): Pick<Config, 'metrics'> | undefined {
  if (METRICS_PORT === undefined) return undefined;
  const port = shard === undefined ? METRICS_PORT : METRICS_PORT + 1 + shard;
  return port > MAX_PORT ? undefined : { metrics: { port, host: METRICS_HOST ?? DEFAULT_METRICS_HOST } };
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
