/** Where "Helpful" and "Not helpful" go. */
import type { Log } from './ports.ts';

/** One reader's verdict on one answer; it says nothing of who the reader is. */
export interface FeedbackEntry {
  /** The adapter's name. */
  readonly platform: string;
  readonly intent: string;
  /** The version of the pack the answer came from. */
  readonly packVersion: string;
  readonly helpful: boolean;
}

export interface Feedback {
  record(entry: FeedbackEntry): void | Promise<void>;
}

/** Feedback that ends as a line in the log. */
export function createLoggedFeedback(log: Log): Feedback {
  return { record: (entry) => log.info(entry, 'Feedback') };
}
