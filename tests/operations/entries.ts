/** Entries of a journal, with marks that must not turn up where nobody may be named. */
import type { PostEntry, QuestionEntry } from '../../src/adapters/journal.ts';

export const QUESTION: QuestionEntry = {
  platform: 'discord',
  user: 'user-marked-4711',
  channel: 'channel-marked-4712',
  utterance: 'is my neighbour marked-4713 in the report',
  outcome: 'answer',
  intents: ['bridge-why'],
  confidence: 0.97,
  packVersion: '0123456789ab',
  milliseconds: 3.1234,
};

export const POST: PostEntry = {
  platform: 'discord',
  channel: 'channel-marked-4712',
  message: 'message-marked-4714',
  intents: ['bridge-why'],
  packVersion: '0123456789ab',
};
