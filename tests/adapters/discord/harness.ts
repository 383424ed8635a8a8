/** A started adapter against a Discord of the test's own. */

import type { Adapter } from '../../../src/adapters/adapter.ts';
import { createDiscordAdapter, type DiscordOptions } from '../../../src/adapters/discord/adapter.ts';
import type { FeedbackEntry } from '../../../src/adapters/feedback.ts';
import { createMemoryLog, type LogLine } from '../memory-log.ts';
import { createSampleResponder, type SampleResponder } from '../sample-responder.ts';
import { type DiscordServer, type Sent, startDiscord } from './server.ts';

export const TOKEN = 'OTAw.secret-token.of-the-tests';

export interface Harness {
  readonly server: DiscordServer;
  readonly adapter: Adapter;
  readonly responder: SampleResponder;
  readonly lines: readonly LogLine[];
  readonly feedback: readonly FeedbackEntry[];
  readonly fatal: readonly Error[];
  /** Dispatches an interaction; resolves with what its callback carries. */
  // biome-ignore lint/suspicious/noExplicitAny: bodies are judged by the schemas, tests look into them freely
  interact(interaction: { readonly id: string; readonly token: string }): Promise<any>;
  /** Dispatches a message; resolves with the reply to it. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  say(message: { readonly id: string; readonly channel_id: string }): Promise<any>;
  /** Stops the adapter and starts another with these options: what a restart leaves. */
  restart(options?: Partial<DiscordOptions>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts server and adapter; `start: false` leaves the adapter to the test. */
export async function startHarness(
  options: Partial<DiscordOptions> & { readonly start?: boolean } = {},
): Promise<Harness> {
  const server = await startDiscord(TOKEN);
  const log = createMemoryLog();
  const { lines } = log;
  const responder = createSampleResponder();
  const feedback: FeedbackEntry[] = [];
  const fatal: Error[] = [];
  const create = (more: Partial<DiscordOptions> = {}) =>
    createDiscordAdapter({
      token: TOKEN,
      apiUrl: server.api,
      responder,
      log,
      feedback: { record: (entry) => void feedback.push(entry) },
      onFatal: (error) => void fatal.push(error),
      firstRetryPause: 20,
      ...options,
      ...more,
    });
  let adapter = create();
  if (options.start !== false) await adapter.start();

  const answerTo = (path: string) => (sent: Sent) => sent.path === path;
  return {
    server,
    responder,
    lines,
    feedback,
    fatal,
    get adapter() {
      return adapter;
    },
    async interact(interaction) {
      server.gateway.dispatch('INTERACTION_CREATE', interaction);
      const path = `/interactions/${interaction.id}/${interaction.token}/callback`;
      return (await server.until(answerTo(path), 'the answer to an interaction')).body;
    },
    async say(message) {
      server.gateway.dispatch('MESSAGE_CREATE', message);
      const isReply = (sent: Sent) =>
        sent.kind === 'message' &&
        (sent.body.nonce === message.id || sent.body.message_reference?.message_id === message.id);
      return (await server.until(isReply, 'a reply')).body;
    },
    async restart(more) {
      await adapter.stop();
      adapter = create(more);
      await adapter.start();
    },
    async stop() {
      await adapter.stop();
      await server.close();
      if (server.refused.length > 0)
        throw new Error(`Bodies were refused: ${JSON.stringify(server.refused)}`);
    },
  };
}
