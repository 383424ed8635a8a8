/**
 * Load on Slack: 2,000 events at 200 a second from a Slack on 127.0.0.1 to `footnote serve`, both real processes, first over
 * Socket Mode, then over signed HTTP. Prints how many were lost, how many answered twice, and the time from delivery to
 * post. Needs `npm run build`.
 */
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { WebSocketServer } from 'ws';

const TOTAL = 2_000;
const PER_SECOND = 200;
/** Not measured: the first ones compile code and open connections. */
const WARM_UP = 200;
/** Longest wait for the bot to connect, which includes learning the pack when it has changed. */
const CONNECT_MS = 120_000;
const GRACE_MS = 5_000;

const ROOT = new URL('../', import.meta.url);
const MAIN = fileURLToPath(new URL('dist/main.js', ROOT));
const SECRET = 'bench-secret';
const TEAM = 'T1';
const BOT_USER = 'UBOT';

/** Questions the matcher has never seen, and the ids that buttons carry. */
const intents = readdirSync(new URL('intents/', ROOT))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({
    id: name.slice(0, -'.yaml'.length),
    ...load(readFileSync(new URL(`intents/${name}`, ROOT), 'utf8')),
  }));
const utterances = intents.flatMap((intent) => intent.tests);

const deliveredAt = new Map();
const answers = new Map();
const sockets = new Set();
let latencies = [];
let turn = 0;
let serial = 0;

/** Every answer tells which question it is for: a message by its thread, a command or a click by its response URL. */
function answered(id) {
  const at = deliveredAt.get(id);
  if (at === undefined) return;
  if (!answers.has(id)) latencies.push(performance.now() - at);
  answers.set(id, (answers.get(id) ?? 0) + 1);
}

const slack = createServer((incoming, response) => {
  const chunks = [];
  incoming.on('data', (chunk) => chunks.push(chunk));
  incoming.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const { pathname } = new URL(incoming.url, 'http://localhost');
    const reply = { ok: true, user_id: BOT_USER, bot_id: 'BBOT', team_id: TEAM, url: '' };
    if (pathname.startsWith('/response/')) answered(pathname.slice('/response/'.length));
    else if (pathname === '/api/chat.postMessage') answered(new URLSearchParams(body).get('thread_ts'));
    else if (pathname === '/api/apps.connections.open') reply.url = address().replace('http', 'ws');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
});
const address = () => `http://127.0.0.1:${slack.address().port}`;
new WebSocketServer({ server: slack }).on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.send(JSON.stringify({ type: 'hello', num_connections: sockets.size }));
});

/** Six mentions, two direct messages, a command and a click of every ten, as in a busy workspace. */
function delivery(i) {
  serial += 1;
  const ts = `1710000000.${String(serial).padStart(6, '0')}`;
  const utterance = utterances[i % utterances.length];
  const channel = `C${i % 50}`;
  const shared = { team_id: TEAM, api_app_id: 'A1', token: 't' };
  if (i % 10 < 8) {
    const direct = i % 10 >= 6;
    const event = {
      type: direct ? 'message' : 'app_mention',
      user: `U${i % 80}`,
      text: direct ? utterance : `<@${BOT_USER}> ${utterance}`,
      ts,
      event_ts: ts,
      channel: direct ? `D${i % 50}` : channel,
      ...(direct && { channel_type: 'im' }),
    };
    const authorizations = [
      { enterprise_id: null, team_id: TEAM, user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
    ];
    const payload = {
      ...shared,
      type: 'event_callback',
      event_id: `Ev${randomUUID()}`,
      authorizations,
      event,
    };
    return { id: ts, type: 'events_api', payload };
  }
  const id = randomUUID();
  const reply = { response_url: `${address()}/response/${id}`, trigger_id: randomUUID() };
  if (i % 10 === 8) {
    const command = { command: '/ask', text: utterance, channel_id: channel, user_id: `U${i % 80}` };
    return { id, type: 'slash_commands', payload: { ...shared, ...reply, ...command } };
  }
  const action = {
    type: 'button',
    action_id: 'footnote:answer',
    block_id: 'b',
    value: `f1:a:0123456789ab::${intents[i % intents.length].id}`,
  };
  const payload = {
    ...shared,
    ...reply,
    type: 'block_actions',
    team: { id: TEAM, domain: 'bench' },
    user: { id: `U${i % 80}`, team_id: TEAM },
    channel: { id: channel, name: 'c' },
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: true },
    actions: [action],
  };
  return { id, type: 'interactive', payload };
}

