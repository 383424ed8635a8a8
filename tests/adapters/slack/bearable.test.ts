import { afterEach, describe, expect, it } from 'vitest';
import type { PostEntry, QuestionEntry } from '../../../src/adapters/journal.ts';
import type { Limits } from '../../../src/adapters/limits.ts';
import type { SlackOptions } from '../../../src/adapters/slack/adapter.ts';
import { LABELS } from '../../../src/adapters/wording.ts';
import { modalSchema, textOfBlocks } from './block-kit.ts';
import { type DoorKind, type Harness, startSlack } from './harness.ts';
import { click, command, directMessage, mention, message, submission } from './payloads.ts';

const WHY = 'Why is the bridge closed?';

const running: Harness[] = [];
const start = async (kind: DoorKind, options: Partial<SlackOptions> = {}) => {
  const slack = await startSlack(kind, options);
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

/** Asks everybody to wait. */
function createLimits() {
  const taken: string[] = [];
  const limits: Limits = {
    async take(platform, user, channel) {
      taken.push([platform, user, channel].join(' '));
      return { kind: 'wait', who: 'user', seconds: 5 };
    },
  };
  return { limits, taken };
}

/** Conversations that hold every question until they let go. */
function createHold() {
  let letGo = () => {};
  const held = new Promise<undefined>((resolve) => {
    letGo = () => resolve(undefined);
  });
  return { conversations: { get: () => held, set: () => undefined }, letGo: () => letGo() };
}

describe.each<DoorKind>(['socket', 'http'])('Slack over %s', (kind) => {
  it('asks those who ask too much to wait: alone where it can, else once a minute', async () => {
    const { limits, taken } = createLimits();
    const slack = await start(kind, { limits });
    await slack.command(command(WHY, slack.server.responseUrl()));
    const told = await slack.responded();
    expect(told.args).toMatchObject({ response_type: 'ephemeral' });
    expect(told.text).toContain('I am glad to go on in 5 seconds.');
    const delivery = await slack.interaction(submission(WHY));
    const { view } = (await delivery.acknowledged()) as { view: unknown };
    expect(textOfBlocks(modalSchema.parse(view).blocks)).toContain('in 5 seconds');
    await slack.event(mention(WHY));
    expect((await slack.posted()).text).toContain('in 5 seconds');
    await slack.event(mention('hello'));
    await slack.event(mention(WHY, { user: 'U2' }));
    await slack.posted(2);
    await settle();
    expect(slack.server.standing).toHaveLength(2);
    expect(taken[0]).toBe('slack T1:U1 T1:C1');
    await slack.command(command('topics', slack.server.responseUrl()));
    expect((await slack.responded(2)).text).toContain('The warning');
  });

  it('says at once when more is asked than it can answer', async () => {
    const { conversations, letGo } = createHold();
    const slack = await start(kind, { conversations, maxUnderWay: 1 });
    await slack.event(mention(WHY));
    await settle(100);
    const asked = await slack.command(command(WHY, slack.server.responseUrl()));
    expect(await asked.acknowledged()).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('More is asked of me right now'),
    });
    const submitted = await slack.interaction(submission(WHY));
    const { view } = (await submitted.acknowledged()) as { view: unknown };
    expect(textOfBlocks(modalSchema.parse(view).blocks)).toContain('More is asked of me right now');
    for (let i = 0; i < 2; i += 1) await (await slack.event(mention(WHY))).acknowledged();
    await slack.event(directMessage(WHY));
    // What people say to each other is none of its business, however much there is of it.
    await slack.event(message(WHY, { thread_ts: '1.1', parent_user_id: 'U1', channel: 'C7' }));
    await slack.posted(2);
    await settle();
    expect(slack.server.standing.map(({ channel }) => channel).sort()).toEqual(['C1', 'D1']);
    letGo();
    expect((await slack.posted(3)).text).toContain('closed after an inspection');
  });

  it('“privacy” tells what is kept and for how long, and offers to forget', async () => {
    const forgotten: string[] = [];
    const forget = async (platform: string, user: string) => {
      forgotten.push(`${platform} ${user}`);
      return { questions: 1, conversations: 0 };
    };
    const slack = await start(kind, { keepQuestionsDays: 1, forget });
    await slack.command(command('Privacy', slack.server.responseUrl()));
    const shown = await slack.responded();
    expect(shown.args).toMatchObject({ response_type: 'ephemeral' });
    expect(shown.text).toContain('for one day and then erased');
    const place = { in: 'message', ephemeral: true, responseUrl: slack.server.responseUrl() } as const;
    await slack.interaction(click(shown.button(LABELS.forgetMe), place));
    const done = await slack.responded(2);
    expect(done.text).toBe('Done. I erased 1 question of yours.');
    expect(done.args).toMatchObject({ response_type: 'ephemeral' });
    expect(forgotten).toEqual(['slack T1:U1']);
  });

  it('“privacy” has no button where there is nothing to forget', async () => {
    const slack = await start(kind);
    await slack.command(command('privacy', slack.server.responseUrl()));
    const { text, labels } = await slack.responded();
    expect(text).toContain('for half an hour');
    expect(text).not.toContain('days');
    expect(labels).toEqual([]);
  });

  it('notes every question, and the answers that stand in a channel', async () => {
    const asked: QuestionEntry[] = [];
    const posted: PostEntry[] = [];
    const journal = {
      asked: (entry: QuestionEntry) => void asked.push(entry),
      posted: (entry: PostEntry) => void posted.push(entry),
    };
    const slack = await start(kind, { journal });
    await slack.event(mention(WHY));
    const shown = await slack.posted();
    await slack.command(command('which', slack.server.responseUrl()));
    await slack.responded();
    await (await slack.interaction(submission('nonsense'))).acknowledged();
    const place = { in: 'message', thread: '1.5', responseUrl: slack.server.responseUrl() } as const;
    await slack.interaction(click(shown.button('What will the repair cost?'), place));
    await slack.posted(2);
    await slack.interaction(click(shown.button(LABELS.context), place));
    await slack.view('views.open');
    await slack.event(mention('excerpt'));
    await slack.posted(3);
    await settle(50);
    expect(
      asked.map(({ outcome, user, channel, intents }) => [outcome, user, channel, intents.length]),
    ).toEqual([
      ['answer', 'T1:U1', 'T1:C1', 1],
      ['disambiguation', 'T1:U1', 'T1:C1', 3],
      ['fallback', 'T1:U1', 'T1:U1', 3],
      ['answer', 'T1:U1', 'T1:C1', 1],
      ['excerpt', 'T1:U1', 'T1:C1', 3],
    ]);
    expect(asked[0]).toMatchObject({
      platform: 'slack',
      utterance: WHY,
      intents: ['bridge-why'],
      confidence: 1,
    });
    const [first, second] = slack.server.standing;
    const entry = { platform: 'slack', channel: 'T1:C1', packVersion: '0123456789ab' };
    expect(posted).toEqual([
      { ...entry, message: first?.ts, intents: ['bridge-why'] },
      { ...entry, message: second?.ts, intents: ['repair-cost'] },
    ]);
  });

  it('has no words, people, places or tokens in its log, and ties the lines of a delivery together', async () => {
    const broken = {
      get: () => {
        throw new Error('Cannot read U0123ABCD at https://hooks.slack.com/app/T0123ABCD/1/secret-of-a-click');
      },
      set: () => undefined,
    };
    const slack = await start(kind, { conversations: broken });
    slack.server.fail('chat.postMessage', 'not_in_channel');
    const asked = mention(WHY, { channel: 'C0123ABCD', user: 'U0123ABCD' });
    await slack.event(asked);
    const url = slack.server.responseUrl();
    slack.server.failAlways('response_url', { status: 404 });
    await slack.command(command(WHY, url));
    await slack.responded();
    await slack.posted(2);
    await settle();
    const log = slack.log.text();
    for (const secret of [
      WHY,
      asked.ts,
      'C0123ABCD',
      'U0123ABCD',
      'T0123ABCD',
      'secret-of',
      url,
      'xoxb-test',
    ])
      expect(log).not.toContain(secret);
    const requests = slack.log.lines.flatMap(({ detail }) => {
      const { request } = detail as { readonly request?: string };
      return request === undefined ? [] : [request];
    });
    expect(requests).toHaveLength(4);
    expect(new Set(requests).size).toBe(2);
  });

  it('tells its state', async () => {
    const { conversations, letGo } = createHold();
    const slack = await startSlack(kind, { conversations }, { start: false });
    running.push(slack);
    const state = () => slack.adapter.state?.();
    const open = (n: number) => (kind === 'socket' ? { sockets: 2 * n } : { servers: n });
    expect(state()).toEqual({ connected: false, underWay: 0, detail: open(0) });
    await slack.adapter.start();
    expect(state()).toEqual({ connected: true, underWay: 0, detail: open(1) });
    await slack.event(mention(WHY));
    await settle(100);
    expect(state()?.underWay).toBe(1);
    letGo();
    await slack.posted();
    await settle(50);
    expect(state()?.underWay).toBe(0);
    await slack.adapter.stop();
    expect(state()?.connected).toBe(false);
  });
});
