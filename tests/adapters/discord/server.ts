/** Discord on 127.0.0.1: REST and gateway, strict about every body, failing on request. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGateway, type Gateway } from './gateway.ts';
import { type BodyKind, problemsOf } from './schemas.ts';
import { BOT, DM_CHANNEL, snowflake } from './world.ts';

export interface Sent {
  readonly method: string;
  /** Without the API's base and version. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly kind: BodyKind | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are judged by the schemas, tests look into them freely
  readonly body: any;
  readonly authorised: boolean;
}

/** How to fail: error codes are Discord's, `status` HTTP's. */
export interface Fault {
  readonly status: number;
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Do what is asked and only then fail, as when the answer gets lost. */
  readonly afterwards?: boolean;
}

/** A message of the bot's as it stands in a channel. */
export interface Standing {
  readonly id: string;
  readonly channel: string;
  /** The message it replies to. */
  readonly replyTo: string | undefined;
}

export interface DiscordServer {
  /** For `apiUrl`. */
  readonly api: string;
  readonly gateway: Gateway;
  /** Shards recommended to those who ask; 1 at first. */
  recommendedShards: number;
  /** Everything that was taken, oldest first. */
  readonly sent: Sent[];
  /** What stands in the channels: a message that was sent again under its nonce is there once. */
  readonly standing: Standing[];
  /** Forgets the nonces, as Discord does after a few minutes. */
  forgetNonces(): void;
  /** Everything that was refused for its body. */
  readonly refused: { readonly sent: Sent; readonly problems: readonly string[] }[];
  /** Commands as registered, by scope. */
  readonly commands: Map<string, object[]>;
  /** The next `times` requests that match fail. */
  fail(method: string, path: RegExp, fault: Fault, times?: number): void;
  /** Resolves with the first request that fits, sent or still to come. */
  until(fits: (sent: Sent) => boolean, what: string): Promise<Sent>;
  close(): Promise<void>;
}

const KINDS: readonly (readonly [string, RegExp, BodyKind])[] = [
  ['POST', /^\/channels\/\d+\/messages$/, 'message'],
  ['POST', /^\/interactions\/\d+\/[^/]+\/callback$/, 'callback'],
  ['PATCH', /^\/webhooks\/\d+\/[^/]+\/messages\/@original$/, 'edit'],
  ['PUT', /^\/applications\/\d+\/(guilds\/\d+\/)?commands$/, 'commands'],
  ['POST', /^\/users\/@me\/channels$/, 'channel'],
];

