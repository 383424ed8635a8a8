/** The app's own pages: the Home tab and the conversation pane. */
import type { App } from '@slack/bolt';
import { forRequest } from '../request.ts';
import { renderHome, renderPrompts } from './pages.ts';
import { type Room, workspaceOf } from './room.ts';

/** Listens for people opening them. */
export function listenToHome(app: App, room: Room): void {
  const { command, delivery, responder, seen, workload, privacy } = room;
  app.event('app_home_opened', async ({ event, body, client, context }) => {
    if (seen.before(`event:${body.event_id}`)) return;
    const caller = { client, workspace: workspaceOf(context), log: forRequest(room).log };
    workload.run(async () => {
      const { catalogue } = responder;
      if (event.tab === 'home') {
        const view = renderHome(catalogue, command, privacy);
        await delivery.attempt(caller, 'publish the Home tab', () =>
          client.views.publish({ user_id: event.user, view }),
        );
        return;
      }
      // With a thread_ts Slack takes the prompts of an app with an agent view and shows nothing.
      const prompts = renderPrompts(catalogue);
      await delivery.attempt(caller, 'suggest prompts', () =>
        client.assistant.threads.setSuggestedPrompts({ channel_id: event.channel, ...prompts }),
      );
    });
  });
}
