/** A small HTTP server for those who watch over Footnote: is it alive, is it ready, how is it doing. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../adapters/ports.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

export interface OperationsServerOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  readonly host: string;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Pick<Metrics, 'contentType' | 'render'>;
  readonly log: Log;
}

export interface OperationsServer {
  readonly port: number;
  /** Lets go of the port and of every connection. */
  close(): Promise<void>;
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** A handful of probes and one or two Prometheus servers; more are a mistake or a nuisance. */
const MAX_CONNECTIONS = 64;
/** Milliseconds: nobody who watches is slow to ask. */
const REQUEST_PATIENCE_MS = 5_000;

const json = (status: number, value: object): Page => ({
  status,
  type: 'application/json',
  text: `${JSON.stringify(value)}\n`,
});

/** Listens; rejects with the remedy when it cannot. Serves GET and HEAD of `/healthz`, `/readyz` and `/metrics`. */
export async function startOperationsServer(options: OperationsServerOptions): Promise<OperationsServer> {
  const { port, host, log } = options;
  const server = createServer({ requestTimeout: REQUEST_PATIENCE_MS }, (request, response) => {
    pageFor(request, options)
      .catch((error: unknown) => {
        log.error({ error: error instanceof Error ? error.message : String(error) }, 'Cannot serve a probe');
        return json(500, { error: 'Cannot tell; the log says why.' });
      })
      .then((page) => send(request, response, page));
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `Cannot serve metrics on ${host}, port ${port}: ${code}. Set METRICS_PORT to a free port and METRICS_HOST to an address of this machine.`,
      { cause: error },
    );
  }
  server.on('error', (error) => log.error({ error: error.message }, 'The server for probes failed'));
  const address = server.address() as AddressInfo;
  log.info({ host, port: address.port }, 'Serving /healthz, /readyz and /metrics');
  return {
    port: address.port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function pageFor(
  { method, url = '' }: IncomingMessage,
  { readiness, metrics }: OperationsServerOptions,
): Promise<Page> {
  const [path] = url.split('?');
  if (path !== '/healthz' && path !== '/readyz' && path !== '/metrics')
    return json(404, { error: 'Nothing here. There are /healthz, /readyz and /metrics.' });
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'Only GET and HEAD.' });
  // That this is answered at all says that the process lives and its event loop turns.
  if (path === '/healthz') return json(200, { alive: true });
  if (path === '/metrics') return { status: 200, type: metrics.contentType, text: await metrics.render() };
  const state = await readiness();
  return json(state.ready ? 200 : 503, state);
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, type, text }: Page): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 && { allow: 'GET, HEAD' }),
  });
  response.end(method === 'HEAD' ? undefined : text);
}
