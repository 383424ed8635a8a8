/** Slack on 127.0.0.1: its Web API, Socket Mode, response URLs and signed requests, with every fault it can have. */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { messageSchema, promptsSchema, viewSchema } from './block-kit.ts';

export const BOT_TOKEN = 'xoxb-test-token';
export const APP_TOKEN = 'xapp-test-token';
export const BOT_USER = 'UBOT';
export const TEAM = 'T1';

export interface Call {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly token: string;
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
}

/** What a method answers once: a code of an error, a body, or a whole HTTP answer. */
export type Fault =
  | string
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      /** Do what is asked and only then fail, as when the answer gets lost. */
      readonly afterwards?: boolean;
    };

export interface SlackServer {
  readonly url: string;
  readonly apiUrl: string;
  readonly calls: Call[];
  /** What stands in the channels, oldest first. */
  readonly standing: {
    readonly channel: string;
    readonly ts: string;
    readonly thread: string | undefined;
    readonly metadata: unknown;
  }[];
  readonly responses: {
    readonly path: string;
    readonly body: Readonly<Record<string, unknown>>;
    readonly at: number;
  }[];
  /** Acknowledgements by envelope. */
  readonly acks: Map<string, unknown>;
  /** Refusals of this server's own judgement: bodies that break Slack's rules. */
  readonly refusals: string[];
  /** Socket connections that are open. */
  readonly sockets: Set<WebSocket>;
  /** Makes the next calls of a method fail, in this order. */
  fail(method: string, ...faults: readonly Fault[]): void;
  /** Makes every call of a method fail until taken back. */
  failAlways(method: string, fault: Fault | undefined): void;
  callsOf(method: string): readonly Call[];
  /** Delivers over one of the open sockets, in turn, and resolves with the envelope's id. */
  deliver(type: string, payload: object, more?: object): string;
  /** Asks a connection to be renewed, as Slack does every few hours. */
  refresh(socket: WebSocket, reason?: string): void;
  responseUrl(): string;
  /** Waits until `found` gives something; rejects after `patience` milliseconds. */
  until<T>(what: string, found: () => T | undefined | false, patience?: number): Promise<T>;
  close(): Promise<void>;
}

