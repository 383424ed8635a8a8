/** Makes the adapters a configuration asks for, loading the library of no platform that it does not. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Adapter } from '../adapters/adapter.ts';
import type { Asking } from '../adapters/ask.ts';
import { createLoggedFeedback, type Feedback } from '../adapters/feedback.ts';
import type { Log } from '../adapters/ports.ts';
import type { TerminalAdapter } from '../adapters/terminal/adapter.ts';
import { takesColour } from '../config.ts';
import type { Config, DiscordConfig, SlackConfig } from '../environment.ts';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
/** Tokens of the workspaces that installed the app, below the working directory. */
const INSTALLATIONS = join('.footnote', 'slack');

export interface Platforms {
  readonly adapters: readonly Adapter[];
  /** Never resolves; rejects when an adapter that was running cannot go on. */
  readonly failed: Promise<void>;
}

interface Shared extends Asking {
  readonly log: Log;
  readonly feedback: Feedback;
  fail(error: Error): void;
}

/** The chat in the terminal. */
export async function createTerminal(asking: Asking): Promise<TerminalAdapter> {
  const [{ createTerminalAdapter }, { default: picocolors }] = await Promise.all([
    import('../adapters/terminal/adapter.ts'),
    import('picocolors'),
  ]);
  const { stdin: input, stdout: output } = process;
  return createTerminalAdapter({
    ...asking,
    input,
    output,
    colours: picocolors.createColors(takesColour(output)),
  });
}

/** The adapters of all platforms whose tokens are set. */
export async function createPlatforms(config: Config, asking: Asking, dir: string): Promise<Platforms> {
  const { pino } = await import('pino');
  const log = pino({ level: config.logLevel });
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<void>((_, reject) => {
    fail = reject;
  });
  // An adapter may fail before anybody waits for it.
  failed.catch(() => {});
  const shared: Shared = {
    ...asking,
    log,
    feedback: createLoggedFeedback(log),
    fail: (error) => fail(error),
  };
  const adapters = await Promise.all([
    ...(config.discord ? [createDiscord(config.discord, shared, dir)] : []),
    ...(config.slack ? [createSlack(config.slack, shared)] : []),
  ]);
  return { adapters, failed };
}

async function createDiscord(
  { sharding, ...config }: DiscordConfig,
  { fail, ...shared }: Shared,
  dir: string,
): Promise<Adapter> {
  if (sharding === 'processes') return createShardProcesses(config, shared.log, dir);
  const { createDiscordAdapter } = await import('../adapters/discord/adapter.ts');
  return createDiscordAdapter({ ...shared, ...config, sharding, onFatal: fail });
}

/** Discord answered by processes of their own, each running this same command. */
async function createShardProcesses(
  { token, apiUrl }: Pick<DiscordConfig, 'token' | 'apiUrl'>,
  log: Log,
  dir: string,
): Promise<Adapter> {
  const { startShardProcesses } = await import('../adapters/discord/sharding.ts');
  let processes: Awaited<ReturnType<typeof startShardProcesses>> | undefined;
  return {
    name: 'discord',
    async start() {
      processes = await startShardProcesses({
        token,
        log,
        script: MAIN,
        args: ['serve', '--pack', dir],
        ...(apiUrl !== undefined && { apiUrl }),
      });
    },
    async stop() {
      await processes?.stop();
    },
  };
}

async function createSlack(
  { workspaces, ...config }: SlackConfig,
  { fail, ...shared }: Shared,
): Promise<Adapter> {
  const { createSlackAdapter } = await import('../adapters/slack/adapter.ts');
  if (workspaces.kind === 'one')
    return createSlackAdapter({ ...shared, ...config, workspaces, onFailure: fail });
  const { createInstallationFileStore } = await import('../adapters/slack/installations.ts');
  return createSlackAdapter({
    ...shared,
    ...config,
    workspaces: { ...workspaces, installations: createInstallationFileStore(INSTALLATIONS) },
    onFailure: fail,
  });
}
