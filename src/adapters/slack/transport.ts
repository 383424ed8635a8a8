/** The ways Slack reaches us. */
import type { Server } from 'node:http';
import type { App, HTTPReceiver, Logger, webApi } from '@slack/bolt';
import type { Log } from '../ports.ts';

export interface Transport {
  init(app: App): void;
  /** How many connections or servers Slack can reach us by now. */
  readonly open: number;
  /** Resolves once Slack can reach us. */
  start(): Promise<void>;
  /** Takes nothing new. */
  close(): Promise<void>;
  /** Lets go of what was kept open for answers under way. */
  end(): Promise<void>;
}

export interface TransportOptions {
  readonly clientOptions: webApi.WebClientOptions;
  readonly boltLog: Logger;
  readonly log: Log;
  /** Milliseconds before the first attempt to connect again; doubles each time. */
  readonly firstPause?: number;
}

/** An HTTP server for events, for the OAuth pages, or for both. */
export function createHttpTransport(receiver: HTTPReceiver, port: number, log: Log): Transport {
  let server: Server | undefined;
  let closed: Promise<void> | undefined;
  return {
    init(app) {
      receiver.init(app);
    },

    get open() {
      return server?.listening ? 1 : 0;
    },

    async start() {
      try {
        server = await receiver.start(port);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        throw new Error(`Cannot listen for Slack on port ${port}: ${code}. Set PORT to a free port.`, {
          cause: error,
        });
      }
      log.info({ port: addressOf(server) }, 'Listening for Slack');
    },

    async close() {
      if (!server) return;
      // Resolves when the last connection is gone, which `end` sees to.
      closed = receiver.stop().catch(() => undefined);
      server.closeIdleConnections();
    },

    async end() {
      server?.closeAllConnections();
      await closed;
      server = undefined;
    },
  };
}

/** Several ways as one. */
export function joinTransports(transports: readonly Transport[]): Transport {
  const all = async (call: (transport: Transport) => Promise<void>) => {
    await Promise.all(transports.map(call));
  };
  return {
    init(app) {
      for (const transport of transports) transport.init(app);
    },
    // The door is the last of them; a server for the OAuth pages alone lets no question in.
    get open() {
      return transports.at(-1)?.open ?? 0;
    },
    start: () => all((t) => t.start()),
    close: () => all((t) => t.close()),
    end: () => all((t) => t.end()),
  };
}

function addressOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : undefined;
}
