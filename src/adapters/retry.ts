/** Tries again, each time after a longer pause. */
import { pause } from './pause.ts';

export interface RetryOptions {
  /** True for an error that trying again cannot mend; it is thrown at once. */
  isFatal(error: unknown): boolean;
  /** Told before each pause. */
  onRetry(error: unknown, pauseMs: number): void;
  /** Ends the trying: the latest error is thrown. */
  readonly signal: AbortSignal;
  /** Milliseconds; doubles each time. */
  readonly firstPause?: number;
  readonly longestPause?: number;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Calls `attempt` until it resolves; rejects with a fatal error, or with the latest one when `signal` aborts. */
export async function retry<T>(
  attempt: () => Promise<T>,
  { isFatal, onRetry, signal, firstPause = FIRST_PAUSE_MS, longestPause = LONGEST_PAUSE_MS }: RetryOptions,
): Promise<T> {
  for (let wait = firstPause; ; wait = Math.min(wait * 2, longestPause)) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || isFatal(error)) throw error;
      onRetry(error, wait);
      if (signal.aborted) throw error;
      await pause(wait, signal);
      if (signal.aborted) throw error;
    }
  }
}
