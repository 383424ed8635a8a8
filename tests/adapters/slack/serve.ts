/** The adapter in a process of its own, stopped by SIGTERM as the real one is. */
import type { Log } from '../../../src/adapters/ports.ts';
import { createSlackAdapter } from '../../../src/adapters/slack/adapter.ts';
import { createSampleResponder } from '../sample-responder.ts';
import { APP_TOKEN, BOT_TOKEN } from './slack-server.ts';

const write = (detail: object, message: string) => console.log(message, JSON.stringify(detail));
const log: Log = { info: write, warn: write, error: write, child: () => log };
const hold = Number(process.env['HOLD_MS'] ?? 0);

const adapter = createSlackAdapter({
  responder: createSampleResponder(),
  conversations: {
    get: () => new Promise((resolve) => setTimeout(resolve, hold, undefined)),
    set: () => undefined,
  },
  feedback: { record: () => undefined },
  log,
  door: { kind: 'socket', appToken: APP_TOKEN },
  workspaces: { kind: 'one', botToken: BOT_TOKEN },
  apiUrl: process.env['API_URL'] ?? '',
  firstPause: 20,
  onFailure: () => process.exit(1),
});

process.once('SIGTERM', () => {
  void adapter.stop().then(() => {
    if (process.env['LET_GO'] === undefined) process.exit(0);
  });
});
await adapter.start();
