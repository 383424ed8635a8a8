import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryDeliveries, DeliveryLost } from '../../../src/adapters/deliveries.ts';
import type { SlackOptions } from '../../../src/adapters/slack/adapter.ts';
import { createAway, createLedger, type Death } from '../ledger.ts';
import { type DoorKind, type Harness, startSlack } from './harness.ts';
import { click, command, eventBody, mention, message, submission } from './payloads.ts';
import { startSlackServer } from './slack-server.ts';

const WHY = 'Why is the bridge closed?';
const SOON = { lookEvery: 40 };

const running: Harness[] = [];
const start = async (
  kind: DoorKind,
  options: Partial<SlackOptions> = {},
  given: Parameters<typeof startSlack>[2] = {},
) => {
  const slack = await startSlack(kind, options, given);
  running.push(slack);
  return slack;
};
afterEach(async () => {
  for (const slack of running.splice(0)) {
    await slack.stop();
    expect(slack.server.refusals).toEqual([]);
  }
});
const settle = (milliseconds = 200) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const until = async (what: string, found: () => boolean) => {
  for (let i = 0; i < 400 && !found(); i += 1) await settle(20);
  expect(found(), what).toBe(true);
};

describe.each<DoorKind>(['socket', 'http'])('Slack over %s', (kind) => {
  it('answers once what two processes both get', async () => {
    const ledger = createLedger();
    const server = await startSlackServer();
    const both = [
      await start(kind, { deliveries: ledger.living() }, { server }),
      await start(kind, { deliveries: ledger.living() }, { server }),
    ];
    const body = eventBody(mention(WHY));
    const asked = command(WHY, server.responseUrl());
    // Over sockets each process has two, which take turns.
    for (let i = 0; i < 2; i += 1) {
      for (const slack of both) await slack.event({}, body);
      for (const slack of both) await slack.command(asked);
    }
    await ledger.until('done', 2);
    await settle();
    expect(server.standing).toHaveLength(1);
    expect(server.responses).toHaveLength(1);
  });

  /** Asks a process that dies, then starts another. */
  const restartAfter = async (death: Death, ask: (slack: Harness) => Promise<unknown>) => {
    const ledger = createLedger();
    const server = await startSlackServer();
    const slack = await startSlack(kind, { deliveries: ledger.dying(death) }, { server });
    await ask(slack);
    await until('the delivery was taken', () => ledger.entries.length > 0);
    if (death === 'unfinished')
      await until('the answer arrived', () => ledger.entries[0]?.isAbandoned === true);
    const next = async () => {
      await slack.adapter.stop();
      const other = await start(kind, { deliveries: ledger.living(), ...SOON }, { server });
      await ledger.until('done');
      await settle();
      return other;
    };
    return { ledger, server, next };
  };

  describe('a message whose process died', () => {
    it.each<Death>(['unanswered', 'unsent', 'unfinished'])(
      'is answered once by the next start when it was left %s',
      async (death) => {
        const asked = mention(WHY);
        const { server, next } = await restartAfter(death, (slack) => slack.event(asked));
        const other = await next();
        expect(server.standing).toHaveLength(1);
        expect(server.standing[0]).toMatchObject({ channel: 'C1', thread: asked.ts });
        expect((await other.posted()).text).toContain('closed after an inspection');
        // Only where it may have arrived is it looked for.
        expect(server.callsOf('conversations.replies')).toHaveLength(death === 'unanswered' ? 0 : 1);
      },
    );

    it('is told apart from other answers in its thread', async () => {
      const thread = '1715000000.000001';
      const inThread = { thread_ts: thread, parent_user_id: 'UBOT' };
      const { server, next } = await restartAfter('unsent', (slack) => slack.event(message(WHY, inThread)));
      server.standing.push({ channel: 'C1', ts: '1719999999.000001', thread, metadata: undefined });
      const metadata = { event_type: 'footnote_answer', event_payload: { delivery: 'another' } };
      server.standing.push({ channel: 'C1', ts: '1719999999.000002', thread, metadata });
      await next();
      expect(server.standing).toHaveLength(3);
    });

    it('is left alone when it may have been answered and the bot may not look', async () => {
      const { server, next } = await restartAfter('unsent', (slack) => slack.event(mention(WHY)));
      server.failAlways('conversations.replies', 'missing_scope');
      await next();
      expect(server.standing).toEqual([]);
    });

    it('carries a mark that tells nothing of the person or the place', async () => {
      const slack = await start(kind);
      const asked = mention(WHY);
      await slack.event(asked);
      const { args } = await slack.posted();
      expect(args['metadata']).toMatchObject({ event_type: 'footnote_answer' });
      expect(JSON.stringify(args['metadata'])).not.toMatch(new RegExp(`C1|U1|${asked.ts}|bridge`, 'u'));
    });
  });

  describe('a command whose process died', () => {
    const ask = (slack: Harness) => slack.command(command(WHY, slack.server.responseUrl()));

    it('is answered once by the next start when it was left unanswered', async () => {
      const { server, next } = await restartAfter('unanswered', ask);
      const other = await next();
      expect(server.responses).toHaveLength(1);
      expect((await other.responded()).text).toContain('closed after an inspection');
    });

    it('is not answered again when it may have been', async () => {
      const { server, next } = await restartAfter('unfinished', ask);
      expect(server.responses).toHaveLength(1);
      await next();
      expect(server.responses).toHaveLength(1);
    });

    it('is let go when its half hour is over', async () => {
      const { ledger, server, next } = await restartAfter('unanswered', ask);
      for (const entry of ledger.entries) {
        const redo = JSON.parse(entry.redo ?? '');
        entry.redo = JSON.stringify({ ...redo, way: { ...redo.way, until: Date.now() - 1 } });
      }
      const other = await next();
      expect(server.responses).toEqual([]);
      expect(other.log.text()).toContain('expired before it was answered');
    });
  });

  it('answers a click in a thread, and a submitted modal, whose process died', async () => {
    const value = 'f1:a:0123456789ab::repair-cost';
    const element = { type: 'button', action_id: 'footnote:answer:repair-cost:', value };
    const { ledger, server, next } = await restartAfter('unanswered', async (slack) => {
      const place = { in: 'message', thread: '1.5', responseUrl: slack.server.responseUrl() } as const;
      await slack.interaction(click(element, place));
      await slack.interaction(submission(WHY));
    });
    await until('both were taken', () => ledger.entries.length === 2);
    const other = await next();
    await ledger.until('done', 2);
    expect(server.standing).toHaveLength(1);
    expect((await other.posted()).text).toContain('Between $2m & $3m.');
    expect((await other.view('views.update')).text).toContain('closed after an inspection');
  });

  describe('while the store is away', () => {
    it('acknowledges in time, and answers when it is back', async () => {
      const { deliveries, back } = createAway();
      const slack = await start(kind, { deliveries });
      const before = performance.now();
      const asked = [
        await slack.command(command(WHY, slack.server.responseUrl())),
        await slack.event(mention(WHY)),
        await slack.interaction(submission(WHY)),
      ];
      for (const one of asked) await one.acknowledged();
      expect(performance.now() - before).toBeLessThan(2_900);
      expect(slack.server.standing).toEqual([]);
      back();
      expect((await slack.responded()).text).toContain('closed after an inspection');
      expect((await slack.posted()).text).toContain('closed after an inspection');
      expect((await slack.view('views.update')).text).toContain('closed after an inspection');
    });

    it.each(['hangs', 'rejects'] as const)(
      'for too long (%s), tells people so, once a minute',
      async (how) => {
        const { deliveries, back } = createAway(how);
        const slack = await start(kind, { deliveries, patience: 100 });
        await slack.command(command(WHY, slack.server.responseUrl()));
        expect((await slack.responded()).text).toContain('cannot look that up just now');
        await slack.event(mention(WHY));
        expect((await slack.posted()).text).toContain('cannot look that up just now');
        await slack.event(mention(WHY));
        await settle(300);
        expect(slack.server.standing).toHaveLength(1);
        back();
        await slack.event(mention(WHY));
        expect((await slack.posted(2)).text).toContain('closed after an inspection');
      },
    );
  });

  it('acknowledges an event only once it is taken, so that Slack repeats what was not', async () => {
    const { deliveries, back } = createAway();
    const slack = await start(kind, { deliveries });
    const delivery = await slack.event(mention(WHY));
    let isAcknowledged = false;
    void delivery.acknowledged().then(() => {
      isAcknowledged = true;
    });
    await settle(300);
    expect(isAcknowledged).toBe(false);
    back();
    await until('it was acknowledged', () => isAcknowledged);
    await slack.posted();
  });

  it.each([
    [1, 'looks', undefined],
    [2, 'may not look', 'missing_scope'],
  ])(
    'posts %i message(s) when Slack fails to say that the first arrived, and it %s',
    async (count, _, fault) => {
      const ledger = createLedger();
      const slack = await start(kind, { deliveries: ledger.living() });
      slack.server.fail('chat.postMessage', { status: 503, afterwards: true });
      slack.server.failAlways('conversations.replies', fault);
      await slack.event(mention(WHY));
      await ledger.until('done');
      await settle();
      expect(slack.server.standing).toHaveLength(count);
    },
  );

  it('sends nothing when another process has taken the question over meanwhile', async () => {
    const sending = () => Promise.reject(new DeliveryLost());
    const slack = await start(kind, { deliveries: { ...createMemoryDeliveries(), sending } });
    await slack.event(mention(WHY));
    await slack.command(command(WHY, slack.server.responseUrl()));
    await settle();
    expect(slack.server.standing).toEqual([]);
    expect(slack.server.responses).toEqual([]);
  });

  it('sends an answer again that Slack did not take, once', async () => {
    const ledger = createLedger();
    const slack = await start(kind, { deliveries: ledger.living(), ...SOON });
    // More often than is tried in a row.
    slack.server.fail('chat.postMessage', ...Array(4).fill('internal_error'));
    await slack.event(mention(WHY));
    await ledger.until('done');
    await settle();
    expect(slack.server.standing).toHaveLength(1);
  });
});
