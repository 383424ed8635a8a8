import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/adapters/discord/commands.ts';
import { registerCommands } from '../../../src/adapters/discord/registration.ts';
import { createMemoryLog } from '../memory-log.ts';
import { startHarness, TOKEN } from './harness.ts';
import { type DiscordServer, startDiscord } from './server.ts';
import { BOT, GUILD_ID } from './world.ts';

const log = createMemoryLog();
const EVERYWHERE = `/applications/${BOT.id}/commands`;
const IN_GUILD = `/applications/${BOT.id}/guilds/${GUILD_ID}/commands`;

let server: DiscordServer;
beforeEach(async () => {
  server = await startDiscord(TOKEN);
});
afterEach(() => server.close());

const register = (guildId?: string) =>
  registerCommands({ token: TOKEN, apiUrl: server.api, log, ...(guildId !== undefined && { guildId }) });
const writes = () => server.sent.filter((s) => s.method === 'PUT').map((s) => s.path);

describe('Registering the commands', () => {
  it('writes them once, and not again while they are the same', async () => {
    expect(await register()).toEqual({ changed: true, commands: COMMANDS.length });
    expect(await register()).toEqual({ changed: false, commands: COMMANDS.length });
    expect(writes()).toEqual([EVERYWHERE]);
  });

  it.each([
    ['a description', (c: { description?: string }) => ({ ...c, description: 'Older words' })],
    ['an option', (c: object) => ({ ...c, options: [] })],
    ['a context', (c: object) => ({ ...c, contexts: [0] })],
  ])('writes them again when %s differs', async (_, change) => {
    await register();
    const [first, ...rest] = server.commands.get(EVERYWHERE) ?? [];
    server.commands.set(EVERYWHERE, [change(first ?? {}), ...rest]);
    expect((await register()).changed).toBe(true);
  });

  it('writes them again when one is missing or one too many', async () => {
    await register();
    const all = server.commands.get(EVERYWHERE) ?? [];
    server.commands.set(EVERYWHERE, all.slice(1));
    expect((await register()).changed).toBe(true);
    server.commands.set(EVERYWHERE, [...all, { type: 1, name: 'older', description: 'gone' }]);
    expect((await register()).changed).toBe(true);
  });

  it('does not mind the order Discord returns them in', async () => {
    await register();
    server.commands.set(EVERYWHERE, [...(server.commands.get(EVERYWHERE) ?? [])].reverse());
    expect((await register()).changed).toBe(false);
  });

  it('for one server leaves out what only global commands take', async () => {
    expect((await register(GUILD_ID)).changed).toBe(true);
    expect((await register(GUILD_ID)).changed).toBe(false);
    expect(writes()).toEqual([IN_GUILD]);
    expect(JSON.stringify(server.commands.get(IN_GUILD))).not.toMatch(/contexts|integration_types/);
  });

  it('makes them installable to servers and to persons, usable in servers, direct messages and private channels', async () => {
    await register();
    for (const command of server.commands.get(EVERYWHERE) ?? []) {
      expect(command).toMatchObject({ integration_types: [0, 1], contexts: [0, 1, 2] });
    }
  });

  it('happens at the start', async () => {
    const discord = await startHarness();
    expect(discord.server.commands.get(EVERYWHERE)).toHaveLength(COMMANDS.length);
    await discord.restart({ guildId: GUILD_ID });
    expect(discord.server.commands.get(IN_GUILD)).toHaveLength(COMMANDS.length);
    await discord.stop();
  });

  it('says what to do when the token is refused', async () => {
    await expect(registerCommands({ token: 'wrong', apiUrl: server.api, log })).rejects.toThrow(
      /DISCORD_TOKEN/,
    );
  });

  it('sends nothing Discord would refuse', async () => {
    await register();
    expect(server.refused).toEqual([]);
  });
});
