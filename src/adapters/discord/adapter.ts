/** Discord: events in, replies out. */
import { type Client, Events, Status } from 'discord.js';
import type { Responder } from '../../core/responder.ts';
import type { Adapter, AdapterState } from '../adapter.ts';
import { type ConversationStore, createConversationStore } from '../conversation-store.ts';
import { createMemoryDeliveries, type Deliveries } from '../deliveries.ts';
import { createLoggedFeedback, type Feedback } from '../feedback.ts';
import { createIntake } from '../intake.ts';
import type { Journal } from '../journal.ts';
import { createLate } from '../late.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../ports.ts';
import type { Forget } from '../privacy.ts';
import { forRequest } from '../request.ts';
import { retry } from '../retry.ts';
import { createSeen } from '../seen.ts';
import { createWorkload } from '../workload.ts';
import { createClient } from './client.ts';
import { describeError, FatalDiscordError, fatalClose, fatalLogin } from './failures.ts';
import { answerLeft } from './left.ts';
import { inviteLink, personalLink } from './links.ts';
import { listen } from './listening.ts';
import { syncCommands } from './registration.ts';
import { PLATFORM, type Room } from './room.ts';
import { watch } from './watching.ts';

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
  /** Nothing is noted when absent. */
  readonly journal?: Journal;
  /** Shared by all processes that answer for this bot; this process's own memory when absent. */
  readonly deliveries?: Deliveries;
  /** Everybody may ask as much as they like when absent. */
  readonly limits?: Limits;
  /** What the journal keeps of a question's words, in days; absent when nothing outlives the process. */
  readonly keepQuestionsDays?: number;
  /** Behind the "Forget me" button, which is there only with it. */
  readonly forget?: Forget;
  /** Told when the connection is lost for good while running; the process should stop with this error. */
  readonly onFatal?: (error: Error) => void;
  /** Milliseconds before the second attempt to connect; doubles from there. */
  readonly firstRetryPause?: number;
  /** Milliseconds a question waits for `deliveries` that are away. */
  readonly patience?: number;
  /** Milliseconds between two looks for what other processes left unanswered. */
  readonly lookEvery?: number;
  /** Questions under way at once; beyond, people are asked to come back. */
  readonly maxUnderWay?: number;
}

const MANAGER_GONE = 'Cannot go on: the process that started this one for its shards has ended';

/** Milliseconds `stop` waits for answers under way: within the 10 s that process managers allow. */
const DRAIN_MS = 8_000;
/** Of what is left of the ten seconds, for writing down what was answered. */
const CLOSE_MS = 1_000;

/** An adapter that answers on Discord as long as it is started. */
export function createDiscordAdapter(options: DiscordOptions): Adapter {
  const { token, log, responder, onFatal, guildId } = options;
  const threadFollowups = options.threadFollowups ?? false;
  const sharding = options.sharding ?? 'auto';
  const deliveries = options.deliveries ?? createMemoryDeliveries();
  const stopping = new AbortController();
  const workload = createWorkload((error) => log.error(describeError(error), 'Cannot finish answering'), {
    limit: options.maxUnderWay,
  });
  const shared = { platform: PLATFORM, deliveries, log, describe: describeError };
  const intake = createIntake({ ...shared, limits: options.limits, patience: options.patience });
  const late = createLate({
    ...shared,
    workload,
    every: options.lookEvery,
    answer: async (delivery) =>
      client ? answerLeft(delivery, client.user.id, forRequest(roomOf(client))) : false,
  });
  const parts: Omit<Room, 'rest'> = {
    responder,
    conversations: options.conversations ?? createConversationStore(),
    feedback: options.feedback ?? createLoggedFeedback(log),
    ...(options.journal && { journal: options.journal }),
    log,
    intake,
    privacy: {
      ...(options.keepQuestionsDays !== undefined && {
        keeping: { keepQuestionsDays: options.keepQuestionsDays },
      }),
      forget: options.forget,
    },
    complained: createSeen(),
    threadFollowups,
    later: late.again,
  };
  const roomOf = ({ rest }: Client): Room => ({ ...parts, rest });
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
    listen(next, roomOf(next), workload);
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
      late.start();
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
      late.stop();
      const done = await workload.drain(DRAIN_MS);
      if (!done) log.warn({ underWay: workload.size }, 'Stopped with answers under way');
      await intake.close(CLOSE_MS);
      await client?.destroy();
    },
    state(): AdapterState {
      const shards = [...(client?.ws.shards.values() ?? [])];
      const shardsReady = shards.filter(({ status }) => status === Status.Ready).length;
      return {
        connected: shards.length > 0 && shardsReady === shards.length && !stopping.signal.aborted,
        underWay: workload.size,
        detail: { shards: shards.length, shardsReady },
      };
    },
  };
}
