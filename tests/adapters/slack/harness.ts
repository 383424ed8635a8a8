/** The adapter, started against the tests' own Slack. */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { Adapter } from '../../../src/adapters/adapter.ts';
import { createConversationStore } from '../../../src/adapters/conversation-store.ts';
import type { FeedbackEntry } from '../../../src/adapters/feedback.ts';
import { createSlackAdapter, type SlackOptions } from '../../../src/adapters/slack/adapter.ts';
import { createMemoryLog, type MemoryLog } from '../memory-log.ts';
import { createSampleResponder, type SampleResponder } from '../sample-responder.ts';
import { labelsOfBlocks, messageSchema, modalSchema, textOfBlocks } from './block-kit.ts';
import { commandForm, eventBody, formOf } from './payloads.ts';
import { APP_TOKEN, BOT_TOKEN, postSigned, type SlackServer, startSlackServer } from './slack-server.ts';

export const SIGNING_SECRET = 'signing-secret';

export type DoorKind = 'socket' | 'http';

export interface Harness {
  readonly server: SlackServer;
  readonly adapter: Adapter;
  readonly responder: SampleResponder;
  readonly feedback: FeedbackEntry[];
  readonly failures: Error[];
  readonly log: MemoryLog;
  readonly port: number;
  /** Delivers an event; with a body of your own, its repetition. */
  event(event: object, body?: object, headers?: Readonly<Record<string, string>>): Promise<Delivery>;
  command(payload: object): Promise<Delivery>;
  interaction(payload: object): Promise<Delivery>;
  /** Waits for the nth call of a method, from 1, and reads it as a person would. */
  posted(n?: number): Promise<Shown>;
  responded(n?: number): Promise<Shown>;
  view(method: string, n?: number): Promise<Shown>;
  stop(): Promise<void>;
}

export interface Delivery {
  /** Whether and with what it was acknowledged. */
  acknowledged(): Promise<unknown>;
}

export interface Shown {
  readonly args: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly labels: readonly string[];
  /** The element of `blocks` that says this. */
  button(label: string): object;
  /** Native feedback, positive or negative. */
  feedback(kind: 'positive_button' | 'negative_button'): object;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

type Parsed = ReturnType<typeof messageSchema.parse>['blocks'];

export function readShown(args: Readonly<Record<string, unknown>>, blocks: Parsed = []): Shown {
  const elements = blocks.flatMap((b) => (b.type === 'actions' ? b.elements : []));
  return {
    args,
    text: textOfBlocks(blocks),
    labels: labelsOfBlocks(blocks),
    button(label) {
      for (const element of elements) {
        if (element.type === 'button' && element.text.text === label) return element;
        if (element.type !== 'static_select') continue;
        const selected_option = element.options.find((o) => o.text.text === label);
        if (selected_option) return { type: element.type, action_id: element.action_id, selected_option };
      }
      throw new Error(`There is no button “${label}” among ${labelsOfBlocks(blocks).join(', ')}`);
    },
    feedback(kind) {
      for (const block of blocks) {
        if (block.type !== 'context_actions') continue;
        const [element] = block.elements;
        if (element) return { type: element.type, action_id: element.action_id, value: element[kind].value };
      }
      throw new Error('There are no feedback buttons.');
    },
  };
}

/** Starts the adapter; `options` replaces any of its options. */
export async function startSlack(
  kind: DoorKind,
  options: Partial<SlackOptions> = {},
  given: {
    readonly server?: SlackServer;
    readonly responder?: SampleResponder;
    readonly start?: boolean;
  } = {},
): Promise<Harness> {
  const server = given.server ?? (await startSlackServer());
  const responder = given.responder ?? createSampleResponder();
  const log = createMemoryLog();
  const feedback: FeedbackEntry[] = [];
  const failures: Error[] = [];
  const port = await freePort();
  const adapter = createSlackAdapter({
    responder,
    conversations: createConversationStore(),
    feedback: { record: (entry) => void feedback.push(entry) },
    log,
    door: kind === 'socket' ? { kind, appToken: APP_TOKEN } : { kind, signingSecret: SIGNING_SECRET },
    workspaces: { kind: 'one', botToken: BOT_TOKEN },
    port,
    apiUrl: server.apiUrl,
    onFailure: (error) => failures.push(error),
    firstPause: 20,
    ...options,
  });
  if (given.start !== false) await adapter.start();

  const envelope = (type: string, payload: object, more: object = {}): Delivery => {
    const id = server.deliver(type, payload, more);
    return {
      acknowledged: () =>
        server
          .until('an acknowledgement', () => server.acks.has(id) && { payload: server.acks.get(id) })
          .then((a) => a.payload),
    };
  };
  const request = (
    body: string,
    contentType: string,
    headers: Readonly<Record<string, string>> = {},
  ): Delivery => {
    const response = postSigned(`http://127.0.0.1:${port}/slack/events`, SIGNING_SECRET, body, {
      contentType,
      headers,
    });
    const acknowledged = response.then(async (r) => {
      if (r.status !== 200) throw new Error(`Not acknowledged: ${r.status}`);
      const text = await r.text();
      return text === '' ? {} : (JSON.parse(text) as unknown);
    });
    acknowledged.catch(() => undefined);
    return { acknowledged: () => acknowledged };
  };
  const FORM = 'application/x-www-form-urlencoded';
  const nth = async (
    what: string,
    all: () => readonly { args: Readonly<Record<string, unknown>> }[],
    n: number,
  ) => (await server.until(`${what} no. ${n}`, () => all()[n - 1])).args;

  return {
    server,
    adapter,
    responder,
    feedback,
    failures,
    log,
    port,
    async event(event, body = eventBody(event), headers) {
      if (kind === 'http') return request(JSON.stringify(body), 'application/json', headers);
      return envelope('events_api', body, headers ? { retry_attempt: 1, retry_reason: 'timeout' } : {});
    },
    async command(payload) {
      return kind === 'http' ? request(commandForm(payload), FORM) : envelope('slash_commands', payload);
    },
    async interaction(payload) {
      return kind === 'http' ? request(formOf(payload), FORM) : envelope('interactive', payload);
    },
    async posted(n = 1) {
      const args = await nth('chat.postMessage', () => server.callsOf('chat.postMessage'), n);
      return readShown(args, messageSchema.parse(args).blocks);
    },
    async responded(n = 1) {
      const args = await nth('response', () => server.responses.map(({ body }) => ({ args: body })), n);
      return readShown(args, messageSchema.parse(args).blocks);
    },
    async view(method, n = 1) {
      const args = await nth(method, () => server.callsOf(method), n);
      const view = modalSchema.parse(args['view']);
      return readShown({ ...args, view }, view.blocks);
    },
    async stop() {
      await adapter.stop();
      await server.close();
    },
  };
}
