/** Buttons and menus: each carries all it needs, so that it works after a restart. */
import type { App, BlockAction } from '@slack/bolt';
import { type Action, decodeAction, isStale } from '../action.ts';
import { chosenBy } from '../chosen.ts';
import { forgetPerson } from '../privacy.ts';
import { forRequest } from '../request.ts';
import { refusalText, WORDING } from '../wording.ts';
import { answerAsked, receive, say } from './answering.ts';
import { LINK_ACTION } from './blocks.ts';
import { describeError } from './failures.ts';
import { renderContext, renderPassageContext } from './pages.ts';
import type { Caller } from './posting.ts';
import { type Answer, plainAnswer, renderGone, type Way } from './question.ts';
import { renderNotice, renderReply, type SlackMessage } from './render.ts';
import { askerOf, PLATFORM, type Place, type Room, workspaceOf } from './room.ts';
import { placeOf, wayOf } from './whereabouts.ts';

/** A click: what for, by whom, and every way to answer it. */
interface Click extends Caller {
  readonly action: Action;
  readonly body: BlockAction;
  readonly place: Place;
  /** Where its answer goes; undefined where Slack gives no way. */
  readonly way: Way | undefined;
}

function carriedBy(action: BlockAction['actions'][number]): string {
  if (action.type === 'static_select') return action.selected_option?.value ?? '';
  const { value } = action as { readonly value?: unknown };
  return typeof value === 'string' ? value : '';
}

/** Listens for clicks. */
export function listenToButtons(app: App, room: Room): void {
  app.action<BlockAction>({ type: 'block_actions' }, async ({ ack, action, body, client, context }) => {
    if (action.action_id === LINK_ACTION) return ack();
    const within = forRequest(room);
    const workspace = workspaceOf(context);
    const caller: Caller = { client, workspace, log: within.log };
    const place = placeOf(body, workspace);
    const way = wayOf(body);
    const carried = carriedBy(action);
    const decoded = decodeAction(carried);
    const started = await receive(room, async (taken) => {
      if (decoded?.action === 'answer' && way) {
        const question = { kind: 'button', action: carried } as const;
        const asked = { id: `trigger:${body.trigger_id}`, place, question, way };
        return answerAsked(asked, caller, within, taken);
      }
      taken();
      if (room.seen.before(`trigger:${body.trigger_id}`)) return;
      if (decoded) return act(within, { ...caller, action: decoded, body, place, way });
      await show(within, { ...caller, place, way }, plainAnswer(renderNotice(WORDING.unknownButton)));
    });
    await ack();
    if (started === 'full' && body.response_url)
      void room.delivery.respond(caller, body.response_url, renderNotice(refusalText({ kind: 'full' })));
  });
}

async function act(room: Room, click: Click): Promise<void> {
  const { action, place } = click;
  switch (action.action) {
    case 'answer':
    case 'more':
      return show(room, click, await readOn(room, click));
    case 'context':
      return showContext(room, click);
    case 'share':
      return share(room, click);
    case 'helpful':
    case 'not-helpful':
      await record(action, room);
      return tell(room, click, renderNotice(WORDING.thanks));
    case 'forget': {
      const done = await forgetPerson(room, askerOf(place), (error) => ({ error: describeError(error) }));
      return tell(room, click, renderNotice(done));
    }
  }
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
    log.error({ error: describeError(error) }, 'Cannot record feedback');
  }
}

async function readOn(room: Room, { action, place, way }: Click): Promise<Answer> {
  const chosen = await chosenBy(action, askerOf(place), room);
  if (!chosen) return plainAnswer(renderGone(room));
  const { reply, ...before } = chosen;
  const surface = way?.kind === 'thread' ? 'public' : way?.kind === 'url' ? 'private' : 'modal';
  const { catalogue } = room.responder;
  return {
    message: renderReply(reply, { catalogue, surface, ...before }),
    intents: reply.answers.map(({ intent }) => intent),
  };
}

/** Shows an answer where the click was: in the thread, to the person alone, or in a modal. */
async function show(room: Room, click: Caller & Pick<Click, 'place' | 'way'>, answer: Answer): Promise<void> {
  const { way, place } = click;
  if (way) await say(answer, { way, place }, click, room);
}

/** Says something to the one person who clicked, where Slack gives a way to. */
async function tell({ delivery }: Room, click: Click, message: SlackMessage): Promise<void> {
  const { response_url } = click.body;
  if (response_url) await delivery.respond(click, response_url, message);
}

async function showContext(room: Room, click: Click): Promise<void> {
  const { responder, delivery } = room;
  const { action, body, place } = click;
  const { report } = responder.catalogue;
  const chosen = await chosenBy(action, askerOf(place), room);
  if (!chosen && action.intent !== '') return show(room, click, plainAnswer(renderGone(room)));
  const stale = isStale(action, responder.catalogue) ? WORDING.stale : undefined;
  const view = chosen
    ? renderContext(report, chosen.reply.answers[0], chosen.notice)
    : renderPassageContext(report, action.at ?? 0, stale);
  const { trigger_id } = body;
  if (!body.view || body.view.type === 'home') {
    await delivery.attempt(click, 'open a modal', (client) => client.views.open({ trigger_id, view }));
    return;
  }
  const pushed = await delivery.attempt(click, 'push a modal', (client) =>
    client.views.push({ trigger_id, view }),
  );
  // Slack stacks three modals at most.
  const view_id = body.view.id;
  if (!pushed) {
    await delivery.attempt(click, 'update the modal', (client) => client.views.update({ view_id, view }));
  }
}

async function share(room: Room, click: Click): Promise<void> {
  const { responder, delivery } = room;
  const chosen = await chosenBy(click.action, askerOf(click.place), room);
  if (!chosen) return show(room, click, plainAnswer(renderGone(room)));
  const { response_url } = click.body;
  if (!response_url) return;
  const { reply, ...before } = chosen;
  const message = renderReply(reply, { catalogue: responder.catalogue, surface: 'public', ...before });
  // The response URL can write into the channel even where the bot is no member.
  await delivery.respond(click, response_url, message, 'in_channel');
}
