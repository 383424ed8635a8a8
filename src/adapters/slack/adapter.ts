/** The Slack adapter: events in, replies out. */
import { App, type Context } from '@slack/bolt';
import type { Adapter } from '../adapter.ts';
import type { Asking } from '../ask.ts';
import type { Feedback } from '../feedback.ts';
import type { Log } from '../ports.ts';
import { retry } from '../retry.ts';
import { createSeen } from '../seen.ts';
import { createWorkload } from '../workload.ts';
import { createBoltLog } from './bolt-log.ts';
import { listenToButtons } from './buttons.ts';
import { listenToCommands } from './commands.ts';
import { createDelivery } from './delivery.ts';
import { createDoor, type SlackDoor, type SlackWorkspaces } from './door.ts';
import { botTokenRefused, describeError, failureKind } from './failures.ts';
import { postText } from './fetch.ts';
import { listenToHome } from './home.ts';
import { listenToMessages } from './messages.ts';
import { forget, listenToRemoval } from './removal.ts';
import type { Room } from './room.ts';

export interface SlackOptions extends Asking {
  readonly feedback: Feedback;
  readonly log: Log;
  readonly door: SlackDoor;
  readonly workspaces: SlackWorkspaces;
  /** For HTTP and for the OAuth pages. */
  readonly port?: number;
  /** The slash command's name. */
  readonly command?: string;
  /** Base of the Web API, with a slash at its end. */
  readonly apiUrl?: string;
  /** Told once when Slack cannot be used any more: a token was revoked, the app was removed. */
  onFailure?(error: Error): void;
  /** Milliseconds before the first attempt to connect again. */
  readonly firstPause?: number;
}

const DEFAULT_COMMAND = '/ask';

/** The library's own defaults are no time limit and half an hour of retries. */
const CALL_TIMEOUT_MS = 10_000;
const CALL_RETRIES = { retries: 3, minTimeout: 300, factor: 2, randomize: true } as const;

/** Slack repeats for some five minutes; a message takes two of these, so that is a hundred messages a second. */
const REMEMBERED_DELIVERIES = 60_000;

/** Of the ten seconds that a process has to stop. */
const DRAIN_MS = 7_000;

export function createSlackAdapter(options: SlackOptions): Adapter {
  const { log, workspaces, command = DEFAULT_COMMAND, firstPause } = options;
  const boltLog = createBoltLog(log);
  const stopping = new AbortController();
  let failed = false;

  const fail = (error: Error) => {
    if (failed || stopping.signal.aborted) return;
    failed = true;
    log.error({ error: describeError(error) }, 'Slack cannot be used any more');
    options.onFailure?.(error);
  };

  const clientOptions = {
    timeout: CALL_TIMEOUT_MS,
    retryConfig: CALL_RETRIES,
    fetch: postText,
    ...(options.apiUrl !== undefined && { slackApiUrl: options.apiUrl }),
  };
  const { transport, authorize } = createDoor({
    door: options.door,
    workspaces,
    port: options.port,
    apiUrl: options.apiUrl,
    clientOptions,
    boltLog,
    log,
    onRefused: fail,
    ...(firstPause !== undefined && { firstPause }),
  });

  const app = new App({
    // Starting and stopping is the transport's business; Bolt only needs something to hand itself to.
    receiver: { init: (self) => transport.init(self), start: async () => {}, stop: async () => {} },
    // Without this, a refused token ends as an unhandled rejection.
    deferInitialization: true,
    convoStore: false,
    logger: boltLog,
    clientOptions,
    ...(workspaces.kind === 'one' && { token: workspaces.botToken }),
    ...(authorize && { authorize }),
  });
  app.error(async (error) =>
    log.error({ error: describeError(error) }, 'Slack: an event could not be handled'),
  );

  const workload = createWorkload((error) =>
    log.error({ error: describeError(error) }, 'Slack: an event could not be handled'),
  );
  const onGone = (error: unknown, context: Context) => {
    if (workspaces.kind === 'one') return fail(botTokenRefused(error));
    workload.run(() => forget(context, workspaces.installations, log));
  };
  const room: Room = {
    responder: options.responder,
    conversations: options.conversations,
    feedback: options.feedback,
    log,
    seen: createSeen(REMEMBERED_DELIVERIES),
    workload,
    command: command.startsWith('/') ? command : `/${command}`,
    delivery: createDelivery({ log, onGone, ...(firstPause !== undefined && { respondPause: firstPause }) }),
  };
  listenToMessages(app, room);
  listenToCommands(app, room);
  listenToButtons(app, room);
  listenToHome(app, room);
  listenToRemoval(app, options, fail);

  return {
    name: 'slack',

    async start() {
      await retry(() => app.init(), {
        signal: stopping.signal,
        isFatal: (error) => failureKind(error) === 'gone',
        onRetry: (error, pauseMs) =>
          log.warn({ error: describeError(error), pauseMs }, 'Cannot reach Slack yet'),
        ...(firstPause !== undefined && { firstPause }),
      }).catch((error: unknown) => {
        throw failureKind(error) === 'gone' ? botTokenRefused(error) : error;
      });
      await transport.start();
      log.info({ door: options.door.kind }, 'Answering in Slack');
    },

    async stop() {
      stopping.abort();
      await transport.close();
      if (!(await workload.drain(DRAIN_MS))) {
        log.warn({ left: workload.size }, 'Slack: stopped with work under way');
      }
      await transport.end();
    },
  };
}
