/** `footnote serve --check`: tries configuration, pack, database and tokens, and says of each whether it would do. */
import { settlesWithin } from '../adapters/pause.ts';
import type { Log } from '../adapters/ports.ts';
import { loadConfig } from '../config.ts';
import type { Config, SlackConfig } from '../environment.ts';
import { createCensor } from '../operations/secrets.ts';
import { openPack } from './open-pack.ts';
import { counted, write } from './output.ts';
import { openStoreOf, secretsOf } from './services.ts';

interface Check {
  readonly name: string;
  /** What is found, in a few words; rejects with what is wrong and its remedy. */
  run(): Promise<string>;
}

/** For each request to a platform. */
const PLATFORM_PATIENCE_MS = 10_000;
/** A start waits longer, for a database that is being started too; whoever checks wants to know. */
const DATABASE_PATIENCE_MS = 1_000;
/** For each check: opening a database may bring it up to date first, and a pack that has changed is learnt. */
const CHECK_PATIENCE_MS = 120_000;

const QUIET: Log = { info() {}, warn() {}, error() {}, child: () => QUIET };

/** Prints a line for each check; the exit code is 0 when all are ok, 1 otherwise. */
export async function runCheck({ pack }: { readonly pack: string }): Promise<void> {
  const result = await loadConfig();
  const config = result.kind === 'sound' ? result.config : undefined;
  if (result.kind === 'broken')
    for (const problem of result.problems) await say(false, 'configuration', problem);
  else await say(true, 'configuration', 'every variable can be used');
  const checks = [...packChecks(pack), ...(config ? checksOf(config) : [])];
  const censor = createCensor(config ? secretsOf(config) : []);
  let failed = config === undefined;
  // The pack keeps the processor busy: the others' time limits must not run meanwhile.
  for (const check of checks) {
    const { ok, text } = await outcomeOf(check);
    failed ||= !ok;
    await say(ok, check.name, censor(text));
  }
  if (!config) await say(false, 'database, tokens', 'Not checked: mend the configuration first.');
  process.exitCode = failed ? 1 : 0;
}

async function outcomeOf({ run }: Check): Promise<{ readonly ok: boolean; readonly text: string }> {
  const running = run();
  if (!(await settlesWithin(CHECK_PATIENCE_MS, running)))
    return { ok: false, text: `No answer within ${CHECK_PATIENCE_MS / 1_000} s.` };
  return running.then(
    (text) => ({ ok: true, text }),
    (error: unknown) => ({ ok: false, text: error instanceof Error ? error.message : String(error) }),
  );
}

async function say(ok: boolean, name: string, text: string): Promise<void> {
  const indented = text.trim().replaceAll('\n', '\n        ');
  await write(process.stdout, `${ok ? 'ok    ' : 'not ok'}  ${name}: ${indented}\n`);
}

/** The pack is opened once, and the encoder tried with it. */
function packChecks(dir: string): readonly Check[] {
  const problems: string[] = [];
  const opened = openPack(dir, (problem) => problems.push(problem));
  opened.catch(() => {});
  return [
    {
      name: 'pack',
      async run() {
        const { pack } = await opened;
        const answers = pack.intents.filter(({ kind }) => kind === 'answer').length;
        return `“${pack.report.title}”, ${counted(answers, 'answer')}, version ${pack.version}`;
      },
    },
    {
      name: 'encoder',
      async run() {
        const encoder = await opened.then((o) => o.encoder).catch(() => undefined);
        if (!encoder) throw new Error('Not checked: mend the pack first.');
        const [embedding] = await encoder.encode(['what does the report say']);
        await encoder.close();
        if (!embedding)
          throw new Error(
            problems[0] ?? 'Cannot encode a text in time: this machine is too slow or too busy.',
          );
        return 'recognises what is meant, in a thread of its own';
      },
    },
  ];
}

function checksOf(config: Config): readonly Check[] {
  const { discord, slack } = config;
  if (!discord && !slack) {
    return [
      { name: 'platforms', run: async () => 'none is configured, so "serve" opens a chat in the terminal' },
    ];
  }
  return [
    databaseCheck(config),
    ...(discord ? [discordCheck(discord)] : []),
    ...(slack ? slackChecks(slack) : []),
  ];
}

/** Opens it as a start would, which also brings an older one up to date. */
function databaseCheck(config: Config): Check {
  return {
    name: 'database',
    async run() {
      const store = await openStoreOf(config, QUIET, { open: DATABASE_PATIENCE_MS });
      try {
        await store.check();
      } finally {
        await store.close();
      }
      return config.store.url === undefined
        ? `SQLite in ${config.folder}, can be written`
        : 'PostgreSQL, can be written';
    },
  };
}

function discordCheck(discord: NonNullable<Config['discord']>): Check {
  return {
    name: 'Discord',
    async run() {
      const { checkDiscord } = await import('../adapters/discord/check.ts');
      return checkDiscord({ ...discord, patience: PLATFORM_PATIENCE_MS });
    },
  };
}

function slackChecks({ door, workspaces, apiUrl }: SlackConfig): readonly Check[] {
  const options = { patience: PLATFORM_PATIENCE_MS, ...(apiUrl !== undefined && { apiUrl }) };
  const load = () => import('../adapters/slack/check.ts');
  const bot: Check =
    workspaces.kind === 'one'
      ? {
          name: 'Slack bot token',
          run: async () => (await load()).checkBotToken(workspaces.botToken, options),
        }
      : {
          name: 'Slack installations',
          run: async () => 'each workspace has a token of its own; none is tried',
        };
  if (door.kind === 'http')
    return [
      bot,
      { name: 'Slack signing secret', run: async () => 'is set; only a request of Slack’s can tell more' },
    ];
  return [
    bot,
    { name: 'Slack app token', run: async () => (await load()).checkAppToken(door.appToken, options) },
  ];
}
