/** Every variable that is read, in the order of `.env.example`; apart from what they mean, because checking them takes a library. */
export const VARIABLES = [
  'DISCORD_TOKEN',
  'DISCORD_GUILD_ID',
  'DISCORD_API_URL',
  'DISCORD_THREAD_FOLLOWUPS',
  'DISCORD_SHARDING',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'SLACK_COMMAND',
  'SLACK_API_URL',
  'PORT',
  'METRICS_PORT',
  'METRICS_HOST',
  'FOOTNOTE_FOLDER',
  'DATABASE_URL',
  'FOOTNOTE_SECRET',
  'KEEP_QUESTIONS_DAYS',
  'LIMIT_PER_USER',
  'LIMIT_PER_CHANNEL',
  'LOG_LEVEL',
  'LOG_QUESTIONS',
] as const;

/** Whether any of them is set; an empty one counts as not set. */
export function isConfigured(env: NodeJS.ProcessEnv): boolean {
  return VARIABLES.some((name) => env[name]?.trim());
}
