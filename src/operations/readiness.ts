/** Whether questions can be answered now, and what stands in the way. */
import type { Adapter } from '../adapters/adapter.ts';
import { settlesWithin } from '../adapters/pause.ts';
import type { Log } from '../adapters/ports.ts';

/** What is looked at of an adapter. */
export type Observed = Pick<Adapter, 'name' | 'state'>;

export interface Readiness {
  readonly ready: boolean;
  /** Empty when it is ready. */
  readonly reasons: readonly string[];
}

export interface ReadinessOptions {
  readonly adapters: () => readonly Observed[];
  /** Rejects when the store cannot be reached or written. */
  readonly checkStore: () => Promise<void>;
  /** True from the moment on that no new work is taken. */
  readonly isStopping: () => boolean;
  readonly log: Log;
  /** Milliseconds that the store may take. */
  readonly patience?: number;
}

/** Less than the shortest time limit in use for probes of this kind, which is 3 s. */
const STORE_PATIENCE_MS = 2_000;

/** A look at the adapters and the store, to be taken any number of times. */
export function createReadiness({
  adapters,
  checkStore,
  isStopping,
  log,
  patience = STORE_PATIENCE_MS,
}: ReadinessOptions): () => Promise<Readiness> {
  // A store that hangs is asked once, however often somebody looks.
  let asking: Promise<void> | undefined;
  const storeProblem = async (): Promise<string | undefined> => {
    asking ??= checkStore().finally(() => {
      asking = undefined;
    });
    const answer = asking;
    try {
      if (await settlesWithin(patience, answer)) {
        await answer;
        return undefined;
      }
      return `The store has not answered within ${patience / 1_000} s.`;
    } catch (error) {
      // What a database says may name its users and machines, which are nobody's business here.
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'The store is not usable');
      return 'The store cannot be reached or written; the log says why.';
    }
  };
  return async () => {
    if (isStopping()) return { ready: false, reasons: ['It is stopping.'] };
    const reasons = adapters()
      .filter(({ state }) => state?.().connected === false)
      .map(({ name }) => `Not connected: ${name}.`);
    const problem = await storeProblem();
    if (problem !== undefined) reasons.push(problem);
    return { ready: reasons.length === 0, reasons };
  };
}
