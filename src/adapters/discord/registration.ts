/** Tells Discord the commands, writing only when they differ from what it has. */
import {
  type APIApplicationCommand,
  REST,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import type { Log } from '../ports.ts';
import { COMMANDS } from './commands.ts';
import { fatalLogin } from './failures.ts';

export interface RegistrationOptions {
  readonly token: string;
  /** The API's base without its version; Discord's own when absent. */
  readonly apiUrl?: string;
  /** Register in this server only, where commands appear at once; otherwise everywhere. */
  readonly guildId?: string;
  readonly log: Log;
}

export interface Registration {
  /** Whether anything had to be written. */
  readonly changed: boolean;
  readonly commands: number;
}

/** Registers the commands apart from running; rejects with a remedy when the token is refused. */
export async function registerCommands({
  token,
  apiUrl,
  guildId,
  log,
}: RegistrationOptions): Promise<Registration> {
  const rest = new REST(apiUrl === undefined ? {} : { api: apiUrl }).setToken(token);
  try {
    const { id } = (await rest.get(Routes.currentApplication())) as { readonly id: string };
    return await syncCommands(rest, id, guildId, log);
  } catch (error) {
    throw fatalLogin(error) ?? error;
  } finally {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  }
}

/** Compares and writes through a signed-in REST client. Writing replaces all commands of the scope at once. */
export async function syncCommands(
  rest: REST,
  applicationId: string,
  guildId: string | undefined,
  log: Log,
): Promise<Registration> {
  const route =
    guildId === undefined
      ? Routes.applicationCommands(applicationId)
      : Routes.applicationGuildCommands(applicationId, guildId);
  const wanted = guildId === undefined ? COMMANDS : COMMANDS.map(withoutContexts);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const known = (await rest.get(route, { query })) as readonly APIApplicationCommand[];
  const changed = fingerprint(known, wanted) !== fingerprint(wanted, wanted);
  if (changed) await rest.put(route, { body: wanted });
  log.info(
    { commands: wanted.length, changed, scope: guildId === undefined ? 'everywhere' : 'one server' },
    changed ? 'Commands registered with Discord' : 'Commands are registered with Discord already',
  );
  return { changed, commands: wanted.length };
}

/** Contexts and installation types are for global commands only. */
function withoutContexts(
  command: RESTPostAPIApplicationCommandsJSONBody,
): RESTPostAPIApplicationCommandsJSONBody {
  const { contexts, integration_types, ...rest } = command;
  return rest;
}

type Known = APIApplicationCommand | RESTPostAPIApplicationCommandsJSONBody;

/** Commands as comparable text: only fields we set anywhere, without the empty values that Discord fills in. */
function fingerprint(commands: readonly Known[], wanted: readonly Known[]): string {
  const fields = new Set(wanted.flatMap((command) => Object.keys(command)));
  const kept = commands.map((command) =>
    Object.fromEntries(Object.entries(command).filter(([key]) => fields.has(key))),
  );
  const lines = kept.map((command) => JSON.stringify(canonical(command)));
  return lines.sort().join('\n');
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    // The order of options is the order on screen; that of contexts and installation types means nothing.
    return items.every((item) => typeof item === 'number') ? [...items].sort() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(
      ([, v]) =>
        v !== null && v !== undefined && v !== false && v !== '' && !(Array.isArray(v) && v.length === 0),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, v]) => [key, canonical(v)]));
}
