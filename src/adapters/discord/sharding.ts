/** Several processes, each with its shards, by discord.js's own manager. */
import { REST, Routes, ShardingManager } from 'discord.js';
import type { Log } from '../ports.ts';
import { describeError, fatalLogin } from './failures.ts';

export interface ShardProcessesOptions {
  readonly token: string;
  /** The script each process runs, as `dist/main.js`. */
  readonly script: string;
  /** Its arguments. */
  readonly args?: readonly string[];
  readonly apiUrl?: string;
  readonly log: Log;
  /** Milliseconds before an ended process is started again; doubles each time, until it has lasted five minutes. */
  readonly firstRestartPause?: number;
}

export interface ShardProcesses {
  /** How many processes run, one shard each. */
  readonly count: number;
  /** How many of them are connected now. */
  readonly ready: number;
  /** Asks every process to stop and resolves when all have, or after 10 s. */
  stop(): Promise<void>;
}

/** Milliseconds between two identifications: Discord allows one in five seconds. */
const IDENTIFY_DELAY_MS = 5_500;
/** A process that cannot connect yet goes on trying by itself. */
const NO_TIME_LIMIT = -1;
const STOP_MS = 10_000;
/** Identifying a thousand times a day costs the token: a process that keeps ending is started less and less often. */
const FIRST_RESTART_PAUSE_MS = 5_000;
const LONGEST_RESTART_PAUSE_MS = 300_000;

/**
 * Starts one process for each shard Discord recommends and restarts those that end. Their adapters run with `sharding:
 * 'inherited'`; discord.js sets `SHARDING_MANAGER` in their environment, which tells them apart from the first process.
 */
export async function startShardProcesses({
  token,
  script,
  args = [],
  apiUrl,
  log,
  firstRestartPause = FIRST_RESTART_PAUSE_MS,
}: ShardProcessesOptions): Promise<ShardProcesses> {
  const count = await recommendedShards(token, apiUrl);
  const manager = new ShardingManager(script, {
    token,
    totalShards: count,
    shardArgs: [...args],
    mode: 'process',
    // discord.js would start an ending process again at once, for ever.
    respawn: false,
  });
  const restarts = new Set<NodeJS.Timeout>();
  let stopping = false;
  manager.on('shardCreate', (shard) => {
    let pause = firstRestartPause;
    log.info({ shard: shard.id, of: count }, 'Shard process starts');
    let startedAt = Date.now();
    shard.on('spawn', () => {
      startedAt = Date.now();
    });
    shard.on('error', (error) =>
      log.error({ ...describeError(error), shard: shard.id }, 'Shard process failed'),
    );
    shard.on('death', () => {
      if (stopping) return;
      if (Date.now() - startedAt > LONGEST_RESTART_PAUSE_MS) pause = firstRestartPause;
      log.warn({ shard: shard.id, pauseMs: pause }, 'Shard process ended, it is started again');
      const timer = setTimeout(() => {
        restarts.delete(timer);
        shard
          .spawn(NO_TIME_LIMIT)
          .catch((error: unknown) => log.error(describeError(error), 'Cannot start a shard'));
      }, pause);
      restarts.add(timer);
      pause = Math.min(pause * 2, LONGEST_RESTART_PAUSE_MS);
    });
  });
  const stop = async () => {
    stopping = true;
    for (const timer of restarts) clearTimeout(timer);
    const exits = [...manager.shards.values()].map((shard) => {
      const child = shard.process;
      if (!child || child.exitCode !== null) return undefined;
      const exit = new Promise((resolve) => child.once('exit', resolve));
      shard.kill();
      return exit;
    });
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise((resolve) => {
      timer = setTimeout(resolve, STOP_MS);
    });
    await Promise.race([Promise.all(exits), timeout]);
    clearTimeout(timer);
  };
  await manager.spawn({ amount: count, delay: IDENTIFY_DELAY_MS, timeout: NO_TIME_LIMIT });
  return {
    count,
    get ready() {
      return [...manager.shards.values()].filter((shard) => shard.ready).length;
    },
    stop,
  };
}

async function recommendedShards(token: string, apiUrl: string | undefined): Promise<number> {
  const rest = new REST(apiUrl === undefined ? {} : { api: apiUrl }).setToken(token);
  try {
    const { shards } = (await rest.get(Routes.gatewayBot())) as { readonly shards: number };
    return shards;
  } catch (error) {
    throw fatalLogin(error) ?? error;
  } finally {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  }
}
