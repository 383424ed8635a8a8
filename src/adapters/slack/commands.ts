/** The slash command, the shortcuts and their modal. */
import type { App } from '@slack/bolt';
import { INDEXES, type IndexName } from '../../core/intent.ts';
import { ask } from '../ask.ts';
import { settlesWithin } from '../pause.ts';
import { WORDING } from '../wording.ts';
import { describeError } from './failures.ts';
import { readText } from './mrkdwn.ts';
import {
  ASK_VIEW,
  QUESTION_BLOCK,
  QUESTION_INPUT,
  renderAskModal,
  renderHelp,
  renderIndex,
  renderModal,
  renderTopics,
} from './pages.ts';
import { renderNotice, renderReply, type SlackMessage } from './render.ts';
import { conversationKey, type Room } from './room.ts';

/** Slack waits 3 s for the answer to a submitted modal; past this it is told that the answer follows. */
const SUBMIT_PATIENCE_MS = 2_000;

const WORKING = 'Looking it up in the report…';

/** Listens for the command and the shortcuts. */
export function listenToCommands(app: App, room: Room): void {
  const { delivery, responder, seen, workload } = room;
  const { catalogue } = responder;

  // Whatever the command is called in the app's settings, it is ours: Slack sends an app only its own.
  app.command(/^\//u, async ({ ack, command, respond, context }) => {
    await ack();
    if (seen.before(`trigger:${command.trigger_id}`)) return;
    workload.run(async () => {
      const key = conversationKey(context.teamId, command.channel_id, command.user_id);
      const message = await orFailure(room, () => runCommand(room, key, command.text, command.command));
      await delivery.respond(respond, message);
    });
  });

  app.shortcut({ type: 'shortcut' }, async ({ ack, shortcut, client, context }) => {
    await ack();
    if (seen.before(`trigger:${shortcut.trigger_id}`)) return;
    workload.run(async () => {
      const view = renderAskModal(catalogue, '');
      await delivery.attempt({ client, context }, 'open the modal', () =>
        client.views.open({ trigger_id: shortcut.trigger_id, view }),
      );
    });
  });

  app.shortcut({ type: 'message_action' }, async ({ ack, shortcut, client, context }) => {
    await ack();
    if (seen.before(`trigger:${shortcut.trigger_id}`)) return;
    workload.run(async () => {
      const view = renderAskModal(catalogue, readText(shortcut.message.text ?? '', context.botUserId));
      await delivery.attempt({ client, context }, 'open the modal', () =>
        client.views.open({ trigger_id: shortcut.trigger_id, view }),
      );
    });
  });

  app.view(ASK_VIEW, async ({ ack, view, body, client, context }) => {
    const utterance = view.state.values[QUESTION_BLOCK]?.[QUESTION_INPUT]?.value ?? '';
    const key = conversationKey(context.teamId, body.user.id);
    const answered = orFailure(room, async () => {
      const reply = await ask(room, key, utterance);
      return renderReply(reply, { catalogue, surface: 'modal' });
    }).then(renderModal);
    const inTime = await settlesWithin(SUBMIT_PATIENCE_MS, answered);
    await ack({
      response_action: 'update',
      view: inTime ? await answered : renderModal(renderNotice(WORKING)),
    });
    if (inTime) return;
    workload.run(async () => {
      const late = await answered;
      await delivery.attempt({ client, context }, 'update the modal', () =>
        client.views.update({ view_id: view.id, view: late }),
      );
    });
  });
}

async function runCommand(room: Room, key: string, typed: string, command: string): Promise<SlackMessage> {
  const { catalogue } = room.responder;
  // With "escape channels, users and links" on, mentions arrive as they do in messages.
  const utterance = readText(typed);
  const word = utterance.toLowerCase();
  if (word === '' || word === 'help') return renderHelp(catalogue, command);
  if (word === 'topics') return renderTopics(catalogue);
  if (isIndex(word)) return renderIndex(word, catalogue);
  return renderReply(await ask(room, key, utterance), { catalogue, surface: 'private' });
}

function isIndex(word: string): word is IndexName {
  return INDEXES.some((name) => name === word);
}

/** The message, or an apology when it cannot be made. */
export async function orFailure(
  { log }: Pick<Room, 'log'>,
  make: () => Promise<SlackMessage>,
): Promise<SlackMessage> {
  try {
    return await make();
  } catch (error) {
    log.error({ error: describeError(error) }, 'Cannot answer in Slack');
    return renderNotice(WORDING.failed);
  }
}
