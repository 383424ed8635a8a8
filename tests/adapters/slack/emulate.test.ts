/** The HTTP path before an independent judge: the package `emulate`, which keeps channels, threads, scopes and views itself. */
import { createEmulator, type Emulator } from 'emulate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort, type Harness, SIGNING_SECRET, startSlack } from './harness.ts';
import { directMessage, eventBody, mention } from './payloads.ts';

const WHY = 'Why is the bridge closed?';
const TOKEN = 'xoxb-emulated';
const SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:read',
  'chat:write',
  'im:history',
];

let emulator: Emulator;
let slack: Harness;
let channel = '';

async function call(
  method: string,
  args: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(`${emulator.url}/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(args),
  });
  return (await response.json()) as Record<string, unknown>;
}

beforeEach(async () => {
  emulator = await createEmulator({
    service: 'slack',
    port: await freePort(),
    seed: {
      slack: {
        channels: [{ name: 'harbour' }],
        bots: [{ name: 'footnote' }],
        tokens: [
          { token: TOKEN, type: 'bot', scopes: SCOPES, bot_id: 'B000000001', bot_user_id: 'U000000001' },
        ],
        strict_scopes: true,
        signing_secret: SIGNING_SECRET,
      },
    },
  });
  const { channels } = (await call('conversations.list')) as { channels: { id: string; name: string }[] };
  channel = channels.find((c) => c.name === 'harbour')?.id ?? '';
  slack = await startSlack('http', {
    apiUrl: `${emulator.url}/api/`,
    workspaces: { kind: 'one', botToken: TOKEN },
  });
});
afterEach(async () => {
  await slack.stop();
  await emulator.close();
});

interface Kept {
  readonly text: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly blocks?: readonly { readonly type: string }[];
}

const replies = async (ts: string) =>
  ((await call('conversations.replies', { channel, ts })) as { messages?: readonly Kept[] }).messages ?? [];

async function waitFor<T>(found: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 100; i += 1) {
    const value = await found();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('Waited in vain.');
}

describe('before emulate', () => {
  it('answers a mention in the thread of the question', async () => {
    const { ts } = (await call('chat.postMessage', { channel, text: `<@UBOT> ${WHY}` })) as { ts: string };
    await slack.event({}, eventBody(mention(WHY, { channel, ts, event_ts: ts, user: 'U000000002' })));
    const answer = await waitFor(async () => (await replies(ts)).find((m) => m.ts !== ts));
    expect(answer.thread_ts).toBe(ts);
    expect(answer.text).toContain('The harbour bridge was closed after an inspection.');
    expect(answer.blocks?.length).toBeGreaterThan(2);
  });

  it('follows up there, and answers once what is delivered twice', async () => {
    const { ts } = (await call('chat.postMessage', { channel, text: WHY })) as { ts: string };
    const body = eventBody(mention(WHY, { channel, ts, event_ts: ts, user: 'U000000002' }));
    await slack.event({}, body);
    await waitFor(async () => (await replies(ts)).find((m) => m.ts !== ts));
    await (await slack.event({}, body, { 'x-slack-retry-num': '1' })).acknowledged();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await replies(ts)).length).toBe(2);
  });

  it('tells nobody in a channel that is archived, and goes on', async () => {
    const { ts } = (await call('chat.postMessage', { channel, text: WHY })) as { ts: string };
    await slack.event({}, eventBody(mention(WHY, { channel: 'C404', user: 'U000000002' })));
    await waitFor(async () => (slack.log.text().includes('channel_not_found') ? true : undefined));
    await slack.event({}, eventBody(mention(WHY, { channel, ts, event_ts: ts, user: 'U000000002' })));
    await waitFor(async () => (await replies(ts)).find((m) => m.ts !== ts));
  });

  it('publishes the Home tab', async () => {
    await slack.event({
      type: 'app_home_opened',
      user: 'U000000001',
      channel: 'D1',
      tab: 'home',
      event_ts: '1.1',
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(slack.log.lines.filter((l) => l.level !== 'info')).toEqual([]);
  });

  it('takes what it does not know of, such as a status, as no reason not to answer', async () => {
    await slack.event({}, eventBody(directMessage(WHY, { channel, channel_type: 'im' })));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(slack.log.lines.filter((l) => l.level === 'error')).toEqual([]);
  });
});
