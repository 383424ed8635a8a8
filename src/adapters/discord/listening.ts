/** Takes messages and interactions as they come, as many at once as is bearable. */
import { type Client, Events, type Interaction, type Message } from 'discord.js';
import { forRequest } from '../request.ts';
import { createSeen } from '../seen.ts';
import type { Workload } from '../workload.ts';
import { addressOf } from './addressing.ts';
import { answerComponent } from './buttons.ts';
import { refuseInteraction } from './interactions.ts';
import { answerMessage, refuseMessage } from './messages.ts';
import type { Room } from './room.ts';
import { answerCommand, answerSelected, suggest } from './slash.ts';

/** Listens for what people ask, until the client is destroyed. */
export function listen(client: Client, room: Room, workload: Workload): void {
  /** A resumed connection repeats; what is no question has nothing else that tells it apart. */
  const repeated = createSeen();
  const threads = createSeen();

  const onMessage = (message: Message) => {
    const self = message.client.user.id;
    const address = addressOf(message, { self, threadFollowups: room.threadFollowups, threads });
    if (!address) return;
    const within = forRequest(room);
    const started = workload.run(async () => {
      await answerMessage(message, within);
      if (message.channel.isThread()) threads.before(message.channelId);
    });
    if (started === 'full') void refuseMessage(message, within);
  };

  const onInteraction = (interaction: Interaction) => {
    if (repeated.before(interaction.id)) return;
    const within = forRequest(room);
    const started = workload.run(() => answer(interaction, within));
    if (started === 'full') void refuse(interaction, within);
  };

  client.on(Events.MessageCreate, onMessage);
  client.on(Events.InteractionCreate, onInteraction);
}

async function refuse(interaction: Interaction, room: Room): Promise<void> {
  const isAnswerable =
    interaction.isChatInputCommand() ||
    interaction.isMessageContextMenuCommand() ||
    interaction.isMessageComponent();
  if (isAnswerable) await refuseInteraction(interaction, room);
  // No suggestions are better than a person who waits for them.
  else if (interaction.isAutocomplete()) await interaction.respond([]).catch(() => undefined);
}

async function answer(interaction: Interaction, room: Room): Promise<void> {
  if (interaction.isAutocomplete()) await suggest(interaction, room);
  else if (interaction.isChatInputCommand()) await answerCommand(interaction, room);
  else if (interaction.isMessageContextMenuCommand()) await answerSelected(interaction, room);
  else if (interaction.isMessageComponent()) await answerComponent(interaction, room);
}
