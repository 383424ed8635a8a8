/** `footnote serve`: starts every adapter whose tokens are set, and stops them all when told to. */
import type { Adapter } from '../adapters/adapter.ts';
import { createConversationStore } from '../adapters/conversation-store.ts';
import { loadConfig } from '../config.ts';
import type { Config } from '../environment.ts';
import { CommandFailure } from './failure.ts';
import { openPack } from './open-pack.ts';
import { counted } from './output.ts';
import { createPlatforms, createTerminal } from './platforms.ts';

/** Time the adapters have to finish what is under way; process managers wait ten seconds. */
const STOP_WITHIN_MS = 9_500;

export async function runServe({ pack: dir }: { readonly pack: string }): Promise<void> {
  const config = await readConfiguration();
  const { responder } = await openPack(dir);
  const asking = { responder, conversations: createConversationStore() };
  if (!config.discord && !config.slack) {
    const terminal = await createTerminal(asking);
    await run([terminal], terminal.ended);
    return;
  }
  const { adapters, failed } = await createPlatforms(config, asking, dir);
  await run(adapters, failed);
}

/** The configuration; rejects with every missing or wrong variable named. */
export async function readConfiguration(): Promise<Config> {
  const result = await loadConfig();
  if (result.kind === 'sound') return result.config;
  const { problems } = result;
  throw new CommandFailure(
    `Cannot start: ${counted(problems.length, 'variable is', 'variables are')} missing or wrong, in the environment or in .env.\n\n${problems.join('\n')}`,
  );
}

/** Runs adapters until they end, fail, or a signal arrives; all are stopped before it returns. */
async function run(adapters: readonly Adapter[], ended: Promise<void>): Promise<void> {
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  const started = Promise.all(adapters.map((adapter) => adapter.start()));
  try {
    await Promise.race([started.then(() => ended), ended, signalled, unforeseen()]);
  } catch (error) {
    process.exitCode = 1;
    // What stops an adapter for good names its remedy; the adapter has logged the rest.
    throw new CommandFailure(error instanceof Error ? error.message : String(error));
  } finally {
    // A start that is broken off by stopping is no failure.
    started.catch(() => {});
    setTimeout(() => process.exit(), STOP_WITHIN_MS).unref();
    await Promise.allSettled(adapters.map((adapter) => adapter.stop()));
  }
}

/** Rejects with what nothing else caught: no adapter knows its state then, and a process manager starts a fresh one. */
function unforeseen(): Promise<never> {
  return new Promise((_, reject) => {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      process.once(event, (error: unknown) => {
        const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
        reject(new Error(`Cannot go on after an error that nothing caught, so stopping: ${what}`));
      });
    }
  });
}
