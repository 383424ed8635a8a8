/**
 * Socket Mode over two connections. Bolt's own reconnection is off: it leaves a connection deaf for five seconds and turns
 * a token refused meanwhile into an unhandled rejection. Here a closed connection is replaced at once by a new one, and
 * while that takes Slack delivers over the other.
 */
import { type App, SocketModeReceiver } from '@slack/bolt';
import { pause, settlesWithin } from '../pause.ts';
import { retry } from '../retry.ts';
import { appTokenRefused, describeError, failureKind } from './failures.ts';
import type { Transport, TransportOptions } from './transport.ts';

export interface SocketOptions extends TransportOptions {
  readonly appToken: string;
  /** Told when Slack refuses the app token while running. */
  onRefused(error: Error): void;
}

/** Slack allows ten an app; two are enough for one to be there while the other is replaced. */
const CONNECTIONS = 2;

/** From asking for an address to Slack's "hello". */
const HELLO_PATIENCE_MS = 15_000;

/** A connection that closes sooner than this is not worth replacing without a pause. */
const SHORT_LIFE_MS = 5_000;

/** How long a closing handshake may take when stopping. */
const CLOSE_PATIENCE_MS = 2_000;

interface Connection {
  readonly receiver: SocketModeReceiver;
  /** Resolves when it is closed, by whoever. */
  readonly closed: Promise<void>;
}

/** Slack's refusal of the app token, or a missing permission of it, does not go away by trying again. */
function isFatal(error: unknown): boolean {
  const kind = failureKind(error);
  return kind === 'gone' || kind === 'unreachable';
}

export function createSocketTransport(options: SocketOptions): Transport {
  const { appToken, clientOptions, boltLog, log, firstPause = 1_000, onRefused } = options;
  const stopping = new AbortController();
  const connections = new Set<Connection>();
  let app: App | undefined;

  const open = async (): Promise<Connection> => {
    const receiver = new SocketModeReceiver({
      appToken,
      logger: boltLog,
      autoReconnectEnabled: false,
      // Trying again is `retry`'s business, which knows when to give up.
      installerOptions: { clientOptions: { ...clientOptions, retryConfig: { retries: 0 } } },
    });
    if (app) receiver.init(app);
    try {
      const started = receiver.start();
      if (!(await settlesWithin(HELLO_PATIENCE_MS, started))) {
        throw new Error(`Cannot connect to Slack: no greeting within ${HELLO_PATIENCE_MS / 1000} s.`);
      }
      await started;
    } catch (error) {
      receiver.client.disconnect().catch(() => undefined);
      throw error ?? new Error('Cannot connect to Slack: the connection was closed before its greeting.');
    }
    const closed = new Promise<void>((resolve) => receiver.client.once('disconnected', () => resolve()));
    return { receiver, closed };
  };

  const connect = async (): Promise<Connection> => {
    const connection = await retry(open, {
      signal: stopping.signal,
      firstPause,
      isFatal,
      onRetry: (error, pauseMs) =>
        log.warn({ error: describeError(error), pauseMs }, 'Cannot connect to Slack yet'),
    });
    connections.add(connection);
    return connection;
  };

  /** Replaces a connection for as long as the transport lives. */
  const keep = async (first: Connection): Promise<void> => {
    let connection = first;
    let shortLives = 0;
    while (!stopping.signal.aborted) {
      const openedAt = Date.now();
      await connection.closed;
      connections.delete(connection);
      if (stopping.signal.aborted) return;
      shortLives = Date.now() - openedAt < SHORT_LIFE_MS ? shortLives + 1 : 0;
      // The first is replaced at once: a refresh may come at any time.
      if (shortLives > 1) await pause(Math.min(firstPause * 2 ** (shortLives - 2), 30_000), stopping.signal);
      if (stopping.signal.aborted) return;
      connection = await connect();
    }
  };

  const close = async () => {
    stopping.abort();
    await Promise.all(
      [...connections].map(async ({ receiver, closed }) => {
        receiver.client.disconnect().catch(() => undefined);
        await settlesWithin(CLOSE_PATIENCE_MS, closed);
      }),
    );
    connections.clear();
  };

  return {
    init(initialised) {
      app = initialised;
    },

    get open() {
      return connections.size;
    },

    async start() {
      try {
        const opened = await Promise.all(Array.from({ length: CONNECTIONS }, connect));
        for (const connection of opened) {
          keep(connection).catch((error: unknown) => {
            if (!stopping.signal.aborted) onRefused(appTokenRefused(error));
          });
        }
      } catch (error) {
        await close();
        throw isFatal(error) ? appTokenRefused(error) : error;
      }
    },

    close,

    async end() {},
  };
}
