import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '../../src/adapters/ports.ts';
import { createMetrics } from '../../src/operations/metrics.ts';
import {
  type OperationsServer,
  type OperationsServerOptions,
  startOperationsServer,
} from '../../src/operations/server.ts';

const quiet: Log = { info() {}, warn() {}, error() {}, child: () => quiet };
const open: OperationsServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(options: Partial<OperationsServerOptions> = {}) {
  const server = await startOperationsServer({
    port: 0,
    host: '127.0.0.1',
    readiness: async () => ({ ready: true, reasons: [] }),
    metrics: createMetrics({
      packVersion: 'v',
      version: '1',
      adapters: () => [],
      store: () => ({ queued: 0, dropped: 0 }),
    }),
    log: quiet,
    ...options,
  });
  open.push(server);
  return {
    server,
    get: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init),
  };
}

describe('the server for those who watch', () => {
  it('says that it is alive', async () => {
    const { get } = await serve();
    const response = await get('/healthz');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ alive: true });
  });

  it('says that it is ready, or with 503 why it is not', async () => {
    let ready = true;
    const reasons = ['Not connected: discord.'];
    const { get } = await serve({ readiness: async () => ({ ready, reasons: ready ? [] : reasons }) });
    expect((await get('/readyz')).status).toBe(200);
    ready = false;
    const response = await get('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, reasons });
  });

  it('gives the metrics in the format of Prometheus', async () => {
    const { get } = await serve();
    const response = await get('/metrics?from=prometheus');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/u);
    expect(await response.text()).toContain('footnote_info{version="1",pack="v"} 1');
  });

  it('answers HEAD as GET, without the text', async () => {
    const { get } = await serve();
    const [head, whole] = await Promise.all([get('/healthz', { method: 'HEAD' }), get('/healthz')]);
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(whole.headers.get('content-length'));
    expect(await head.text()).toBe('');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const { get } = await serve();
    const response = await get('/metrics', { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it.each(['/', '/metrics/', '/healthz/../metrics.json', '//metrics', '/%6detrics', '/.env'])(
    'has nothing at %s',
    async (path) => {
      const { server } = await serve();
      // Not fetch: it would tidy the path up.
      const status = await new Promise((resolve, reject) =>
        request({ host: '127.0.0.1', port: server.port, path }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end(),
      );
      expect(status).toBe(404);
    },
  );

  it('answers 500 and lives on when a look fails', async () => {
    const { get } = await serve({ readiness: () => Promise.reject(new Error('secret reason')) });
    const response = await get('/readyz');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect((await get('/healthz')).status).toBe(200);
  });

  it('says which variable to set when its port is taken', async () => {
    const { server } = await serve();
    await expect(serve({ port: server.port })).rejects.toThrow(
      `Cannot serve metrics on 127.0.0.1, port ${server.port}: EADDRINUSE. Set METRICS_PORT to a free port`,
    );
  });

  it('lets go of connections that are kept open', async () => {
    const { server } = await serve();
    const socket = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // Reading lets it notice the end.
    socket.resume();
    socket.on('error', () => {});
    await server.close();
    await closed;
    await expect(fetch(`http://127.0.0.1:${server.port}/healthz`)).rejects.toThrow('fetch failed');
  });
});
