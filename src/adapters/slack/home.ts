/** The app's own pages: the Home tab and the conversation pane. */
import type { App } from '@slack/bolt';
import { renderHome, renderPrompts } from './pages.ts';
import type { Room } from './room.ts';

/** Listens for people opening them. */
export function listenToHome(app: App, { command, delivery, responder, seen, workload }: Room): void {
  app.event('app_home_opened', async ({ event, body, client, context }) => {
    if (seen.before(`event:${body.event_id}`)) return;
    workload.run(async () => {
      const { catalogue } = responder;
      if (event.tab === 'home') {
        const view = renderHome(catalogue, command);
        await delivery.attempt({ client, context }, 'publish the Home tab', () =>
          client.views.publish({ user_id: event.user, view }),
        );
        return;
      }
      // With a thread_ts Slack takes the prompts of an app with an agent view and shows nothing.
      const prompts = renderPrompts(catalogue);
      await delivery.attempt({ client, context }, 'suggest prompts', () =>
        client.assistant.threads.setSuggestedPrompts({ channel_id: event.channel, ...prompts }),
      );
    });
  });
}
