/** A line in the log for each question: what became of it, and what was asked only when that is wanted. */
import type { Journal } from '../adapters/journal.ts';
import type { Log } from '../adapters/ports.ts';

export interface QuestionLogOptions {
  /** Whether the lines hold what was asked. */
  readonly utterances: boolean;
}

/** A journal that ends in the log. Never a word of who asked, nor of where. */
export function createQuestionLog(log: Log, { utterances }: QuestionLogOptions): Journal {
  return {
    asked({ user: _, channel: __, utterance, milliseconds, confidence, ...entry }) {
      log.info(
        {
          ...entry,
          ...(confidence !== undefined && { confidence: rounded(confidence, 3) }),
          milliseconds: rounded(milliseconds, 1),
          ...(utterances && { utterance }),
        },
        'Question',
      );
    },
    posted() {},
  };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
