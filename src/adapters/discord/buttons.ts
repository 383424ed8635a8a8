/** Answers buttons and menus from what they carry, so that they work after a restart and with a newer pack. */
import type { MessageComponentInteraction } from 'discord.js';
import { MessageFlags } from 'discord.js';
import { type Action, decodeAction, isStale } from '../action.ts';
import type { Asker } from '../ask.ts';
import { chosenBy } from '../chosen.ts';
import { forgetPerson } from '../privacy.ts';
import { WORDING } from '../wording.ts';
import type { DiscordMessage } from './components.ts';
import { describeError } from './failures.ts';
import { answerAsked, answerInteraction } from './interactions.ts';
import { renderContext, renderNotice, renderPassage, renderTopics } from './pages.ts';
import { type Answer, plainAnswer, rendered } from './question.ts';
import type { View } from './render.ts';
import { askerOf, PLATFORM, type Room } from './room.ts';

/** Answers a button or a choice in a menu: where all saw the message all see the answer, unless it is an aside. */
export function answerComponent(interaction: MessageComponentInteraction, room: Room): Promise<void> {
  const carried = (interaction.isStringSelectMenu() ? interaction.values[0] : interaction.customId) ?? '';
  const action = decodeAction(carried);
  if (!action) {
    return answerInteraction(
      interaction,
      { isPrivate: true },
      async () => plainAnswer(renderNotice(WORDING.unknownButton)),
      room,
    );
  }
  const onPrivate = interaction.message.flags.has(MessageFlags.Ephemeral);
  const isPrivate = isPrivateAnswer(action, onPrivate);
  if (action.action === 'answer') {
    return answerAsked(interaction, { question: { kind: 'button', action: carried }, isPrivate }, room);
  }
  const view: View = { catalogue: room.responder.catalogue, isPrivate };
  const asker = askerOf({ user: interaction.user.id, channel: interaction.channelId });
  return answerInteraction(interaction, view, () => perform(action, view, asker, room), room);
}

function isPrivateAnswer({ action }: Action, onPrivate: boolean): boolean {
  switch (action) {
    case 'answer':
    case 'more':
      return onPrivate;
    case 'share':
      return false;
    case 'context':
    case 'helpful':
    case 'not-helpful':
    case 'forget':
      return true;
  }
}

async function perform(action: Action, view: View, asker: Asker, room: Room): Promise<Answer> {
  switch (action.action) {
    case 'answer':
    case 'more':
    case 'share':
    case 'context':
      return action.intent === '' ? plainAnswer(page(action, view)) : answer(action, view, asker, room);
    case 'helpful':
    case 'not-helpful':
      await record(action, room);
      return plainAnswer(renderNotice(WORDING.thanks));
    case 'forget':
      return plainAnswer(renderNotice(await forgetPerson(room, asker, describeError)));
  }
}

async function answer(action: Action, view: View, asker: Asker, room: Room): Promise<Answer> {
  const chosen = await chosenBy(action, asker, room);
  if (!chosen) return plainAnswer(renderNotice(WORDING.gone));
  const { reply, ...rest } = chosen;
  const isContext = action.action === 'context' || (action.action === 'share' && action.at !== undefined);
  return isContext
    ? plainAnswer(renderContext(reply.answers[0], { ...view, ...rest }))
    : rendered(reply, { ...view, ...rest });
}

/** What belongs to no intent: the topics read on, or a passage. */
function page(action: Action, view: View): DiscordMessage {
  const { at = 0 } = action;
  if (action.action === 'more') return renderTopics({ ...view, from: at });
  if (action.action === 'answer') return renderNotice(WORDING.gone);
  if (isStale(action, view.catalogue)) return renderPassage(at, { ...view, notice: WORDING.stale });
  return renderPassage(at, action.action === 'share' ? { ...view, notice: WORDING.sharedBy } : view);
}

async function record({ action, intent, version }: Action, { feedback, log }: Room): Promise<void> {
  try {
    await feedback.record({
      platform: PLATFORM,
      intent,
      packVersion: version,
      helpful: action === 'helpful',
    });
  } catch (error) {
    log.error(describeError(error), 'Cannot record feedback');
  }
}
