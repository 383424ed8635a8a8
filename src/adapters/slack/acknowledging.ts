/** Tells Slack that an event has arrived only once it has been taken: what is not acknowledged is delivered again. */
import type { App } from '@slack/bolt';

/**
 * The app with its events acknowledged after its listeners are through, which they are when the question is taken. Bolt
 * itself acknowledges first, so that an event is lost with a process that ends in between.
 */
export function acknowledgeWhenTaken(app: App): App {
  const processEvent: App['processEvent'] = async (event) => {
    if (event.body['type'] !== 'event_callback') return app.processEvent(event);
    await app.processEvent({ ...event, ack: async () => {} });
    await event.ack();
  };
  return Object.assign(Object.create(app) as App, { processEvent });
}
