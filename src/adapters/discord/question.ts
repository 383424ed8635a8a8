/** A question as data, so that it can be answered now, or later by another process. */
import type { Reply } from '../../core/reply.ts';
import { decodeAction } from '../action.ts';
import { type Asker, ask, choose } from '../ask.ts';
import { chosenBy } from '../chosen.ts';
import type { Redo } from '../deliveries.ts';
import { WORDING } from '../wording.ts';
import type { DiscordMessage } from './components.ts';
import { describeError } from './failures.ts';
import { renderNotice } from './pages.ts';
import { renderReply, type View } from './render.ts';
import type { Place, Room } from './room.ts';

/**
 * `words`: somebody's own, or a suggested question as it stands · `button`: an encoded action that answers · `withheld`:
 * a message whose text Discord keeps back.
 */
export type Question =
  | { readonly kind: 'words'; readonly words: string; readonly suggested?: boolean }
  | { readonly kind: 'button'; readonly action: string }
  | { readonly kind: 'withheld' };

/** A question in a message, which is replied to. */
export interface MessageQuestion extends Place {
  readonly kind: 'message';
  readonly id: string;
  readonly channel: string;
  readonly isDirect: boolean;
  readonly question: Question;
}

/** A question by command or button, which is answered through the interaction's own token. */
export interface InteractionQuestion extends Place {
  readonly kind: 'interaction';
  readonly application: string;
  readonly token: string;
  /** When the token ends, by `Date.now()`. */
  readonly until: number;
  readonly isPrivate: boolean;
  /** What is shown above the answer. */
  readonly asked?: string;
  readonly question: Question;
}

export type Asked = MessageQuestion | InteractionQuestion;

/** Names the format: change it with the format, and what another version left is let go instead of misread. */
const FORMAT = 1;

export function writeRedo(asked: Asked): Redo {
  return JSON.stringify({ format: FORMAT, ...asked });
}

/** The question that `writeRedo` wrote; undefined when another version did. */
export function readRedo(redo: Redo): Asked | undefined {
  const { format, ...asked } = JSON.parse(redo) as Asked & { readonly format: number };
  return format === FORMAT ? asked : undefined;
}

/** A message and the intents it answers, none when it answers none. */
export interface Answer {
  readonly message: DiscordMessage;
  readonly intents: readonly string[];
}

/** A message that answers no intent. */
export function plainAnswer(message: DiscordMessage): Answer {
  return { message, intents: [] };
}

/** For a message whose text Discord withheld. */
const UNREADABLE =
  'I cannot read that message: outside direct messages I only see messages that mention me by name. Please mention me in it, or use /ask.';

/** The answer to a question; an apology when it cannot be made. */
export async function answerQuestion(
  question: Question,
  view: Omit<View, 'catalogue'>,
  asker: Asker,
  room: Room,
): Promise<Answer> {
  const whole: View = { ...view, catalogue: room.responder.catalogue };
  try {
    switch (question.kind) {
      case 'withheld':
        return plainAnswer(renderNotice(UNREADABLE));
      case 'words':
        return rendered(await replyTo(question, asker, room), whole);
      case 'button': {
        const action = decodeAction(question.action);
        const chosen = action && (await chosenBy(action, asker, room));
        if (!chosen) return plainAnswer(renderNotice(WORDING.gone));
        const { reply, ...before } = chosen;
        return rendered(reply, { ...whole, ...before });
      }
    }
  } catch (error) {
    room.log.error(describeError(error), 'Cannot answer a question');
    return plainAnswer(renderNotice(WORDING.failed));
  }
}

/** The reply as a message, with the intents it answers. */
export function rendered(reply: Reply, view: View): Answer {
  const intents = reply.kind === 'answer' ? reply.answers.map(({ intent }) => intent) : [];
  return { message: renderReply(reply, view), intents };
}

/** A suggested question that was picked gets its own answer, whatever the matcher would make of its words. */
async function replyTo(
  { words, suggested }: Extract<Question, { readonly kind: 'words' }>,
  asker: Asker,
  room: Room,
): Promise<Reply> {
  const options = suggested ? room.responder.catalogue.groups.flatMap((group) => group.options) : [];
  const picked = options.find(({ question }) => question === words);
  return (picked && (await choose(room, asker, picked.intent))) ?? ask(room, asker, words);
}