/** Starts the server; the token it takes is `token`. */
export async function startDiscord(token: string): Promise<DiscordServer> {
  const sent: Sent[] = [];
  const refused: DiscordServer['refused'] = [];
  const commands = new Map<string, object[]>();
  const faults: { method: string; path: RegExp; fault: Fault; left: number }[] = [];
  const answered = new Set<string>();
  const standing: Standing[] = [];
  const nonces = new Map<string, object>();
  const watchers = new Set<() => void>();

  const http = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const gatewayUrl = `ws://127.0.0.1:${port}/gateway`;
  const gateway = createGateway(http, () => gatewayUrl);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = decodeURIComponent(url.pathname).replace(/^\/api\/v10/, '');
    const method = request.method ?? 'GET';
    const kind = KINDS.find(([m, p]) => m === method && p.test(path))?.[2];
    const entry: Sent = {
      method,
      path,
      kind,
      query: url.searchParams,
      body: raw === '' ? undefined : JSON.parse(raw),
      authorised: request.headers.authorization === `Bot ${token}`,
    };
    const reply = (status: number, body?: object, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { ...(body && { 'content-type': 'application/json' }), ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const refuse = ({ status, code = 0, body, headers }: Fault) =>
      reply(status, body ?? { code, message: `error ${code}` }, headers);

    const fault = faults.find((f) => f.left > 0 && f.method === method && f.path.test(path));
    if (fault) fault.left -= 1;
    if (fault && !fault.fault.afterwards) {
      return refuse(fault.fault);
    }
    // Interactions are answered with their own token; everything else with the bot's.
    const isOpen = path.startsWith('/interactions/') || path.startsWith('/webhooks/');
    if (!isOpen && !entry.authorised)
      return refuse({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
    if (isOpen && request.headers.authorization !== undefined) return refuse({ status: 401 });
    const problems = kind === undefined ? [] : problemsOf(kind, entry.body);
    if (problems.length > 0) {
      refused.push({ sent: entry, problems });
      return refuse({ status: 400, body: { code: 50035, message: 'Invalid Form Body', errors: {} } });
    }
    const outcome = route(entry);
    if (outcome.status < 300) {
      sent.push(entry);
      for (const look of watchers) look();
    }
    if (fault) return refuse(fault.fault);
    return reply(outcome.status, outcome.body);
  }

  function route({ method, path, query, body }: Sent): { readonly status: number; readonly body?: object } {
    if (path === '/gateway/bot') {
      const limit = { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 };
      return {
        status: 200,
        body: { url: gatewayUrl, shards: server.recommendedShards, session_start_limit: limit },
      };
    }
    if (path === '/applications/@me') return { status: 200, body: { id: BOT.id } };
    if (path.endsWith('/commands')) {
      if (method === 'PUT')
        commands.set(
          path,
          body.map((c: object) => ({ ...DEFAULTS, id: snowflake(), ...c })),
        );
      return { status: 200, body: commands.get(path) ?? [] };
    }
    if (path === '/users/@me/channels') {
      return {
        status: 200,
        body: {
          id: DM_CHANNEL,
          type: 1,
          recipients: [{ id: body.recipient_id, username: 'x', discriminator: '0', avatar: null }],
        },
      };
    }
    if (path.endsWith('/typing')) return { status: 204 };
    const channel = /^\/channels\/(\d+)\/messages$/.exec(path)?.[1];
    if (channel !== undefined && method === 'GET') {
      const after = BigInt(query.get('after') ?? 0);
      const found = standing.filter((m) => m.channel === channel && BigInt(m.id) > after);
      // The nearest to "after", of these the newest first.
      const page = found.slice(0, Number(query.get('limit') ?? 50)).reverse();
      return { status: 200, body: page.map((m) => messageOf(m)) };
    }
    if (channel !== undefined) {
      const known = body.enforce_nonce ? nonces.get(body.nonce) : undefined;
      if (known) return { status: 200, body: known };
      const made = stand(channel, body.message_reference?.message_id);
      if (body.enforce_nonce) nonces.set(body.nonce, made);
      return { status: 200, body: made };
    }
    const interaction = /^\/interactions\/(\d+)\/([^/]+)\/callback$/.exec(path);
    if (interaction) {
      const [, , secret = ''] = interaction;
      if (answered.has(secret))
        return { status: 400, body: { code: 40060, message: 'Interaction has already been acknowledged.' } };
      answered.add(secret);
      if (query.get('with_response') !== 'true') return { status: 204 };
      return {
        status: 200,
        body: {
          interaction: { id: interaction[1], type: 2 },
          resource: { type: body.type, message: { ...messageOf({ ...NOWHERE, id: snowflake() }) } },
        },
      };
    }
    const edited = /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/.exec(path)?.[1];
    if (edited !== undefined) {
      if (!answered.has(edited)) return { status: 404, body: { code: 10015, message: 'Unknown Webhook' } };
      return { status: 200, body: messageOf({ ...NOWHERE, id: snowflake() }) };
    }
    return { status: 404, body: { code: 0, message: `404: ${method} ${path}` } };
  }

  function stand(channel: string, replyTo: string | undefined): object {
    const one = { id: snowflake(), channel, replyTo };
    standing.push(one);
    return messageOf(one);
  }

  const server: DiscordServer = {
    standing,
    forgetNonces: () => nonces.clear(),
    recommendedShards: 1,
    api: `http://127.0.0.1:${port}/api`,
    gateway,
    sent,
    refused,
    commands,
    fail: (method, path, fault, times = 1) => {
      faults.push({ method, path, fault, left: times });
    },
    until: (fits, what) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          watchers.delete(look);
          const seen = sent.map((s) => `${s.method} ${s.path}`).join('\n');
          reject(
            new Error(`Waited in vain for ${what}. Sent:\n${seen}\nRefused: ${JSON.stringify(refused)}`),
          );
        }, 8_000);
        const look = () => {
          const found = sent.find(fits);
          if (!found) return;
          clearTimeout(timer);
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        gateway.drop();
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return server;
}

/** The answer of an interaction: where it stands is of no interest here. */
const NOWHERE = { channel: '1', replyTo: undefined };

/** A message of the bot's, as Discord returns it. */
function messageOf({ id, channel, replyTo }: Standing): object {
  return {
    id,
    channel_id: channel,
    author: BOT,
    type: replyTo === undefined ? 0 : 19,
    content: '',
    timestamp: '2022-03-09T10:00:00.000Z',
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    ...(replyTo !== undefined && {
      message_reference: { type: 0, message_id: replyTo, channel_id: channel },
    }),
  };
}

/** What Discord adds to a command it returns. */
const DEFAULTS = {
  version: '1',
  application_id: BOT.id,
  default_member_permissions: null,
  dm_permission: true,
  nsfw: false,
  name_localizations: null,
  description_localizations: null,
  description: '',
};
