/** Runs adapters until they end, fail, or a signal arrives, and then lets go of everything in time. */
import type { Adapter } from '../adapters/adapter.ts';
import { CommandFailure } from './failure.ts';

export interface Lifetime {
  readonly adapters: readonly Adapter[];
  /** Resolves when the adapters end by themselves; rejects when one that was running cannot go on. */
  readonly ended: Promise<void>;
  /** Told before the adapters are stopped. */
  onStopping?(): void;
  /** Lets go of what the adapters used; called when all of them have stopped. */
  release?(): Promise<void>;
  /** Told when stopping takes too long and the rest is given up. */
  onOverdue?(): void;
  /** Whether another process started this one and alone decides when to give up. */
  readonly supervised?: boolean;
}

/** For all of stopping; process managers wait ten seconds before they kill. */
const STOP_WITHIN_MS = 9_500;
/** A signal this soon after the first is the same one: npm passes on the Ctrl+C that the terminal has sent to both. */
const SAME_SIGNAL_MS = 500;
/** When all is let go of, what a library has forgotten to close may hold the process up for this long. */
const LINGER_MS = 500;

/** Resolves when the adapters have ended or a signal has arrived; rejects with what an adapter cannot go on for. */
export async function live({ adapters, ended, ...told }: Lifetime): Promise<void> {
  const signalled = firstSignal(told.supervised ?? false);
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
    const overdue = setTimeout(() => {
      told.onOverdue?.();
      process.exit(1);
    }, STOP_WITHIN_MS);
    told.onStopping?.();
    await Promise.allSettled(adapters.map((adapter) => adapter.stop()));
    await told.release?.();
    clearTimeout(overdue);
    setTimeout(() => process.exit(), LINGER_MS).unref();
  }
}

/** Resolves at the first signal to stop; a later one ends the process at once. */
function firstSignal(supervised: boolean): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const giveUp = () => process.exit(1);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (firstAt === undefined) {
          firstAt = performance.now();
          // The signal that a whole group of processes gets is followed by the supervisor's own: only its end counts.
          if (supervised) process.once('disconnect', giveUp);
          resolve();
        } else if (!supervised && performance.now() - firstAt > SAME_SIGNAL_MS) giveUp();
      });
    }
  });
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
