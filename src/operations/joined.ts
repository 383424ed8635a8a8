/** Several listeners as one, so that an adapter has one journal and one feedback to tell. */
import type { Feedback } from '../adapters/feedback.ts';
import type { Journal } from '../adapters/journal.ts';

/** Tells each of them, in their order. */
export function joinJournals(journals: readonly Journal[]): Journal {
  return {
    asked(entry) {
      for (const journal of journals) journal.asked(entry);
    },
    posted(entry) {
      for (const journal of journals) journal.posted(entry);
    },
  };
}

/** Tells each of them at once; rejects when one does, after all have been told. */
export function joinFeedbacks(feedbacks: readonly Feedback[]): Feedback {
  return {
    async record(entry) {
      await Promise.all(feedbacks.map(async (feedback) => feedback.record(entry)));
    },
  };
}
