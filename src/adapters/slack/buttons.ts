/** Buttons and menus: each carries all it needs, so that it works after a restart. */
import type { App, BlockAction, RespondFn } from '@slack/bolt';
import { type Action, decodeAction, isStale } from '../action.ts';
import { chosenBy } from '../chosen.ts';
import { WORDING } from '../wording.ts';
import { LINK_ACTION } from './blocks.ts';
import { orFailure } from './commands.ts';
import type { Caller } from './delivery.ts';
import { renderContext, renderModal, renderPassageContext } from './pages.ts';
import { textPart } from './parts.ts';
import { renderNotice, renderReply, renderText, type SlackMessage, type Surface } from './render.ts';
import { conversationKey, isDirect, type Room } from './room.ts';

/** A click: what for, by whom, and every way to answer it. */
interface Click extends Caller {
  readonly action: Action;
  readonly body: BlockAction;
  /** Missing in modals and on the Home tab. */
  readonly respond: RespondFn | undefined;
  /** Of the conversation it belongs to. */
  readonly key: string;
}

function carriedBy(action: BlockAction['actions'][number]): string {
  if (action.type === 'static_select') return action.selected_option?.value ?? '';
  const { value } = action as { readonly value?: unknown };
  return typeof value === 'string' ? value : '';
}

/** The thread a click's answer belongs to: the message's own, or the one below it. */
function threadOf({ container, message }: BlockAction): string | undefined {
  const thread: unknown =
    container['thread_ts'] ?? message?.['thread_ts'] ?? message?.ts ?? container['message_ts'];
  return typeof thread === 'string' ? thread : undefined;
}

function surfaceOf({ view, container }: BlockAction): Surface | 'home' {
  if (view) return view.type === 'home' ? 'home' : 'modal';
  return container['is_ephemeral'] === true ? 'private' : 'public';
}

function keyOf(team: string | undefined, body: BlockAction): string {
  const surface = surfaceOf(body);
  const channel = body.channel?.id;
  const thread = threadOf(body);
  if (surface === 'private' && channel !== undefined) return conversationKey(team, channel, body.user.id);
  if (surface === 'public' && channel !== undefined) {
    return isDirect(channel) || thread === undefined
      ? conversationKey(team, channel)
      : conversationKey(team, channel, thread);
  }
  return conversationKey(team, body.user.id);
}

/** Listens for clicks. */
export function listenToButtons(app: App, room: Room): void {
  const { seen, workload } = room;
  app.action<BlockAction>(
    { type: 'block_actions' },
    async ({ ack, action, body, client, respond, context }) => {
      await ack();
      if (action.action_id === LINK_ACTION || seen.before(`trigger:${body.trigger_id}`)) return;
      const decoded = decodeAction(carriedBy(action));
      // Bolt always passes `respond`; it works only when there is an address to respond to.
      const way = body.response_url ? respond : undefined;
      workload.run(async () => {
        if (!decoded)
          return show(room, { body, client, context, respond: way }, renderNotice(WORDING.unknownButton));
        await act(room, {
          action: decoded,
          body,
          client,
          context,
          respond: way,
          key: keyOf(context.teamId, body),
        });
      });
    },
  );
}

async function act(room: Room, click: Click): Promise<void> {
  const { action } = click;
  switch (action.action) {
    case 'answer':
    case 'more':
      return show(room, click, await orFailure(room, () => answerOf(room, click)));
    case 'context':
      return showContext(room, click);
    case 'share':
      return share(room, click);
    case 'helpful':
    case 'not-helpful':
      await room.feedback.record({
        platform: 'slack',
        intent: action.intent,
        packVersion: action.version,
        helpful: action.action === 'helpful',
      });
      return tell(room, click, renderNotice(WORDING.thanks));
  }
}

async function answerOf(room: Room, { action, body, key }: Click): Promise<SlackMessage> {
  const chosen = await chosenBy(action, key, room);
  if (!chosen) return gone(room);
  const { reply, ...before } = chosen;
  const surface = surfaceOf(body);
  const { catalogue } = room.responder;
  return renderReply(reply, { catalogue, surface: surface === 'home' ? 'modal' : surface, ...before });
}

function gone({ responder }: Room): SlackMessage {
  return renderText([textPart(WORDING.gone)], responder.suggest('', 3), responder.catalogue);
}

/** Shows a message where the click was: in the thread, to the person alone, or in a modal. */
async function show(room: Room, click: Omit<Click, 'action' | 'key'>, message: SlackMessage): Promise<void> {
  const { body, client } = click;
  const { delivery } = room;
  const surface = surfaceOf(body);
  const view = renderModal(message);
  switch (surface) {
    case 'home':
      await delivery.attempt(click, 'open a modal', () =>
        client.views.open({ trigger_id: body.trigger_id, view }),
      );
      return;
    case 'modal':
      await delivery.attempt(click, 'update the modal', () =>
        client.views.update({ view_id: body.view?.id ?? '', view }),
      );
      return;
    case 'private':
      return tell(room, click, message);
    case 'public': {
      const channel = body.channel?.id;
      if (channel === undefined) return tell(room, click, message);
      const thread = threadOf(body);
      const destination = { channel, user: body.user.id, ...(thread !== undefined && { thread }) };
      return delivery.post(click, destination, message);
    }
  }
}

/** Says something to the one person who clicked, where Slack gives a way to. */
async function tell(
  { delivery }: Room,
  { respond }: Pick<Click, 'respond'>,
  message: SlackMessage,
): Promise<void> {
  if (respond) await delivery.respond(respond, message);
}

async function showContext(room: Room, click: Click): Promise<void> {
  const { responder, delivery } = room;
  const { action, body, client, key } = click;
  const { report } = responder.catalogue;
  const chosen = await chosenBy(action, key, room);
  if (!chosen && action.intent !== '') return show(room, click, gone(room));
  const stale = isStale(action, responder.catalogue) ? WORDING.stale : undefined;
  const view = chosen
    ? renderContext(report, chosen.reply.answers[0], chosen.notice)
    : renderPassageContext(report, action.at ?? 0, stale);
  const { trigger_id } = body;
  if (!body.view || body.view.type === 'home') {
    await delivery.attempt(click, 'open a modal', () => client.views.open({ trigger_id, view }));
    return;
  }
  const pushed = await delivery.attempt(click, 'push a modal', () => client.views.push({ trigger_id, view }));
  // Slack stacks three modals at most.
  const view_id = body.view.id;
  if (!pushed) {
    await delivery.attempt(click, 'update the modal', () => client.views.update({ view_id, view }));
  }
}

async function share(room: Room, click: Click): Promise<void> {
  const { responder, delivery } = room;
  const chosen = await chosenBy(click.action, click.key, room);
  if (!chosen) return show(room, click, gone(room));
  if (!click.respond) return;
  const { reply, ...before } = chosen;
  const message = renderReply(reply, { catalogue: responder.catalogue, surface: 'public', ...before });
  // The response URL can write into the channel even where the bot is no member.
  await delivery.respond(click.respond, message, 'in_channel');
}
