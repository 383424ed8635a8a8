/** Answers interactions in the time Discord allows: replies, or defers and edits, once, whatever goes wrong. */
import type { MessageContextMenuCommandInteraction } from 'discord.js';
import { type ChatInputCommandInteraction, type MessageComponentInteraction, MessageFlags } from 'discord.js';
import { settlesWithin } from '../pause.ts';
import { refusalText, WORDING } from '../wording.ts';
import { classifyFailure, describeError } from './failures.ts';
import { renderNotice } from './pages.ts';
import {
  type Answer,
  answerQuestion,
  type InteractionQuestion,
  plainAnswer,
  type Question,
  writeRedo,
} from './question.ts';
import { askerOf, type Room } from './room.ts';
import { notePosted } from './sending.ts';

export type Answerable =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction;

/** Milliseconds after its arrival at which the answer is announced instead: Discord gives 3 s, and the network takes its share. */
const DEFER_AFTER_MS = 1_500;

/** Discord takes edits for fifteen minutes; the rest is for clocks that differ. */
const TOKEN_LIFE_MS = 14.5 * 60_000;

/** An answer that is ready; only to whom it shows can still change. */
interface Ready extends Answer {
  readonly isPrivate: boolean;
}

/** Answers with what `make` gives, visible to one person or to all: for everything that is no question. */
export function answerInteraction(
  interaction: Answerable,
  { isPrivate }: { readonly isPrivate: boolean },
  make: () => Promise<Answer>,
  room: Room,
): Promise<void> {
  const made = make().catch((error: unknown) => {
    room.log.error(describeError(error), 'Cannot answer an interaction');
    return plainAnswer(renderNotice(WORDING.failed));
  });
  const ready = made.then((answer) => ({ ...answer, isPrivate }));
  return respond(interaction, isPrivate, ready, room).then(() => undefined);
}

/** Answers a question that came as an interaction, once among all processes. */
export async function answerAsked(
  interaction: Answerable,
  { question, ...view }: { question: Question; readonly isPrivate: boolean; readonly asked?: string },
  room: Room,
): Promise<void> {
  const { id, user, channelId: channel, applicationId: application, token } = interaction;
  const until = Date.now() + TOKEN_LIFE_MS;
  const place = { user: user.id, channel };
  const asked: InteractionQuestion = {
    kind: 'interaction',
    application,
    token,
    until,
    question,
    ...place,
    ...view,
  };
  const asker = askerOf(place, room.since);
  const redo = writeRedo(asked);
  const { intake } = room;
  const answer = async (): Promise<Ready | undefined> => {
    const made = await answerQuestion(question, view, asker, room);
    return (await intake.sending(id)) ? { ...made, isPrivate: view.isPrivate } : undefined;
  };
  const prepare = async (): Promise<Ready | undefined> => {
    const admission = await intake.admit(id, asker, redo);
    switch (admission.kind) {
      case 'go':
        return answer();
      case 'taken':
        // Discord takes one acknowledgement: where it took ours, nobody else can answer.
        return interaction.deferred ? answer() : undefined;
      case 'away':
      case 'wait':
        return { ...plainAnswer(renderNotice(refusalText(admission))), isPrivate: true };
    }
  };
  const outcome = await respond(interaction, view.isPrivate, prepare(), room);
  if (outcome === 'later') room.later({ id, redo, sending: true });
  if (outcome === 'settled') intake.done(id);
}

/** Says at once, to one person alone, that there is too much to answer. */
export async function refuseInteraction(interaction: Answerable, room: Room): Promise<void> {
  const message = renderNotice(refusalText({ kind: 'full' }));
  try {
    await interaction.reply({ ...message, flags: message.flags | MessageFlags.Ephemeral });
  } catch (error) {
    if (['expired', 'acknowledged'].includes(classifyFailure(error))) return;
    room.log.warn(describeError(error), 'Cannot refuse an interaction');
  }
}

/** `left`: nothing was to be said; `settled`: it was said, or cannot be; `later`: Discord failed. */
async function respond(
  interaction: Answerable,
  isPrivate: boolean,
  ready: Promise<Ready | undefined>,
  room: Room,
): Promise<'left' | 'settled' | 'later'> {
  const { log, since = performance.now() } = room;
  const deferIn = Math.max(0, since + DEFER_AFTER_MS - performance.now());
  try {
    if (!(await settlesWithin(deferIn, ready))) {
      await interaction.deferReply(isPrivate ? { flags: MessageFlags.Ephemeral } : {});
    }
    const answer = await ready;
    if (!answer) return 'left';
    const id = await say(interaction, answer);
    if (id !== undefined) notePosted(answer, { user: '', channel: interaction.channelId }, id, room);
    return 'settled';
  } catch (error) {
    const detail = describeError(error);
    switch (classifyFailure(error)) {
      case 'acknowledged':
        return 'settled';
      case 'expired':
        log.info(detail, 'An interaction expired before it was answered');
        return 'settled';
      case 'busy':
        log.error(detail, 'Cannot answer an interaction: Discord failed');
        return 'later';
      case 'forbidden':
      case 'no-history':
      case 'unreachable':
      case 'refused':
        log.error(detail, 'Cannot answer an interaction: Discord refused it');
        await say(interaction, { ...plainAnswer(renderNotice(WORDING.failed)), isPrivate }).catch(
          () => undefined,
        );
        return 'settled';
    }
  }
}

/** Replies, or fills in what was announced; the id of an answer that everyone can see. */
async function say(
  interaction: Answerable,
  { message, intents, isPrivate }: Ready,
): Promise<string | undefined> {
  if (interaction.deferred) {
    const { id } = await interaction.editReply(message);
    return isPrivate ? undefined : id;
  }
  const flags = message.flags | (isPrivate ? MessageFlags.Ephemeral : 0);
  if (isPrivate || intents.length === 0) {
    await interaction.reply({ ...message, flags });
    return undefined;
  }
  const { resource } = await interaction.reply({ ...message, flags, withResponse: true });
  return resource?.message?.id;
}
