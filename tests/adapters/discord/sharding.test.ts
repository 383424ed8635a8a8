import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { startShardProcesses } from '../../../src/adapters/discord/sharding.ts';
import { createMemoryLog } from '../memory-log.ts';
import { startHarness, TOKEN } from './harness.ts';
import { type DiscordServer, startDiscord } from './server.ts';

const CHILD = fileURLToPath(new URL('./shard-child.mjs', import.meta.url));

let server: DiscordServer;
afterEach(() => server.close());

const until = async (fits: () => boolean) => {
  for (let i = 0; i < 400 && !fits(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
};
const shards = () => server.gateway.identities.map((i) => i.shard);

describe('Sharding', () => {
  it('in one process takes as many shards as Discord recommends', async () => {
    const discord = await startHarness({ start: false });
    server = discord.server;
    server.recommendedShards = 2;
    await discord.adapter.start();
    expect(shards()).toEqual([
      [0, 2],
      [1, 2],
    ]);
    await discord.adapter.stop();
  });

  it('in several processes starts one for each shard and stops them all', async () => {
    server = await startDiscord(TOKEN);
    server.recommendedShards = 2;
    const log = createMemoryLog();
    const { lines } = log;
    const processes = await startShardProcesses({
      token: TOKEN,
      apiUrl: server.api,
      script: CHILD,
      args: [server.api],
      log,
    });
    expect(processes.count).toBe(2);
    await until(() => shards().length === 2);
    expect(shards()).toEqual([
      [0, 2],
      [1, 2],
    ]);
    await processes.stop();
    await until(() => server.gateway.connections === 0);
    expect(server.gateway.connections).toBe(0);
    expect(JSON.stringify(lines)).not.toContain('secret-token');
  });

  it('in several processes starts one that ended again, after a pause', async () => {
    server = await startDiscord(TOKEN);
    const log = createMemoryLog();
    const { lines } = log;
    const options = { token: TOKEN, apiUrl: server.api, script: CHILD, args: [server.api], log };
    const processes = await startShardProcesses({ ...options, firstRestartPause: 100 });
    await until(() => shards().length === 1);
    server.gateway.close(4014);
    await until(() => shards().length === 2);
    expect(shards()).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(lines.filter((l) => l.level === 'warn').map((l) => l.detail)).toEqual([
      { shard: 0, pauseMs: 100 },
    ]);
    await processes.stop();
  });

  it('in several processes stops with the remedy when the token is wrong', async () => {
    server = await startDiscord(TOKEN);
    const starting = startShardProcesses({
      token: 'wrong',
      apiUrl: server.api,
      script: CHILD,
      log: createMemoryLog(),
    });
    await expect(starting).rejects.toThrow(/DISCORD_TOKEN/);
  });
});
