/** The Slack adapter: events in, replies out. */
import { App, webApi } from '@slack/bolt';
import type { Adapter, AdapterState } from '../adapter.ts';
import type { Asking } from '../ask.ts';
import { createMemoryDeliveries, type Deliveries } from '../deliveries.ts';
import type { Feedback } from '../feedback.ts';
import { createIntake } from '../intake.ts';
import { createLate } from '../late.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../ports.ts';
import type { Forget } from '../privacy.ts';
import { forRequest } from '../request.ts';
import { retry } from '../retry.ts';
import { createSeen } from '../seen.ts';
import { createWorkload } from '../workload.ts';
import { acknowledgeWhenTaken } from './acknowledging.ts';
import { createBoltLog } from './bolt-log.ts';
import { listenToButtons } from './buttons.ts';
import { listenToCommands } from './commands.ts';
import { createDelivery } from './delivery.ts';
import { createDoor, type SlackDoor, type SlackWorkspaces } from './door.ts';
import { botTokenRefused, describeError, failureKind } from './failures.ts';
import { postText } from './fetch.ts';
import { listenToHome } from './home.ts';
import { rememberInstallations } from './installations.ts';
import { answerLeft } from './left.ts';
import { listenToMessages } from './messages.ts';
import type { Caller } from './posting.ts';
import { forget, listenToRemoval } from './removal.ts';
import { PLATFORM, type Room, type Workspace } from './room.ts';
import { listenToSubmissions } from './submission.ts';

export interface SlackOptions extends Asking {
  readonly feedback: Feedback;
  readonly log: Log;
  /** Shared by all processes that answer for this app; this process's own memory when absent. */
  readonly deliveries?: Deliveries;
  /** Everybody may ask as much as they like when absent. */
  readonly limits?: Limits;
  /** What the journal keeps of a question's words, in days; absent when nothing outlives the process. */
  readonly keepQuestionsDays?: number;
  /** Behind the "Forget me" button, which is there only with it. */
  readonly forget?: Forget;
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
  /** Milliseconds a question waits for `deliveries` that are away. */
  readonly patience?: number;
  /** Milliseconds between two looks for what other processes left unanswered. */
  readonly lookEvery?: number;
  /** Questions under way at once; beyond, people are asked to come back. */
  readonly maxUnderWay?: number;
}

const DEFAULT_COMMAND = '/ask';

/** The library's own defaults are no time limit and half an hour of retries. */
const CALL_TIMEOUT_MS = 10_000;
const CALL_RETRIES = { retries: 3, minTimeout: 300, factor: 2, randomize: true } as const;

/** Of the ten seconds that a process has to stop. */
const DRAIN_MS = 7_000;
/** Of what is left of them, for writing down what was answered. */
const CLOSE_MS = 1_000;

export function createSlackAdapter(options: SlackOptions): Adapter {
  const { log, command = DEFAULT_COMMAND, firstPause } = options;
  const workspaces: SlackWorkspaces =
    options.workspaces.kind === 'many'
      ? { ...options.workspaces, installations: rememberInstallations(options.workspaces.installations) }
      : options.workspaces;
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
    receiver: {
      init: (self) => transport.init(acknowledgeWhenTaken(self)),
      start: async () => {},
      stop: async () => {},
    },
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

  const describe = (error: unknown) => ({ error: describeError(error) });
  const workload = createWorkload(
    (error) => log.error(describe(error), 'Slack: an event could not be handled'),
    { limit: options.maxUnderWay },
  );
  const onGone = (error: unknown, workspace: Workspace) => {
    if (workspaces.kind === 'one') return fail(botTokenRefused(error));
    workload.run(() => forget(workspace, workspaces.installations, log));
  };
  const deliveries = options.deliveries ?? createMemoryDeliveries();
  const shared = { platform: PLATFORM, deliveries, log, describe };
  const intake = createIntake({ ...shared, limits: options.limits, patience: options.patience });

  /** As Bolt makes it for what Slack delivers. */
  const callerFor = async (workspace: Workspace, callLog: Log): Promise<Caller> => {
    if (!authorize) return { client: app.client, workspace, log: callLog };
    const { teamId, enterpriseId, isEnterpriseInstall } = workspace;
    const { botToken } = await authorize({ teamId, enterpriseId, isEnterpriseInstall });
    const client = new webApi.WebClient(botToken, {
      ...clientOptions,
      ...(teamId !== undefined && { teamId }),
    });
    return { client, workspace, log: callLog };
  };
  const late = createLate({
    ...shared,
    workload,
    every: options.lookEvery,
    answer: (delivery) => {
      const within = forRequest(room);
      return answerLeft(delivery, (workspace) => callerFor(workspace, within.log), within);
    },
  });
  const room: Room = {
    responder: options.responder,
    conversations: options.conversations,
    ...(options.journal && { journal: options.journal }),
    feedback: options.feedback,
    log,
    intake,
    privacy: {
      ...(options.keepQuestionsDays !== undefined && {
        keeping: { keepQuestionsDays: options.keepQuestionsDays },
      }),
      forget: options.forget,
    },
    seen: createSeen(),
    workload,
    command: command.startsWith('/') ? command : `/${command}`,
    delivery: createDelivery({ onGone, clientOptions, ...(firstPause !== undefined && { firstPause }) }),
    later: late.again,
  };
  listenToMessages(app, room);
  listenToCommands(app, room);
  listenToSubmissions(app, room);
  listenToButtons(app, room);
  listenToHome(app, room);
  listenToRemoval(app, { workspaces, log }, fail);

  return {
    name: PLATFORM,

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
      late.start();
      log.info({ door: options.door.kind }, 'Answering in Slack');
    },

    async stop() {
      stopping.abort();
      late.stop();
      await transport.close();
      if (!(await workload.drain(DRAIN_MS))) {
        log.warn({ left: workload.size }, 'Slack: stopped with work under way');
      }
      await intake.close(CLOSE_MS);
      await transport.end();
    },

    state(): AdapterState {
      const { open } = transport;
      return {
        connected: open > 0 && !stopping.signal.aborted,
        underWay: workload.size,
        detail: options.door.kind === 'socket' ? { sockets: open } : { servers: open },
      };
    },
  };
}
