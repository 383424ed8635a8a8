/** Answers interactions in the time Discord allows: replies, or defers and edits, once, whatever goes wrong. */

import type { MessageContextMenuCommandInteraction } from 'discord.js';
import { type ChatInputCommandInteraction, type MessageComponentInteraction, MessageFlags } from 'discord.js';
import { settlesWithin } from '../pause.ts';
import { WORDING } from '../wording.ts';
import type { DiscordMessage } from './components.ts';
import { classifyFailure, describeError } from './failures.ts';
import { renderNotice } from './pages.ts';
import type { Room } from './room.ts';

export type Answerable =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction;

/** Milliseconds after which the answer is announced instead: Discord gives 3 s, and the network takes its share. */
const DEFER_AFTER_MS = 1_500;

/** Answers with what `make` gives, visible to one person or to all. */
export async function answerInteraction(
  interaction: Answerable,
  { isPrivate }: { readonly isPrivate: boolean },
  make: () => Promise<DiscordMessage>,
  { log }: Pick<Room, 'log'>,
): Promise<void> {
  const visibility = isPrivate ? MessageFlags.Ephemeral : 0;
  const made = make().catch((error: unknown) => {
    log.error(describeError(error), 'Cannot answer an interaction');
    return renderNotice(WORDING.failed);
  });
  const respond = async (message: DiscordMessage) => {
    if (interaction.deferred) await interaction.editReply(message);
    else await interaction.reply({ ...message, flags: message.flags | visibility });
  };
  try {
    if (!(await settlesWithin(DEFER_AFTER_MS, made))) {
      await interaction.deferReply(isPrivate ? { flags: MessageFlags.Ephemeral } : {});
    }
    await respond(await made);
  } catch (error) {
    const detail = { ...describeError(error), interaction: interaction.id };
    switch (classifyFailure(error)) {
      case 'acknowledged':
        return;
      case 'expired':
        log.info(detail, 'An interaction expired before it was answered');
        return;
      case 'busy':
        log.error(detail, 'Cannot answer an interaction: Discord failed');
        return;
      case 'forbidden':
      case 'no-history':
      case 'unreachable':
      case 'refused':
        log.error(detail, 'Cannot answer an interaction: Discord refused it');
        await respond(renderNotice(WORDING.failed)).catch(() => undefined);
    }
  }
}
