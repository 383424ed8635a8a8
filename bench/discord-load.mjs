/**
 * Load on Discord: 2,000 interactions at 200 a second from a Discord on 127.0.0.1 to `footnote serve`, both real processes.
 * Prints how many were lost, how many answered twice, and the time from dispatch to callback. Needs `npm run build`.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
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
const BOT = {
  id: '900000000000000001',
  username: 'footnote',
  discriminator: '0000',
  avatar: null,
  bot: true,
};
const USER = { id: '900000000000000002', username: 'ada', discriminator: '0', avatar: null };
const GUILD = '800000000000000001';
const CHANNEL = { id: '700000000000000001', type: 0, guild_id: GUILD, name: 'general' };
const MEMBER = {
  user: USER,
  roles: [],
  joined_at: '2022-01-01T00:00:00Z',
  deaf: false,
  mute: false,
  flags: 0,
  permissions: '0',
};

/** Questions the matcher has never seen, and the ids that buttons carry. */
const intents = readdirSync(new URL('intents/', ROOT))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({
    id: name.slice(0, -'.yaml'.length),
    ...load(readFileSync(new URL(`intents/${name}`, ROOT), 'utf8')),
  }));
const utterances = intents.flatMap((intent) => intent.tests);

const dispatchedAt = new Map();
const latencies = [];
const answers = new Map();
let socket;
let seq = 0;
let nextId = 1_000_000_000_000_000_000n;

const http = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url.replace(/^\/api\/v10/, '').split('?')[0];
    const id = /^\/interactions\/(\d+)\//.exec(path)?.[1];
    if (id !== undefined) {
      const at = dispatchedAt.get(id);
      if (at !== undefined && !answers.has(id)) latencies.push(performance.now() - at);
      answers.set(id, (answers.get(id) ?? 0) + 1);
      response.writeHead(204).end();
      return;
    }
    const { port } = http.address();
    const limit = { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 };
    const body =
      path === '/gateway/bot' ? { url: `ws://127.0.0.1:${port}`, shards: 1, session_start_limit: limit } : [];
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
});

function send(t, d) {
  seq += 1;
  socket.send(JSON.stringify({ op: 0, s: seq, t, d }));
}

const connected = new Promise((resolve) => {
  new WebSocketServer({ server: http }).on('connection', (ws) => {
    ws.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 45_000 } }));
    ws.on('message', (raw) => {
      const { op } = JSON.parse(raw);
      if (op === 1) ws.send(JSON.stringify({ op: 11 }));
      if (op !== 2) return;
      socket = ws;
      const { port } = http.address();
      send('READY', {
        v: 10,
        user: BOT,
        guilds: [],
        session_id: 's',
        resume_gateway_url: `ws://127.0.0.1:${port}`,
        application: { id: BOT.id, flags: 0 },
      });
      resolve();
    });
  });
});

/** Six questions, two suggestions while typing and two buttons of every ten, as in a busy channel. */
function interaction(i) {
  nextId += 1n;
  const id = nextId.toString();
  const shared = {
    id,
    application_id: BOT.id,
    token: `token-${id}`,
    version: 1,
    guild_id: GUILD,
    channel_id: CHANNEL.id,
    channel: CHANNEL,
    member: MEMBER,
    locale: 'en-US',
    guild_locale: 'en-US',
    app_permissions: '0',
    entitlements: [],
    authorizing_integration_owners: { 0: GUILD },
    context: 0,
  };
  const utterance = utterances[i % utterances.length];
  const question = (value, focused) => [{ name: 'question', type: 3, value, ...(focused && { focused }) }];
  if (i % 10 < 6)
    return { ...shared, type: 2, data: { id, name: 'ask', type: 1, options: question(utterance, false) } };
  if (i % 10 < 8) {
    const typed = utterance.slice(0, 5 + (i % 20));
    return { ...shared, type: 4, data: { id, name: 'ask', type: 1, options: question(typed, true) } };
  }
  const customId = `f1:a:0123456789ab::${intents[i % intents.length].id}`;
  const message = {
    id,
    channel_id: CHANNEL.id,
    author: BOT,
    type: 0,
    content: '',
    flags: 32_768,
    components: [],
    embeds: [],
    attachments: [],
    mentions: [],
    mention_roles: [],
    timestamp: '2022-03-09T10:00:00Z',
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    pinned: false,
  };
  return { ...shared, type: 3, message, data: { custom_id: customId, component_type: 2 } };
}

async function fire(count, measured) {
  const start = performance.now();
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1_000) * PER_SECOND) + 1);
    for (; sent < due; sent += 1) {
      const one = interaction(sent);
      if (measured) dispatchedAt.set(one.id, performance.now());
      send('INTERACTION_CREATE', one);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return (performance.now() - start) / 1_000;
}

function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
const bot = spawn(process.execPath, [MAIN, 'serve'], {
  cwd: fileURLToPath(ROOT),
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    ...process.env,
    DISCORD_TOKEN: 'OTAw.bench.token',
    DISCORD_API_URL: `http://127.0.0.1:${http.address().port}/api`,
    SLACK_BOT_TOKEN: '',
    LOG_LEVEL: 'error',
  },
});
const exited = new Promise((resolve) => bot.once('exit', (code, signal) => resolve({ code, signal })));
const gone = exited.then(({ code }) => {
  throw new Error(`Cannot measure: "footnote serve" ended with ${code}. Run "npm run build" first.`);
});
gone.catch(() => {});
await Promise.race([
  connected,
  gone,
  new Promise((_, reject) =>
    setTimeout(reject, CONNECT_MS, new Error('Cannot measure: the bot did not connect.')).unref(),
  ),
]);

await fire(WARM_UP, false);
const seconds = await fire(TOTAL, true);
for (let waited = 0; waited < GRACE_MS && latencies.length < TOTAL; waited += 50)
  await new Promise((resolve) => setTimeout(resolve, 50));

const toldAt = performance.now();
bot.kill('SIGTERM');
const { code, signal } = await exited;
const stopMs = performance.now() - toldAt;
http.closeAllConnections();
http.close();

const sorted = latencies.toSorted((a, b) => a - b);
const lost = [...dispatchedAt.keys()].filter((id) => !answers.has(id)).length;
const duplicates = [...answers.values()].filter((times) => times > 1).length;
console.log(
  `Discord: ${TOTAL} interactions in ${seconds.toFixed(1)} s (${(TOTAL / seconds).toFixed(0)} a second)`,
);
console.log(`  lost ${lost}, answered twice ${duplicates}`);
console.log(
  `  dispatch to callback: p50 ${percentile(sorted, 0.5).toFixed(1)} ms, p99 ${percentile(sorted, 0.99).toFixed(1)} ms, longest ${percentile(sorted, 1).toFixed(1)} ms`,
);
console.log(`  SIGTERM to exit: ${stopMs.toFixed(0)} ms, code ${code ?? signal}`);
process.exitCode = lost + duplicates > 0 ? 1 : 0;
