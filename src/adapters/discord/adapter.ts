/** Discord: events in, replies out. */
import { type Client, Events, type Interaction, type Message, RESTEvents } from 'discord.js';
import type { Responder } from '../../core/responder.ts';
import type { Adapter } from '../adapter.ts';
import { type ConversationStore, createConversationStore } from '../conversation-store.ts';
import { createLoggedFeedback, type Feedback } from '../feedback.ts';
import type { Log } from '../ports.ts';
import { retry } from '../retry.ts';
import { createSeen } from '../seen.ts';
import { createWorkload, type Workload } from '../workload.ts';
import { addressOf } from './addressing.ts';
import { answerComponent } from './buttons.ts';
import { createClient } from './client.ts';
import { describeError, FatalDiscordError, fatalClose, fatalLogin } from './failures.ts';
import { inviteLink, personalLink } from './links.ts';
import { answerMessage } from './messages.ts';
import { syncCommands } from './registration.ts';
import { PLATFORM, type Room } from './room.ts';
import { answerCommand, answerSelected, suggest } from './slash.ts';

export interface DiscordOptions {
  readonly token: string;
  readonly responder: Responder;
  readonly log: Log;
  /** The API's base without its version, as `https://discord.com/api`; Discord's own when absent. */
  readonly apiUrl?: string;
  /** Register the commands in this server only. */
  readonly guildId?: string;
  /** Answer without a mention in threads the bot answered in; needs the privileged MessageContent gateway intent. */
  readonly threadFollowups?: boolean;
  /** `inherited` in a process that `startShardProcesses` started; `auto` when absent. */
  readonly sharding?: 'auto' | 'inherited';
  readonly conversations?: ConversationStore;
  readonly feedback?: Feedback;
  /** Told when the connection is lost for good while running; the process should stop with this error. */
  readonly onFatal?: (error: Error) => void;
  /** Milliseconds before the second attempt to connect; doubles from there. */
  readonly firstRetryPause?: number;
}

const MANAGER_GONE = 'Cannot go on: the process that started this one for its shards has ended';

/** Milliseconds `stop` waits for answers under way: within the 10 s that process managers allow. */
const DRAIN_MS = 8_000;

/** An adapter that answers on Discord as long as it is started. */
export function createDiscordAdapter(options: DiscordOptions): Adapter {
  const { token, log, responder, onFatal, guildId } = options;
  const threadFollowups = options.threadFollowups ?? false;
  const sharding = options.sharding ?? 'auto';
  const room: Room = {
    responder,
    conversations: options.conversations ?? createConversationStore(),
    feedback: options.feedback ?? createLoggedFeedback(log),
    log,
    complained: createSeen(),
    threadFollowups,
  };
  const stopping = new AbortController();
  const workload = createWorkload((error) => log.error(describeError(error), 'Cannot finish answering'));
  let client: Client<true> | undefined;

  const connect = async (): Promise<Client<true>> => {
    const next = createClient({
      messageContent: threadFollowups,
      sharding,
      ...(options.apiUrl !== undefined && { apiUrl: options.apiUrl }),
    });
    // Without a listener an error event would end the process.
    next.on(Events.Error, (error) => log.error(describeError(error), 'Discord client error'));
    next.on(Events.ShardError, (error, shard) =>
      log.warn({ ...describeError(error), shard }, 'Gateway error'),
    );
    listen(next, room, workload);
    const ready = new Promise<Client<true>>((resolve) => {
      next.once(Events.ClientReady, resolve);
    });
    // A close for good during login arrives as an event first: the login itself may hang on.
    let onAbort = () => {};
    const closed = new Promise<never>((_, reject) => {
      next.once(Events.ShardDisconnect, ({ code }) =>
        reject(fatalClose(code) ?? new Error(`Gateway closed: ${code}`)),
      );
      onAbort = () => reject(new Error('Stopped before it was connected'));
      stopping.signal.addEventListener('abort', onAbort);
    });
    closed.catch(() => undefined);
    try {
      await Promise.race([next.login(token), closed]);
      return await Promise.race([ready, closed]);
    } catch (error) {
      await next.destroy();
      throw fatalLogin(error) ?? error;
    } finally {
      stopping.signal.removeEventListener('abort', onAbort);
    }
  };

  return {
    name: PLATFORM,
    async start() {
      client = await retry(connect, {
        isFatal: (error) => error instanceof FatalDiscordError,
        onRetry: (error, pauseMs) =>
          log.warn({ ...describeError(error), pauseMs }, 'Cannot connect to Discord yet'),
        signal: stopping.signal,
        ...(options.firstRetryPause !== undefined && { firstPause: options.firstRetryPause }),
      });
      watch(client, log, onFatal, stopping.signal);
      // Without the manager nobody would ever stop this process, and the next manager starts others beside it.
      if (sharding === 'inherited') process.once('disconnect', () => onFatal?.(new Error(MANAGER_GONE)));
      const { id } = client.application;
      log.info(
        {
          user: client.user.tag,
          guilds: client.guilds.cache.size,
          invite: inviteLink(id),
          personal: personalLink(id),
        },
        'Connected to Discord',
      );
      // One process of many is enough, and a failure leaves the commands that were registered before.
      if (client.shard && !client.shard.ids.includes(0)) return;
      await syncCommands(client.rest, id, guildId, log).catch((error: unknown) =>
        log.error(
          describeError(error),
          'Cannot register the commands: run "footnote discord register" to try again',
        ),
      );
    },
    async stop() {
      stopping.abort();
      const done = await workload.drain(DRAIN_MS);
      if (!done) log.warn({ underWay: workload.size }, 'Stopped with answers under way');
      await client?.destroy();
    },
  };
}

/** Takes messages and interactions as they come, each once. */
function listen(client: Client, room: Room, workload: Workload): void {
  const seen = createSeen();
  const threads = createSeen();
  const onMessage = (message: Message) => {
    const self = message.client.user.id;
    const address = addressOf(message, { self, threadFollowups: room.threadFollowups, threads });
    if (!address || seen.before(message.id)) return;
    workload.run(async () => {
      await answerMessage(message, room);
      if (message.channel.isThread()) threads.before(message.channelId);
    });
  };
  const onInteraction = (interaction: Interaction) => {
    if (seen.before(interaction.id)) return;
    workload.run(async () => {
      if (interaction.isAutocomplete()) await suggest(interaction, room);
      else if (interaction.isChatInputCommand()) await answerCommand(interaction, room);
      else if (interaction.isMessageContextMenuCommand()) await answerSelected(interaction, room);
      else if (interaction.isMessageComponent()) await answerComponent(interaction, room);
    });
  };
  client.on(Events.MessageCreate, onMessage);
  client.on(Events.InteractionCreate, onInteraction);
}

/** Logs what happens to the connection, and reports the end of it. */
function watch(
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
