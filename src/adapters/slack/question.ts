/** A question as data, with the way its answer takes, so that it can be answered now, or later by another process. */
import { decodeAction } from '../action.ts';
import { type Asker, ask } from '../ask.ts';
import { chosenBy } from '../chosen.ts';
import type { Redo } from '../deliveries.ts';
import { WORDING } from '../wording.ts';
import { describeError } from './failures.ts';
import { textPart } from './parts.ts';
import { renderNotice, renderReply, renderText, type SlackMessage, type Surface } from './render.ts';
import type { Place, Room } from './room.ts';

/** `words`: somebody's own · `button`: an encoded action that shows an answer. */
export type Question =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'button'; readonly action: string };

/**
 * How an answer reaches those who asked. `thread`: everyone, in a channel or direct message; `after` is Slack's timestamp
 * of the question · `url`: one person, through a response URL, which ends at `until` by `Date.now()` · `view`: in a modal
 * that is open · `trigger`: in a modal that a click may open within three seconds.
 */
export type Way =
  | { readonly kind: 'thread'; readonly channel: string; readonly thread?: string; readonly after?: string }
  | { readonly kind: 'url'; readonly url: string; readonly until: number }
  | { readonly kind: 'view'; readonly view: string }
  | { readonly kind: 'trigger'; readonly trigger: string };

/** Slack takes responses for half an hour; the rest is for clocks that differ. */
const URL_LIFE_MS = 29 * 60_000;

export function urlWay(url: string): Way {
  return { kind: 'url', url, until: Date.now() + URL_LIFE_MS };
}

export interface Asked {
  /** Of the delivery: the same whenever Slack repeats it. */
  readonly id: string;
  readonly place: Place;
  readonly question: Question;
  readonly way: Way;
}

/** Names the format: change it with the format, and what another version left is let go instead of misread. */
const FORMAT = 1;

/** Undefined when nobody could answer it later. */
export function writeRedo(asked: Asked): Redo | undefined {
  return asked.way.kind === 'trigger' ? undefined : JSON.stringify({ format: FORMAT, ...asked });
}

/** The question that `writeRedo` wrote; undefined when another version did. */
export function readRedo(redo: Redo): Asked | undefined {
  const { format, ...asked } = JSON.parse(redo) as Asked & { readonly format: number };
  return format === FORMAT ? asked : undefined;
}

/** A message and the intents it answers, none when it answers none. */
export interface Answer {
  readonly message: SlackMessage;
  readonly intents: readonly string[];
}

/** A message that answers no intent. */
export function plainAnswer(message: SlackMessage): Answer {
  return { message, intents: [] };
}

/** The answer to a question; an apology when it cannot be made. */
export async function answerQuestion(
  question: Question,
  way: Way,
  asker: Asker,
  room: Room,
): Promise<Answer> {
  const { catalogue } = room.responder;
  const surface = surfaceOf(way);
  try {
    switch (question.kind) {
      case 'words': {
        const reply = await ask(room, asker, question.words);
        const intents = reply.kind === 'answer' ? reply.answers.map(({ intent }) => intent) : [];
        return { message: renderReply(reply, { catalogue, surface }), intents };
      }
      case 'button': {
        const action = decodeAction(question.action);
        const chosen = action && (await chosenBy(action, asker, room));
        if (!chosen) return plainAnswer(renderGone(room));
        const { reply, ...before } = chosen;
        return {
          message: renderReply(reply, { catalogue, surface, ...before }),
          intents: reply.answers.map(({ intent }) => intent),
        };
      }
    }
  } catch (error) {
    room.log.error({ error: describeError(error) }, 'Cannot answer a question in Slack');
    return plainAnswer(renderNotice(WORDING.failed));
  }
}

function surfaceOf({ kind }: Way): Surface {
  switch (kind) {
    case 'thread':
      return 'public';
    case 'url':
      return 'private';
    case 'view':
    case 'trigger':
      return 'modal';
  }
}

/** For a button whose question is no more. */
export function renderGone({ responder }: Room): SlackMessage {
  return renderText([textPart(WORDING.gone)], responder.suggest('', 3), responder.catalogue);
}
