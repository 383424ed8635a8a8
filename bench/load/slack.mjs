/** Slack on 127.0.0.1, for load: sockets or signed requests that bring events, and a Web API that notes their answers. */
import { createHmac, randomUUID } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import { WebSocketServer } from 'ws';
import { until } from './ledger.mjs';
import { intentId, utterance } from './questions.mjs';

export const SIGNING_SECRET = 'bench-secret';
const TEAM = 'T1';
const BOT_USER = 'UBOT';
/** Connections that an HTTP sender keeps open. */
const HTTP_CONNECTIONS = 50;
/** Hardly anybody asks twice, and a channel is asked in again after so many others: below every limit. */
const PEOPLE = 1_000_000;
const CHANNELS = 1_000;

export async function startSlack(ledger) {
  const sockets = new Set();
  const agent = new Agent({ keepAlive: true, maxSockets: HTTP_CONNECTIONS });
  let turn = 0;
  let serial = 0;
  let posts = 0;

  /** Every answer tells which question it is for: a message by its thread, a command or a click by its response URL. */
  const server = createServer((incoming, response) => {
    const chunks = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { pathname } = new URL(incoming.url, 'http://localhost');
      const reply = { ok: true, user_id: BOT_USER, bot_id: 'BBOT', team_id: TEAM, url: '' };
      if (pathname.startsWith('/response/')) ledger.answered(pathname.slice('/response/'.length));
      else if (pathname === '/api/chat.postMessage') {
        const fields = new URLSearchParams(body);
        posts += 1;
        reply.ts = `1720000000.${String(posts).padStart(6, '0')}`;
        reply.channel = fields.get('channel');
        ledger.answered(fields.get('thread_ts'));
      } else if (pathname === '/api/apps.connections.open') reply.url = address().replace('http', 'ws');
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
    });
  });
  const address = () => `http://127.0.0.1:${server.address().port}`;
  new WebSocketServer({ server }).on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.send(JSON.stringify({ type: 'hello', num_connections: sockets.size }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  /** A `mention`, a `direct` message, a `command` or a `click`. */
  const deliveryOf = (kind, i) => {
    serial += 1;
    const ts = `${1_710_000_000 + Math.floor(serial / 1_000_000)}.${String(serial % 1_000_000).padStart(6, '0')}`;
    const shared = { team_id: TEAM, api_app_id: 'A1', token: 't' };
    const user = `U${i % PEOPLE}`;
    const channel = `C${i % CHANNELS}`;
    if (kind === 'mention' || kind === 'direct') {
      const direct = kind === 'direct';
      const event = {
        type: direct ? 'message' : 'app_mention',
        user,
        text: direct ? utterance(i) : `<@${BOT_USER}> ${utterance(i)}`,
        ts,
        event_ts: ts,
        channel: direct ? `D${i % PEOPLE}` : channel,
        ...(direct && { channel_type: 'im' }),
      };
      const authorizations = [
        { enterprise_id: null, team_id: TEAM, user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
      ];
      const event_id = `Ev${randomUUID()}`;
      return {
        id: ts,
        type: 'events_api',
        payload: { ...shared, type: 'event_callback', event_id, authorizations, event },
      };
    }
    const id = randomUUID();
    const reply = { response_url: `${address()}/response/${id}`, trigger_id: randomUUID() };
    if (kind === 'command') {
      const command = { command: '/ask', text: utterance(i), channel_id: channel, user_id: user };
      return { id, type: 'slash_commands', payload: { ...shared, ...reply, ...command } };
    }
    const action = {
      type: 'button',
      action_id: 'footnote:answer',
      block_id: 'b',
      value: `f1:a:0123456789ab::${intentId(i)}`,
    };
    const payload = {
      ...shared,
      ...reply,
      type: 'block_actions',
      team: { id: TEAM, domain: 'bench' },
      user: { id: user, team_id: TEAM },
      channel: { id: channel, name: 'c' },
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: true },
      actions: [action],
    };
    return { id, type: 'interactive', payload };
  };

  const sendBySocket = ({ type, payload }) => {
    const open = [...sockets];
    turn += 1;
    open[turn % open.length].send(JSON.stringify({ envelope_id: randomUUID(), type, payload }));
  };

  const sendByHttp = ({ type, payload }, port) => {
    const isEvent = type === 'events_api';
    const fields = type === 'interactive' ? { payload: JSON.stringify(payload) } : payload;
    const body = isEvent ? JSON.stringify(payload) : new URLSearchParams(fields).toString();
    const timestamp = Math.floor(Date.now() / 1_000);
    const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = {
      'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    };
    const post = (retried) => {
      const retry = retried > 0 ? { 'x-slack-retry-num': retried, 'x-slack-retry-reason': 'http_error' } : {};
      const options = { host: '127.0.0.1', port, path: '/slack/events', method: 'POST', agent };
      request({ ...options, headers: { ...headers, ...retry } }, (response) => response.resume())
        // A connection kept alive may be closed just as it is used; Slack tries again, and so does this.
        .on('error', () => (retried < 3 ? post(retried + 1) : undefined))
        .end(body);
    };
    post(0);
  };

  return {
    env: { SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_API_URL: `${address()}/api/` },
    connected: (milliseconds) => until(() => sockets.size >= 2, milliseconds),
    /** Over a socket, or over HTTP to a port when one is given. */
    deliver(kind, i, port) {
      const delivery = deliveryOf(kind, i);
      ledger.delivered(delivery.id);
      if (port === undefined) sendBySocket(delivery);
      else sendByHttp(delivery, port);
    },
    close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
