/** A gateway as Discord's: identifies, dispatches, resumes with what was missed, and fails on request. */
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { BOT, GUILD } from './world.ts';

interface Frame {
  readonly op: number;
  readonly d?: unknown;
}

interface Event {
  readonly s: number;
  readonly t: string;
  readonly d: unknown;
}

export interface Gateway {
  /** Sends an event to the connected client, or keeps it for the next resume. */
  dispatch(t: string, d: unknown): void;
  /** Tears the socket down without a closing handshake. */
  drop(): void;
  /** Asks the client to reconnect (op 7). */
  requestReconnect(): void;
  /** Declares the session invalid (op 9). */
  invalidate(resumable: boolean): void;
  close(code: number): void;
  /** Closes the next connections with this code when they identify; undefined takes them again. */
  refuseWith(code: number | undefined): void;
  /** Ops received, oldest first. */
  readonly received: readonly number[];
  /** Bodies of the identifications. */
  readonly identities: readonly { readonly intents: number; readonly shard?: readonly number[] }[];
  readonly connections: number;
}

/** The close frames a client may send as its goodbye. */
export function createGateway(http: Server, url: () => string): Gateway {
  const wss = new WebSocketServer({ server: http, path: '/gateway' });
  const log: Event[] = [];
  const received: number[] = [];
  const identities: { intents: number; shard?: number[] }[] = [];
  let live: WebSocket | undefined;
  let seq = 0;
  let session = 0;
  let refusal: number | undefined;

  const put = (socket: WebSocket | undefined, frame: object) => {
    if (socket?.readyState === 1) socket.send(JSON.stringify(frame));
  };
  const dispatch = (t: string, d: unknown) => {
    seq += 1;
    const event = { s: seq, t, d };
    log.push(event);
    put(live, { op: 0, ...event });
  };

  wss.on('connection', (socket) => {
    put(socket, { op: 10, d: { heartbeat_interval: 45_000 } });
    socket.on('message', (raw) => {
      const { op, d } = JSON.parse(String(raw)) as Frame;
      received.push(op);
      if (op === 1) put(socket, { op: 11 });
      if (op === 2) {
        identities.push(d as { intents: number; shard?: number[] });
        if (refusal !== undefined) return socket.close(refusal);
        live = socket;
        session += 1;
        dispatch('READY', {
          v: 10,
          user: BOT,
          guilds: [{ id: GUILD.id, unavailable: true }],
          session_id: `session-${session}`,
          resume_gateway_url: url(),
          application: { id: BOT.id, flags: 0 },
        });
        dispatch('GUILD_CREATE', GUILD);
      }
      if (op === 6) {
        const { seq: last, session_id } = d as { readonly seq: number; readonly session_id: string };
        if (session_id !== `session-${session}`) return put(socket, { op: 9, d: false });
        live = socket;
        for (const event of log.filter((e) => e.s > last)) put(socket, { op: 0, ...event });
        seq += 1;
        put(socket, { op: 0, s: seq, t: 'RESUMED', d: {} });
      }
      return undefined;
    });
    socket.on('close', () => {
      if (live === socket) live = undefined;
    });
  });

  return {
    dispatch,
    drop: () => live?.terminate(),
    requestReconnect: () => put(live, { op: 7, d: null }),
    invalidate: (resumable) => {
      if (!resumable) session += 1;
      put(live, { op: 9, d: resumable });
    },
    close: (code) => live?.close(code),
    refuseWith: (code) => {
      refusal = code;
    },
    received,
    identities,
    get connections() {
      return wss.clients.size;
    },
  };
}
