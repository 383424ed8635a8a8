/** What is kept of those who ask, for how long, and how to be forgotten. */
import { NEW_CONVERSATION } from '../core/conversation.ts';
import type { Asker } from './ask.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Log } from './ports.ts';

/** How long what is kept is kept. */
export interface Keeping {
  /** Days after which the words of questions are erased; 0 when they are not kept at all. */
  readonly keepQuestionsDays: number;
}

/** What was erased, counted. */
export interface ForgetReport {
  /** Questions that were known to be this person's. */
  readonly questions: number;
  readonly conversations: number;
}

/** Erases everything that is kept about a person: the adapter's name, and the id as the journal is given it. */
export type Forget = (platform: string, user: string) => Promise<ForgetReport>;

/** What an adapter knows of it; without `keeping` there is nothing but memory. */
export interface Privacy {
  readonly keeping?: Keeping | undefined;
  readonly forget?: Forget | undefined;
}

const CONVERSATION_KEPT =
  'I keep your last few questions for half an hour, so that follow-up questions work; then they are forgotten.';
const FEEDBACK_KEPT = 'Feedback is noted without who gave it.';
const NO_THIRD_PARTY = 'Nothing is sent to a third party, and no language model is involved.';

/** Days for which the store keeps what tells nothing of a person; a test holds them against its own. */
export const KEPT_DAYS = { outcomes: 400, posts: 90 } as const;

/** What is kept, one paragraph an item. */
export function privacyText(keeping: Keeping | undefined): readonly string[] {
  if (!keeping) return [CONVERSATION_KEPT, `${FEEDBACK_KEPT} ${NO_THIRD_PARTY}`];
  return [
    CONVERSATION_KEPT,
    `Of each question I note when it was asked, on which platform, and what came of it: which answer, and how sure I was. That is kept for ${KEPT_DAYS.outcomes} days.`,
    wordsKept(keeping),
    `Where an answer was posted is kept, encrypted, for ${KEPT_DAYS.posts} days, so that a correction can reach it.`,
    `${FEEDBACK_KEPT} ${NO_THIRD_PARTY}`,
  ];
}

function wordsKept({ keepQuestionsDays: days }: Keeping): string {
  if (days === 0) return 'Neither the words of a question nor who asked it is kept.';
  return (
    `The words of a question are kept, encrypted, for ${days === 1 ? 'one day' : `${days} days`} and then erased, so that missing answers can be written; ` +
    'mentions, e-mail addresses, phone numbers, links and long numbers are taken out before. ' +
    'Who asked is kept for as long, only as a fingerprint that cannot be turned back into a name, so that you can be forgotten.'
  );
}

/** The same in one paragraph, for "help" and "about". */
export function whatIsKept(keeping?: Keeping): string {
  return privacyText(keeping).join(' ');
}

const NOTHING_KEPT = 'There is nothing of yours left that I could erase.';
const NOT_FORGOTTEN =
  'I could not erase that just now, and it was noted. Please press the button again in a minute.';

/** Erases what is kept about a person, and says what was erased. */
export async function forgetPerson(
  room: { readonly conversations: ConversationStore; readonly privacy: Privacy; readonly log: Log },
  { platform, user, conversation }: Asker,
  describe: (error: unknown) => object,
): Promise<string> {
  try {
    const report = await room.privacy.forget?.(platform, user);
    // The one in this place, wherever it is kept.
    await room.conversations.set(conversation, NEW_CONVERSATION);
    return report ? forgottenText(report) : NOTHING_KEPT;
  } catch (error) {
    room.log.error(describe(error), 'Cannot forget a person');
    return NOT_FORGOTTEN;
  }
}

function forgottenText({ questions, conversations }: ForgetReport): string {
  const erased = [
    ...(questions > 0 ? [counted(questions, 'question')] : []),
    ...(conversations > 0 ? [counted(conversations, 'conversation')] : []),
  ];
  return erased.length > 0 ? `Done. I erased ${erased.join(' and ')} of yours.` : NOTHING_KEPT;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
