/** Discord on 127.0.0.1, for load: a gateway that sends interactions, and a REST API that notes their answers. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { until } from './ledger.mjs';
import { intentId, utterance } from './questions.mjs';

const BOT = {
  id: '900000000000000001',
  username: 'footnote',
  discriminator: '0000',
  avatar: null,
  bot: true,
};
const GUILD = '800000000000000001';
/** Hardly anybody asks twice, and a channel is asked in again after so many others: below every limit. */
const PEOPLE = 1_000_000;
const CHANNELS = 1_000;

export async function startDiscord(ledger) {
  let socket;
  let seq = 0;
  let nextId = 1_000_000_000_000_000_000n;

  const http = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url.replace(/^\/api\/v10/, '').split('?')[0];
      const id = /^\/interactions\/(\d+)\//.exec(path)?.[1];
      const edited = /^\/webhooks\/\d+\/token-(\d+)\//.exec(path)?.[1];
      if (id !== undefined) {
        const { type } = JSON.parse(Buffer.concat(chunks).toString());
        // Asking for more time is no answer yet.
        if (type !== 5 && type !== 6) ledger.answered(id);
        if (!request.url.includes('with_response=true')) return void response.writeHead(204).end();
        const resource = { type, message: { ...messageOf(id), attachments: [] } };
        const made = { interaction: { id, type: 2 }, resource };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(made));
        return;
      }
      if (edited !== undefined) ledger.answered(edited);
      const { port } = http.address();
      const limit = { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 };
      const body =
        path === '/gateway/bot'
          ? { url: `ws://127.0.0.1:${port}`, shards: 1, session_start_limit: limit }
          : edited !== undefined
            ? { id: edited, channel_id: '1', author: BOT, attachments: [], embeds: [], mentions: [] }
            : [];
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  const send = (t, d) => {
    seq += 1;
    socket.send(JSON.stringify({ op: 0, s: seq, t, d }));
  };

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
    });
  });

  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));

  /** The data of an interaction: a question, a suggestion while typing, or a click on a button. */
  const dataOf = (kind, id, i) => {
    const question = (value, focused) => [{ name: 'question', type: 3, value, ...(focused && { focused }) }];
    if (kind === 'ask')
      return { type: 2, data: { id, name: 'ask', type: 1, options: question(utterance(i), false) } };
    if (kind === 'suggest') {
      const typed = utterance(i).slice(0, 5 + (i % 20));
      return { type: 4, data: { id, name: 'ask', type: 1, options: question(typed, true) } };
    }
    const custom_id = `f1:${kind === 'helpful' ? 'h' : 'a'}:0123456789ab::${intentId(i)}`;
    return { type: 3, message: messageOf(id), data: { custom_id, component_type: 2 } };
  };

  return {
    env: {
      DISCORD_TOKEN: 'OTAw.bench.token',
      DISCORD_API_URL: `http://127.0.0.1:${http.address().port}/api`,
    },
    connected: (milliseconds) => until(() => socket !== undefined, milliseconds),
    /** Lets the bot into another server, of a usual size. */
    join: (i) => send('GUILD_CREATE', guildOf(i)),
    /** Something that is said in a server it was let into, and not to it. */
    chatter(i) {
      nextId += 1n;
      const { user, ...member } = memberOf(i);
      send('MESSAGE_CREATE', {
        ...messageOf(nextId.toString()),
        flags: 0,
        author: user,
        member,
        guild_id: String(guildId(i)),
        channel_id: String(guildId(i) + 100n),
        mention_roles: [],
      });
    },
    /** Dispatches an interaction: `ask`, `suggest`, `answer` or `helpful`. */
    deliver(kind, i) {
      nextId += 1n;
      const id = nextId.toString();
      const channel = {
        id: String(700_000_000_000_000_000n + BigInt(i % CHANNELS)),
        type: 0,
        guild_id: GUILD,
        name: 'general',
      };
      ledger.delivered(id);
      send('INTERACTION_CREATE', {
        id,
        application_id: BOT.id,
        token: `token-${id}`,
        version: 1,
        guild_id: GUILD,
        channel_id: channel.id,
        channel,
        member: memberOf(i),
        locale: 'en-US',
        guild_locale: 'en-US',
        app_permissions: '0',
        entitlements: [],
        authorizing_integration_owners: { 0: GUILD },
        context: 0,
        ...dataOf(kind, id, i),
      });
    },
    close() {
      http.closeAllConnections();
      http.close();
    },
  };
}

function memberOf(i) {
  const id = String(600_000_000_000_000_000n + BigInt(i % PEOPLE));
  return {
    user: { id, username: `ada${i % PEOPLE}`, discriminator: '0', avatar: null },
    roles: [],
    joined_at: '2022-01-01T00:00:00Z',
    deaf: false,
    mute: false,
    flags: 0,
    permissions: '0',
  };
}

/** The message whose button is clicked. */
function messageOf(id) {
  return {
    id,
    channel_id: '700000000000000001',
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
}

const CHANNELS_OF_A_GUILD = 60;
const ROLES_OF_A_GUILD = 25;

const guildId = (i) => 800_000_000_000_000_000n + BigInt(i) * 1_000n;

function guildOf(i) {
  const id = guildId(i);
  const idOf = (j) => String(id + BigInt(j));
  const channels = Array.from({ length: CHANNELS_OF_A_GUILD }, (_, j) => ({
    id: idOf(100 + j),
    type: j % 8 === 7 ? 2 : 0,
    guild_id: String(id),
    name: `channel-${i}-${j}`,
    position: j,
    permission_overwrites: [{ id: String(id), type: 0, allow: '0', deny: '1024' }],
    topic: 'What this channel is for, in a sentence of the usual length.',
    parent_id: null,
    nsfw: false,
    rate_limit_per_user: 0,
  }));
  const roles = Array.from({ length: ROLES_OF_A_GUILD }, (_, j) => ({
    id: idOf(j),
    name: j === 0 ? '@everyone' : `role-${i}-${j}`,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    position: j,
    permissions: '2248473465835073',
    managed: false,
    mentionable: false,
    flags: 0,
  }));
  return {
    id: String(id),
    name: `Server ${i}`,
    icon: null,
    owner_id: '600000000000000001',
    joined_at: '2022-01-01T00:00:00Z',
    large: true,
    member_count: 1_000,
    verification_level: 1,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    system_channel_flags: 0,
    features: [],
    preferred_locale: 'en-US',
    roles,
    channels,
    members: [],
    threads: [],
    emojis: [],
    stickers: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
