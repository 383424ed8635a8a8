/** Answers slash commands, their autocomplete and the message command. */
import type {
  ApplicationCommandOptionChoiceData,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
} from 'discord.js';
import type { Report } from '../../core/report.ts';
import { cutText } from '../shorten.ts';
import { passageLabel } from '../wording.ts';
import { utteranceOf } from './addressing.ts';
import type { DiscordMessage } from './components.ts';
import { classifyFailure, describeError } from './failures.ts';
import { answerAsked, answerInteraction } from './interactions.ts';
import { LIMITS } from './limits.ts';
import { renderAbout, renderHelp, renderIndex, renderPassage, renderPrivacy, renderTopics } from './pages.ts';
import { plainAnswer } from './question.ts';
import type { View } from './render.ts';
import type { Room } from './room.ts';

/** Answers a slash command; menus and help are for the one who asked, quotes and answers for all. */
export function answerCommand(interaction: ChatInputCommandInteraction, room: Room): Promise<void> {
  const { catalogue } = room.responder;
  const open: View = { catalogue, isPrivate: false };
  const mine: View = { catalogue, isPrivate: true };
  const answer = (view: View, make: () => DiscordMessage) =>
    answerInteraction(interaction, view, async () => plainAnswer(make()), room);
  switch (interaction.commandName) {
    case 'ask':
      return answerQuestion(interaction, room);
    case 'topics':
      return answer(mine, () => renderTopics(mine));
    case 'people':
    case 'numbers':
    case 'timeline': {
      const name = interaction.commandName;
      return answer(mine, () => renderIndex(name, mine));
    }
    case 'quote': {
      const line = lineOf(interaction.options.getString('passage', true), catalogue.report);
      return answer(open, () => renderPassage(line, open));
    }
    case 'about':
      return answer(mine, () => renderAbout(mine, room.privacy));
    case 'privacy':
      return answer(mine, () => renderPrivacy(mine, room.privacy));
    default:
      // A command of another version of Footnote is best met with what there is now.
      return answer(mine, () => renderHelp(mine));
  }
}

function answerQuestion(interaction: ChatInputCommandInteraction, room: Room): Promise<void> {
  const asked = interaction.options.getString('question', true);
  const isPrivate = interaction.options.getBoolean('private') ?? false;
  const question = { kind: 'words', words: asked, suggested: true } as const;
  return answerAsked(interaction, { question, isPrivate, asked }, room);
}

/** Answers the words of another message, for the one who chose it, who may share the answer. */
export function answerSelected(interaction: MessageContextMenuCommandInteraction, room: Room): Promise<void> {
  const words = utteranceOf(interaction.targetMessage.content);
  const question = { kind: 'words', words } as const;
  return answerAsked(interaction, { question, isPrivate: true, ...(words !== '' && { asked: words }) }, room);
}

/** Suggests questions or passages for what has been typed so far. */
export async function suggest(interaction: AutocompleteInteraction, room: Room): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  try {
    const choices =
      name === 'passage'
        ? passageChoices(value, room.responder.catalogue.report)
        : questionChoices(value, room);
    await interaction.respond(choices);
  } catch (error) {
    // The person has typed on or left: the next key asks again.
    if (['expired', 'acknowledged'].includes(classifyFailure(error))) return;
    room.log.warn(describeError(error), 'Cannot suggest');
    if (!interaction.responded) await interaction.respond([]).catch(() => undefined);
  }
}

function questionChoices(typed: string, { responder }: Room): ApplicationCommandOptionChoiceData<string>[] {
  return responder
    .suggest(typed, LIMITS.autocompleteChoices)
    .slice(0, LIMITS.autocompleteChoices)
    .flatMap(({ question }) => choice(question, question));
}

function passageChoices(typed: string, report: Report): ApplicationCommandOptionChoiceData<string>[] {
  return findPassages(typed, report)
    .slice(0, LIMITS.autocompleteChoices)
    .flatMap(({ line, text }) => choice(`${passageLabel({ line })}: ${text}`, String(line)));
}

function choice(label: string, value: string): ApplicationCommandOptionChoiceData<string>[] {
  const name = cutText(label.replace(/\s+/gu, ' ').trim(), LIMITS.choiceName);
  // A question too long for a value still finds its answer from its beginning.
  return name === '' ? [] : [{ name, value: value.slice(0, LIMITS.choiceValue) }];
}

/** Passages that hold every word typed, or whose number begins with what was typed; all when nothing was. */
function findPassages(typed: string, { passages }: Report): Report['passages'] {
  const said = typed.trim().toLowerCase();
  if (/^\d+$/u.test(said)) return passages.filter((p) => String(p.line).startsWith(said));
  const words = said.split(/\s+/u);
  return passages.filter((p) => words.every((word) => p.text.toLowerCase().includes(word)));
}

/** The line meant by a choice, a number or words; 0, which no report has, when there is none. */
function lineOf(typed: string, report: Report): number {
  const [, digits] = /^\s*(?:line\s*)?(\d{1,6})\s*$/iu.exec(typed) ?? [];
  return digits === undefined ? (findPassages(typed, report)[0]?.line ?? 0) : Number(digits);
}
