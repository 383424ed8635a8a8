/** Makes the adapters a configuration asks for, loading the library of no platform that it does not. */
import { fileURLToPath } from 'node:url';
import type { Adapter } from '../adapters/adapter.ts';
import type { Asking } from '../adapters/ask.ts';
import type { Log } from '../adapters/ports.ts';
import type { TerminalAdapter } from '../adapters/terminal/adapter.ts';
import { takesColour } from '../config.ts';
import type { Responder } from '../core/responder.ts';
import type { Config, DiscordConfig, SlackConfig } from '../environment.ts';
import type { Services } from './services.ts';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));

export interface Platforms {
  readonly adapters: readonly Adapter[];
  /** Never resolves; rejects when an adapter that was running cannot go on. */
  readonly failed: Promise<void>;
}

/** What every adapter is given. */
type Shared = Asking &
  Pick<Services, 'log' | 'journal' | 'feedback' | 'limits'> &
  Pick<Services['store'], 'deliveries' | 'forget'> & {
    readonly keepQuestionsDays: number;
    fail(error: Error): void;
  };

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
export async function createPlatforms(
  config: Config,
  responder: Responder,
  { store, log, journal, feedback, limits }: Services,
  dir: string,
): Promise<Platforms> {
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<void>((_, reject) => {
    fail = reject;
  });
  // An adapter may fail before anybody waits for it.
  failed.catch(() => {});
  const { conversations, deliveries, forget, installations } = store;
  const { keepQuestionsDays } = config.store;
  const shared: Shared = {
    ...{ responder, conversations, log, journal, feedback, limits, deliveries, keepQuestionsDays },
    forget: (platform, user) => forget(platform, user),
    fail: (error) => fail(error),
  };
  const adapters = await Promise.all([
    ...(config.discord ? [createDiscord(config.discord, shared, dir)] : []),
    ...(config.slack ? [createSlack(config.slack, shared, installations)] : []),
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
    // What is under way there, each process tells of itself.
    state() {
      const { count = 0, ready = 0 } = processes ?? {};
      return {
        connected: count > 0 && ready === count,
        underWay: 0,
        detail: { shards: count, shardsReady: ready },
      };
    },
  };
}

async function createSlack(
  { workspaces, ...config }: SlackConfig,
  { fail, ...shared }: Shared,
  installations: Services['store']['installations'],
): Promise<Adapter> {
  const { createSlackAdapter } = await import('../adapters/slack/adapter.ts');
  return createSlackAdapter({
    ...shared,
    ...config,
    workspaces: workspaces.kind === 'one' ? workspaces : { ...workspaces, installations },
    onFailure: fail,
  });
}