/** Waits until `found` gives something. */
export async function until<T>(
  what: string,
  found: () => T | undefined | false,
  patience = 5_000,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const value = found();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Waited ${patience} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function argsOf(request: IncomingMessage, body: string): Record<string, unknown> {
  if (request.headers['content-type']?.startsWith('application/json')) return JSON.parse(body || '{}');
  const args: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(body)) {
    // The client sends what is not a string as JSON.
    args[name] = /^(?:[[{]|true$|false$)/u.test(value) ? JSON.parse(value) : value;
  }
  return args;
}

/** Metadata of a message: letters, digits and underscores for its type, plain values in it. */
const metadataSchema = z.strictObject({
  event_type: z.string().regex(/^\w{1,255}$/u),
  event_payload: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** What of a call breaks Slack's rules, as the code Slack answers. */
function judge(
  method: string,
  args: Readonly<Record<string, unknown>>,
): { code: string; why: string } | undefined {
  const { metadata } = args;
  if (metadata !== undefined && !metadataSchema.safeParse(metadata).success) {
    return { code: 'invalid_metadata_format', why: JSON.stringify(metadata) };
  }
  const [schema, code] =
    method === 'chat.postMessage'
      ? [messageSchema, 'invalid_blocks']
      : method.startsWith('views.')
        ? [viewSchema, 'invalid_arguments']
        : method === 'assistant.threads.setSuggestedPrompts'
          ? [promptsSchema, 'invalid_arguments']
          : [undefined, ''];
  const result = schema?.safeParse(method.startsWith('views.') ? args['view'] : withoutToken(args));
  return result && !result.success
    ? { code, why: JSON.stringify(result.error.issues).slice(0, 500) }
    : undefined;
}

function withoutToken({ token: _, ...rest }: Readonly<Record<string, unknown>>): object {
  return rest;
}

export async function startSlackServer(): Promise<SlackServer> {
  const calls: Call[] = [];
  const standing: SlackServer['standing'] = [];
  const responses: SlackServer['responses'] = [];
  const acks: SlackServer['acks'] = new Map();
  const refusals: string[] = [];
  const sockets = new Set<WebSocket>();
  const faults = new Map<string, Fault[]>();
  const lasting = new Map<string, Fault>();
  let turn = 0;
  let lastTs = 0;

  const post = (args: Readonly<Record<string, unknown>>): object => {
    lastTs += 1;
    const ts = `1720000000.${String(lastTs).padStart(6, '0')}`;
    const channel = String(args['channel']);
    const thread = args['thread_ts'] as string | undefined;
    standing.push({ channel, ts, thread, metadata: args['metadata'] });
    return { ok: true, channel, ts };
  };

  /** The first messages of a thread after `oldest`; metadata only for those who ask for it. */
  const repliesTo = (args: Readonly<Record<string, unknown>>): object[] => {
    const { channel, ts: thread, oldest = '0', limit = '1000' } = args;
    const replies = standing
      .filter((m) => m.channel === channel && m.thread === thread && m.ts > String(oldest))
      .slice(0, Number(limit))
      .map(({ ts, metadata }) => ({
        type: 'message',
        user: BOT_USER,
        ts,
        thread_ts: thread,
        ...(args['include_all_metadata'] === true && { metadata }),
      }));
    return [{ type: 'message', user: 'U1', ts: thread, thread_ts: thread }, ...replies];
  };

  const answer = (method: string, args: Readonly<Record<string, unknown>>, token: string): object => {
    switch (method) {
      case 'auth.test':
        return { ok: true, user_id: BOT_USER, bot_id: 'BBOT', team_id: TEAM, team: 'Test', user: 'footnote' };
      case 'apps.connections.open':
        return { ok: true, url: `${url.replace('http', 'ws')}/link/?ticket=${randomUUID()}` };
      case 'chat.postMessage':
        return post(args);
      case 'conversations.replies':
        return { ok: true, messages: repliesTo(args), has_more: false };
      case 'oauth.v2.access':
        return {
          ok: true,
          access_token: args['grant_type'] === 'refresh_token' ? 'xoxb-rotated' : 'xoxb-installed',
          token_type: 'bot',
          scope: 'chat:write',
          bot_user_id: BOT_USER,
          app_id: 'A1',
          team: { id: 'T2', name: 'Second' },
          enterprise: null,
          authed_user: { id: 'U1' },
          is_enterprise_install: false,
          ...(args['grant_type'] === 'refresh_token' && { refresh_token: 'xoxe-2', expires_in: 43_200 }),
        };
      default:
        return { ok: true, ...(token === '' && { warning: 'no token' }) };
    }
  };

  const serveApi = async (method: string, request: IncomingMessage, response: ServerResponse) => {
    const args = argsOf(request, await bodyOf(request));
    const token = request.headers.authorization?.replace('Bearer ', '') ?? String(args['token'] ?? '');
    calls.push({ method, args, token, at: performance.now() });
    const fault = faults.get(method)?.shift() ?? lasting.get(method);
    const send = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    };
    if (typeof fault === 'object') {
      if (fault.afterwards) answer(method, args, token);
      return send(fault.status, fault.body ?? '{"ok":false}', fault.headers);
    }
    if (fault !== undefined) return send(200, JSON.stringify({ ok: false, error: fault }));
    const refusal = judge(method, args);
    if (refusal) {
      refusals.push(`${method}: ${refusal.why}`);
      return send(200, JSON.stringify({ ok: false, error: refusal.code }));
    }
    send(200, JSON.stringify(answer(method, args, token)));
  };

  const serveResponse = async (path: string, request: IncomingMessage, response: ServerResponse) => {
    const body = JSON.parse(await bodyOf(request)) as Record<string, unknown>;
    responses.push({ path, body, at: performance.now() });
    const fault = faults.get('response_url')?.shift() ?? lasting.get('response_url');
    if (typeof fault === 'object') return response.writeHead(fault.status).end(fault.body ?? '');
    const judged = messageSchema.safeParse(body);
    if (judged.success) return response.writeHead(200).end('ok');
    refusals.push(`response_url: ${JSON.stringify(judged.error.issues).slice(0, 500)}`);
    return response.writeHead(500).end('invalid_blocks');
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/api/')) void serveApi(pathname.slice(5), request, response);
    else if (pathname.startsWith('/response/')) void serveResponse(pathname, request, response);
    else response.writeHead(404).end();
  });
  const websockets = new WebSocketServer({ server });
  websockets.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload?: unknown };
      acks.set(envelope_id, payload ?? {});
    });
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: 'A1' } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    apiUrl: `${url}/api/`,
    calls,
    standing,
    responses,
    acks,
    refusals,
    sockets,
    fail(method, ...more) {
      faults.set(method, [...(faults.get(method) ?? []), ...more]);
    },
    failAlways(method, fault) {
      if (fault === undefined) lasting.delete(method);
      else lasting.set(method, fault);
    },
    callsOf: (method) => calls.filter((call) => call.method === method),
    deliver(type, payload, more = {}) {
      const open = [...sockets].filter((socket) => socket.readyState === socket.OPEN);
      const socket = open[turn % open.length];
      if (!socket) throw new Error('Cannot deliver: no socket is open.');
      turn += 1;
      const envelope_id = randomUUID();
      socket.send(
        JSON.stringify({
          envelope_id,
          type,
          payload,
          accepts_response_payload: type !== 'events_api',
          ...more,
        }),
      );
      return envelope_id;
    },
    refresh(socket, reason = 'refresh_requested') {
      // Slack delivers nothing more over it.
      sockets.delete(socket);
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: {} }));
    },
    responseUrl: () => `${url}/response/${randomUUID()}`,
    until,
    async close() {
      for (const socket of websockets.clients) socket.terminate();
      websockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends what Slack would, signed. */
export async function postSigned(
  url: string,
  secret: string,
  body: string,
  {
    timestamp = Math.floor(Date.now() / 1000),
    contentType = 'application/json',
    headers = {},
  }: {
    readonly timestamp?: number;
    readonly contentType?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<Response> {
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
      ...headers,
    },
    body,
  });
}