function deliverBySocket({ type, payload }) {
  const open = [...sockets];
  turn += 1;
  open[turn % open.length].send(JSON.stringify({ envelope_id: randomUUID(), type, payload }));
}

const agent = new Agent({ keepAlive: true, maxSockets: 50 });

function deliverByHttp(port) {
  return ({ type, payload }) => {
    const isEvent = type === 'events_api';
    const fields = type === 'interactive' ? { payload: JSON.stringify(payload) } : payload;
    const body = isEvent ? JSON.stringify(payload) : new URLSearchParams(fields).toString();
    const timestamp = Math.floor(Date.now() / 1_000);
    const signature = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
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
}

async function fire(count, deliver, measured) {
  const start = performance.now();
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1_000) * PER_SECOND) + 1);
    for (; sent < due; sent += 1) {
      const one = delivery(sent);
      if (measured) deliveredAt.set(one.id, performance.now());
      deliver(one);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return (performance.now() - start) / 1_000;
}

function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(isSo, milliseconds) {
  const end = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

async function measure(name, env, deliver, isReady) {
  const bot = spawn(process.execPath, [MAIN, 'serve'], {
    cwd: fileURLToPath(ROOT),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DISCORD_TOKEN: '',
      SLACK_BOT_TOKEN: 'xoxb-bench',
      SLACK_API_URL: `${address()}/api/`,
      LOG_LEVEL: 'error',
      ...env,
    },
  });
  let ended;
  const exited = new Promise((resolve) =>
    bot.once('exit', (code, signal) => {
      ended = code ?? signal;
      resolve();
    }),
  );
  await until(async () => ended !== undefined || (await isReady()), CONNECT_MS);
  if (ended !== undefined) {
    throw new Error(`Cannot measure: "footnote serve" ended with ${ended}. Run "npm run build" first.`);
  }

  await fire(WARM_UP, deliver, false);
  latencies = [];
  const seconds = await fire(TOTAL, deliver, true);
  await until(async () => latencies.length >= TOTAL, GRACE_MS);
  const toldAt = performance.now();
  bot.kill('SIGTERM');
  await exited;
  const stopMs = performance.now() - toldAt;

  const sorted = latencies.toSorted((a, b) => a - b);
  const lost = [...deliveredAt.keys()].filter((id) => !answers.has(id)).length;
  const duplicates = [...answers.values()].filter((times) => times > 1).length;
  deliveredAt.clear();
  answers.clear();
  console.log(
    `Slack over ${name}: ${TOTAL} events in ${seconds.toFixed(1)} s (${(TOTAL / seconds).toFixed(0)} a second)`,
  );
  console.log(`  lost ${lost}, answered twice ${duplicates}`);
  console.log(
    `  delivery to post: p50 ${percentile(sorted, 0.5).toFixed(1)} ms, p99 ${percentile(sorted, 0.99).toFixed(1)} ms, longest ${percentile(sorted, 1).toFixed(1)} ms`,
  );
  console.log(`  SIGTERM to exit: ${stopMs.toFixed(0)} ms, code ${ended}`);
  if (lost + duplicates > 0) process.exitCode = 1;
}

await new Promise((resolve) => slack.listen(0, '127.0.0.1', resolve));
await measure(
  'sockets',
  { SLACK_APP_TOKEN: 'xapp-bench', SLACK_SIGNING_SECRET: '' },
  deliverBySocket,
  async () => sockets.size >= 2,
);
const port = await freePort();
await measure(
  'HTTP',
  { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: SECRET, PORT: String(port) },
  deliverByHttp(port),
  () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    ),
);
agent.destroy();
slack.closeAllConnections();
slack.close();
