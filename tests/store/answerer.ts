/**
 * A process that answers: takes the deliveries it is offered, posts an answer to each, and answers what others left
 * behind. The platform is a file with a line for each answer. Its arguments are in JSON.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { openStore } from '../../src/store/open-store.ts';

interface Arguments {
  readonly url?: string;
  readonly folder: string;
  readonly secret: string;
  /** Where answers are posted. */
  readonly platform: string;
  /** Deliveries to take, in this order. */
  readonly ids: readonly string[];
  readonly heartbeat: number;
}

const { secret, platform, ids, heartbeat, ...place } = JSON.parse(process.argv[2] ?? '') as Arguments;
const log = { info() {}, warn() {}, error() {}, child: () => log };
const store = await openStore({
  ...place,
  secrets: [secret],
  keepQuestionsDays: 30,
  limits: { user: 1_000_000, channel: 1_000_000 },
  log,
  timing: { heartbeat },
});
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const isPosted = (id: string) => readFileSync(platform, 'utf8').includes(`${id}\n`);

async function answer(id: string): Promise<void> {
  // Finding the answer takes a moment, in which a process may die; so does noting that it was given.
  await pause(Math.random() * 4);
  try {
    await store.deliveries.sending('slack', id);
  } catch {
    return;
  }
  appendFileSync(platform, `${id}\n`);
  await pause(Math.random() * 2);
  await store.deliveries.done('slack', id);
}

async function answerLeft(): Promise<void> {
  for (;;) {
    for (const { id, redo, sending } of await store.deliveries.abandoned('slack')) {
      if (redo !== `redo ${id}`)
        throw new Error('Cannot answer: what is needed for it is another delivery’s.');
      // As the adapters do: whether a reply that may have been sent has arrived is asked of the platform.
      if (sending && isPosted(id)) await store.deliveries.done('slack', id);
      else await answer(id);
    }
    await pause(20);
  }
}

process.send?.('ready');
void answerLeft();
const waiting = [...ids];
const lane = async () => {
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (await store.deliveries.take('slack', id, `redo ${id}`)) await answer(id);
  }
};
await Promise.all(Array.from({ length: 8 }, lane));
process.send?.('offered');
