/** `footnote discord register`: tells Discord the commands, apart from running. */
import { CommandFailure } from './failure.ts';
import { counted, write } from './output.ts';
import { readConfiguration } from './serve.ts';

/** Registers for DISCORD_GUILD_ID when it is set, everywhere otherwise. */
export async function runDiscordRegister(): Promise<void> {
  const { discord, logLevel } = await readConfiguration();
  if (!discord) {
    throw new CommandFailure(
      'Cannot register the commands: DISCORD_TOKEN is not set. Put it into .env; docs/discord.md says where it is found.',
    );
  }
  const [{ registerCommands }, { pino }] = await Promise.all([
    import('../adapters/discord/registration.ts'),
    import('pino'),
  ]);
  const { token, apiUrl, guildId } = discord;
  const scope = { ...(apiUrl !== undefined && { apiUrl }), ...(guildId !== undefined && { guildId }) };
  const log = pino({ level: logLevel === 'info' ? 'warn' : logLevel });
  try {
    const { changed, commands } = await registerCommands({ token, ...scope, log });
    const where = guildId === undefined ? 'everywhere' : `in the server ${guildId}`;
    const what = changed ? 'registered' : 'registered already; nothing was written';
    await write(process.stdout, `${counted(commands, 'command')} ${what}, ${where}.\n`);
  } catch (error) {
    const fact = error instanceof Error ? error.message : String(error);
    // A refused token says what to do by itself.
    throw new CommandFailure(
      fact.startsWith('Cannot ')
        ? fact
        : `Cannot register the commands: ${fact}. Check that Discord can be reached, and try again.`,
    );
  }
}
