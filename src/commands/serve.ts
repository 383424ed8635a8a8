/** `footnote serve`: starts every adapter whose tokens are set, and stops them all when told to. */
import { createConversationStore } from '../adapters/conversation-store.ts';
import { loadConfig, loadEnvironment } from '../config.ts';
import type { Config } from '../environment.ts';
import { CommandFailure } from './failure.ts';
import { live } from './lifetime.ts';
import { openPack, warn } from './open-pack.ts';
import { counted } from './output.ts';
import { createPlatforms, createTerminal } from './platforms.ts';

export interface ServeOptions {
  /** Folder of the pack. */
  readonly pack: string;
  /** Of Footnote, as `package.json` has it. */
  readonly version: string;
  /** Only try everything that a start needs, and say whether it would do. */
  readonly check: boolean;
}

export async function runServe({ pack: dir, version, check }: ServeOptions): Promise<void> {
  if (check) {
    const { runCheck } = await import('./check.ts');
    return runCheck({ pack: dir });
  }
  const config = (await loadEnvironment()) ? await readConfiguration() : undefined;
  let tell: (message: string) => void = warn;
  const { pack, responder, encoder } = await openPack(dir, (message) => tell(message));
  if (!config?.discord && !config?.slack) {
    const terminal = await createTerminal({ responder, conversations: createConversationStore() });
    await live({ adapters: [terminal], ended: terminal.ended, release: () => encoder.close() });
    return;
  }
  const { openServices } = await import('./services.ts');
  const services = await openServices(config, pack.version, version).catch(refuse);
  tell = (message) => services.log.warn({}, message);
  try {
    const { adapters, failed } = await createPlatforms(config, responder, services, dir);
    await services.watch(adapters).catch(refuse);
    await live({
      adapters,
      ended: failed,
      supervised: config.discord?.sharding === 'inherited',
      onStopping: () => services.onStopping(),
      release: async () => {
        await encoder.close();
        await services.close();
      },
      onOverdue: () => services.log.error({}, 'Stopped before everything was finished'),
    });
  } catch (error) {
    // Closed already when the adapters had been started.
    await services.close();
    throw error;
  }
}

/** Throws what stands in the way of a start as what the person at the keyboard can mend; a fault of ours keeps its stack. */
function refuse(error: unknown): never {
  throw error instanceof Error && error.message.startsWith('Cannot ')
    ? new CommandFailure(error.message)
    : error;
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
