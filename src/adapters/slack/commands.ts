/** The slash command, the shortcuts and their modal. */
import type { App, SlashCommand } from '@slack/bolt';
import { INDEXES, type IndexName } from '../../core/intent.ts';
import { forRequest } from '../request.ts';
import { refusalText, WORDING } from '../wording.ts';
import { answerAsked, receive } from './answering.ts';
import { describeError } from './failures.ts';
import { readText } from './mrkdwn.ts';
import { renderAskModal, renderHelp, renderIndex, renderPrivacy, renderTopics } from './pages.ts';
import { type Asked, urlWay } from './question.ts';
import { renderNotice, type SlackMessage } from './render.ts';
import { conversationKey, type Room, type Workspace, workspaceOf } from './room.ts';

/** Listens for the command and the shortcuts. */
export function listenToCommands(app: App, room: Room): void {
  const { delivery, responder, seen, workload } = room;
  const { catalogue } = responder;

  // Whatever the command is called in the app's settings, it is ours: Slack sends an app only its own.
  app.command(/^\//u, async ({ ack, command, client, context }) => {
    const within = forRequest(room);
    const workspace = workspaceOf(context);
    const caller = { client, workspace, log: within.log };
    // With "escape channels, users and links" on, mentions arrive as they do in messages.
    const utterance = readText(command.text);
    const page = pageOf(utterance.toLowerCase(), command.command, within);
    const started = await receive(room, async (taken) => {
      if (!page) return answerAsked(askedBy(command, utterance, workspace), caller, within, taken);
      taken();
      if (seen.before(`trigger:${command.trigger_id}`)) return;
      await delivery.respond(caller, command.response_url, orFailure(within, page));
    });
    if (started === 'started') await ack();
    else await ack({ response_type: 'ephemeral', text: refusalText({ kind: 'full' }) });
  });

  app.shortcut({ type: 'shortcut' }, async ({ ack, shortcut, client, context }) => {
    await ack();
    if (seen.before(`trigger:${shortcut.trigger_id}`)) return;
    const caller = { client, workspace: workspaceOf(context), log: forRequest(room).log };
    workload.run(async () => {
      const view = renderAskModal(catalogue, '');
      await delivery.attempt(caller, 'open the modal', () =>
        client.views.open({ trigger_id: shortcut.trigger_id, view }),
      );
    });
  });

  app.shortcut({ type: 'message_action' }, async ({ ack, shortcut, client, context }) => {
    await ack();
    if (seen.before(`trigger:${shortcut.trigger_id}`)) return;
    const caller = { client, workspace: workspaceOf(context), log: forRequest(room).log };
    workload.run(async () => {
      const view = renderAskModal(catalogue, readText(shortcut.message.text ?? '', context.botUserId));
      await delivery.attempt(caller, 'open the modal', () =>
        client.views.open({ trigger_id: shortcut.trigger_id, view }),
      );
    });
  });
}

function askedBy(
  { trigger_id, channel_id: channel, user_id: user, response_url }: SlashCommand,
  words: string,
  workspace: Workspace,
): Asked {
  const conversation = conversationKey(workspace.teamId, channel, user);
  return {
    id: `trigger:${trigger_id}`,
    place: { workspace, user, channel, conversation },
    question: { kind: 'words', words },
    way: urlWay(response_url),
  };
}

/** The page that a word after the command asks for; undefined when it is a question. */
function pageOf(
  word: string,
  command: string,
  { responder, privacy }: Room,
): (() => SlackMessage) | undefined {
  const { catalogue } = responder;
  if (word === '' || word === 'help') return () => renderHelp(catalogue, command, privacy);
  if (word === 'topics') return () => renderTopics(catalogue);
  if (word === 'privacy') return () => renderPrivacy(catalogue, privacy);
  return isIndex(word) ? () => renderIndex(word, catalogue) : undefined;
}

function isIndex(word: string): word is IndexName {
  return INDEXES.some((name) => name === word);
}

/** The page, or an apology when it cannot be made. */
function orFailure({ log }: Pick<Room, 'log'>, make: () => SlackMessage): SlackMessage {
  try {
    return make();
  } catch (error) {
    log.error({ error: describeError(error) }, 'Cannot answer in Slack');
    return renderNotice(WORDING.failed);
  }
}
