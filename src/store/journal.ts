/** Notes questions, verdicts and posts: what goes in, and in which form. */
import type { Feedback } from '../adapters/feedback.ts';
import type { Journal } from '../adapters/journal.ts';
import type { Clock } from '../adapters/ports.ts';
import { redact } from './redaction.ts';
import type { Vault } from './vault.ts';
import type { WriteQueue } from './write-queue.ts';

export interface JournalOptions {
  readonly queue: WriteQueue;
  readonly vault: Vault;
  readonly clock: Clock;
  /** 0 keeps neither words nor asker. */
  readonly keepQuestionsDays: number;
  /** Of this process: the ids of two processes' entries differ by it. */
  readonly process: string;
}

/** The longest utterance kept: what is longer is no question, and a message may have 40,000 characters. */
const MAX_UTTERANCE = 1_000;
/** Base 36: two billion entries of one process sort in the order they were made. */
const COUNTER_DIGITS = 6;

/** What a person's hash is made from, wherever it is kept. */
export function hashPerson(vault: Vault, platform: string, user: string): string {
  return vault.hash('person', platform, user);
}

export function createJournal(options: JournalOptions): {
  readonly journal: Journal;
  readonly feedback: Feedback;
} {
  const { queue, vault, clock, keepQuestionsDays, process } = options;
  let count = 0;
  const nextId = () => {
    count += 1;
    return `${process}-${count.toString(36).padStart(COUNTER_DIGITS, '0')}`;
  };
  return {
    journal: {
      asked(entry) {
        const id = nextId();
        const keeps = keepQuestionsDays > 0;
        const words = redact(entry.utterance.slice(0, MAX_UTTERANCE));
        queue.add({
          table: 'questions',
          row: {
            id,
            at: clock(),
            platform: entry.platform,
            asker: keeps ? hashPerson(vault, entry.platform, entry.user) : null,
            outcome: entry.outcome,
            reason: entry.reason ?? null,
            intents: JSON.stringify(entry.intents),
            confidence: entry.confidence ?? null,
            pack_version: entry.packVersion,
            milliseconds: entry.milliseconds,
            utterance: keeps ? vault.seal(words, id) : null,
          },
        });
      },
      posted({ platform, channel, message, intents, packVersion }) {
        const id = nextId();
        queue.add({
          table: 'posts',
          row: {
            id,
            at: clock(),
            platform,
            sealed: vault.seal(JSON.stringify({ channel, message }), id),
            intents: JSON.stringify(intents),
            pack_version: packVersion,
          },
        });
      },
    },
    feedback: {
      record({ platform, intent, packVersion, helpful }) {
        queue.add({
          table: 'verdicts',
          row: {
            id: nextId(),
            at: clock(),
            platform,
            intent,
            pack_version: packVersion,
            helpful: helpful ? 1 : 0,
          },
        });
      },
    },
  };
}
