/** Watches the connection to Discord: what happens to it goes to the log, and its end to whoever started it. */
import { type Client, Events, RESTEvents } from 'discord.js';
import type { Log } from '../ports.ts';
import { describeError, fatalClose } from './failures.ts';

/** Logs what happens to the connection, and reports the end of it. */
export function watch(
  client: Client<true>,
  log: Log,
  onFatal: ((error: Error) => void) | undefined,
  stopping: AbortSignal,
): void {
  const fail = (error: Error) => {
    log.error(describeError(error), 'Disconnected from Discord for good');
    onFatal?.(error);
  };
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    fail(
      fatalClose(code) ??
        new Error(`Cannot stay connected to Discord: shard ${shard} was closed with ${code}`),
    );
  });
  client.on(Events.Invalidated, () =>
    fail(new Error('Cannot stay connected to Discord: the session was invalidated')),
  );
  client.on(Events.ShardReconnecting, (shard) => {
    // discord.js says so when it is told to leave, too.
    if (!stopping.aborted) log.warn({ shard }, 'Gateway reconnecting');
  });
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, 'Gateway resumed'));
  client.on(Events.ShardReady, (shard) => log.info({ shard }, 'Gateway ready again'));
  // discord.js waits and tries again by itself; the route has placeholders where a path would have tokens.
  client.rest.on(RESTEvents.Response, ({ method, route }, { status }) => {
    if (status === 429) log.warn({ method, route }, 'Rate limited by Discord');
    if (status >= 500) log.warn({ method, route, status }, 'Discord failed to answer');
  });
  client.rest.on(RESTEvents.InvalidRequestWarning, ({ count }) =>
    log.error({ count }, 'Discord refused many requests: at 10,000 within ten minutes it bans this address'),
  );
}
