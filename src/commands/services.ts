/** What the adapters of a serving process share: its log, its store, and what is seen of it from outside. */
import type { Adapter } from '../adapters/adapter.ts';
import type { Feedback } from '../adapters/feedback.ts';
import type { Journal } from '../adapters/journal.ts';
import type { Log } from '../adapters/ports.ts';
import type { Config } from '../environment.ts';
import { joinFeedbacks, joinJournals } from '../operations/joined.ts';
import type { Metrics, MetricsOptions } from '../operations/metrics.ts';
import { createQuestionLog } from '../operations/question-log.ts';
import type { OperationsServer } from '../operations/server.ts';
import type { Store, StoreTiming } from '../store/open-store.ts';

export interface Services {
  readonly log: Log;
  readonly store: Store;
  /** The store's, joined with those of the log and of the metrics. */
  readonly journal: Journal;
  readonly feedback: Feedback;
  readonly limits: Store['limits'];
  /** Serves health and metrics from now on, when a port for them is set. */
  watch(adapters: readonly Adapter[]): Promise<void>;
  /** Told when no new work is taken any more. */
  onStopping(): void;
  /** Lets go of ports and files, once what is queued is written; the second call waits for the first. */
  close(): Promise<void>;
}

/** Opens them; rejects with the remedy when the store cannot be opened. */
export async function openServices(config: Config, packVersion: string, version: string): Promise<Services> {
  const { createLog } = await import('../operations/log.ts');
  const log = createLog({ level: config.logLevel, secrets: secretsOf(config) });
  const store = await openStoreOf(config, log);
  let observed: readonly Adapter[] = [];
  let stopping = false;
  let server: OperationsServer | undefined;
  const metrics = await metricsOf(config, {
    packVersion,
    version,
    adapters: () => observed,
    store: () => store,
  });
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    await server?.close();
    await store.close().catch((error: unknown) => {
      process.exitCode = 1;
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'Cannot close the store');
    });
  };
  return {
    log,
    store,
    journal: joinJournals([
      store.journal,
      createQuestionLog(log, { utterances: config.logQuestions }),
      ...(metrics ? [metrics.journal] : []),
    ]),
    feedback: joinFeedbacks([store.feedback, ...(metrics ? [metrics.feedback] : [])]),
    limits: metrics ? metrics.counting(store.limits) : store.limits,
    async watch(adapters) {
      observed = adapters;
      if (!config.metrics || !metrics) return;
      const [{ startOperationsServer }, { createReadiness }] = await Promise.all([
        import('../operations/server.ts'),
        import('../operations/readiness.ts'),
      ]);
      const readiness = createReadiness({
        adapters: () => observed,
        checkStore: () => store.check(),
        isStopping: () => stopping,
        log,
      });
      server = await startOperationsServer({ ...config.metrics, readiness, metrics, log });
    },
    onStopping() {
      stopping = true;
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

async function metricsOf(config: Config, options: MetricsOptions): Promise<Metrics | undefined> {
  if (!config.metrics) return undefined;
  const { createMetrics } = await import('../operations/metrics.ts');
  return createMetrics(options);
}

/** The store that a configuration asks for; its library is loaded only here. `timing` as `openStore` has it. */
export async function openStoreOf({ store, folder }: Config, log: Log, timing?: StoreTiming): Promise<Store> {
  const { openStore } = await import('../store/open-store.ts');
  return openStore({ ...store, folder, log, ...(timing && { timing }) });
}

/** The values in a configuration that nobody else may see. */
export function secretsOf({ discord, slack, store }: Config): readonly string[] {
  const password = store.url === undefined ? '' : new URL(store.url).password;
  return [
    discord?.token,
    slack?.door.kind === 'socket' ? slack.door.appToken : slack?.door.signingSecret,
    ...(slack?.workspaces.kind === 'many'
      ? [slack.workspaces.clientSecret, slack.workspaces.stateSecret]
      : [slack?.workspaces.botToken]),
    ...store.secrets,
    store.url,
    // As it stands in the address, and as a driver's errors may have it.
    password,
    decoded(password),
  ].filter((secret) => secret !== undefined);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
