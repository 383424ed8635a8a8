/** The commands Discord shows for Footnote. */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';

/** The name of the message command, as the reader sees it under "Apps". */
export const ASK_THE_REPORT = 'Ask the report';

/** Installable to servers and to users, and usable wherever those talk. */
const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

function slash(name: string, description: string): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return { type: ApplicationCommandType.ChatInput, name, description, ...EVERYWHERE };
}

export const COMMANDS: readonly RESTPostAPIApplicationCommandsJSONBody[] = [
  {
    ...slash('ask', 'Ask the report a question; the answer comes with its quotes'),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'question',
        description: 'In your own words, or one of those suggested',
        required: true,
        autocomplete: true,
        max_length: 1_000,
      },
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'private',
        description: 'Show the answer to you alone; you can share it afterwards',
      },
    ],
  },
  slash('topics', 'Everything the report answers, by topic'),
  slash('people', 'The people in the report'),
  slash('numbers', 'The numbers in the report'),
  slash('timeline', 'What happened when, according to the report'),
  {
    ...slash('quote', 'A passage of the report with what stands around it'),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'passage',
        description: 'A line number, or words of the passage',
        required: true,
        autocomplete: true,
        max_length: 200,
      },
    ],
  },
  slash('about', 'The report, its date, and what this bot keeps'),
  slash('privacy', 'What this bot keeps, for how long, and how to be forgotten'),
  slash('help', 'How to ask'),
  { type: ApplicationCommandType.Message, name: ASK_THE_REPORT, ...EVERYWHERE },
];
