import { afterEach, describe, expect, it } from 'vitest';
import type { DiscordOptions } from '../../../src/adapters/discord/adapter.ts';
import type { PostEntry, QuestionEntry } from '../../../src/adapters/journal.ts';
import type { Allowance, Limits } from '../../../src/adapters/limits.ts';
import { type Harness, startHarness } from './harness.ts';
import { idOf, readMessage } from './reading.ts';
import { ADA, BEN, BOT, CHANNEL, click, command, mentioning, selected, THREAD, typing } from './world.ts';

const WHY = 'Why is the bridge closed?';
const EPHEMERAL = 64;

let discord: Harness;
const start = async (options: Partial<DiscordOptions> = {}) => {
  discord = await startHarness(options);
};
afterEach(() => discord.stop());

const settle = (milliseconds = 150) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const repliesTo = ({ id }: { readonly id: string }) =>
  discord.server.standing.filter(({ replyTo }) => replyTo === id);

/** Lets so many questions through, then asks to wait. */
function createLimits(free: number, wait: Exclude<Allowance, { readonly kind: 'go' }>) {
  const taken: string[] = [];
  const limits: Limits = {
    async take(platform, user, channel) {
      taken.push([platform, user, channel].join(' '));
      return taken.length <= free ? { kind: 'go' } : wait;
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

describe('Somebody who asks too much', () => {
  it('is told so alone, and when to go on', async () => {
    const { limits, taken } = createLimits(1, { kind: 'wait', who: 'user', seconds: 12.3 });
    await start({ limits });
    const first = await discord.interact(command('ask', { question: WHY }));
    expect(readMessage(first.data).text).toContain('Ada Brown');
    const second = await discord.interact(command('ask', { question: WHY }));
    expect(readMessage(second.data).text).toContain('I am glad to go on in 13 seconds.');
    expect(second.data.flags & EPHEMERAL).toBe(EPHEMERAL);
    const button = await discord.interact(click(idOf(first.data, 'What will the repair cost?')));
    expect(readMessage(button.data).text).toContain('in 13 seconds');
    expect(taken).toEqual(Array(3).fill(`discord ${ADA.id} ${CHANNEL}`));
  });

  it('is told in a channel once a minute, and everybody on their own', async () => {
    const { limits } = createLimits(0, { kind: 'wait', who: 'user', seconds: 1 });
    await start({ limits });
    expect(readMessage(await discord.say(mentioning(WHY))).text).toContain('in 1 second.');
    const again = mentioning(WHY);
    discord.server.gateway.dispatch('MESSAGE_CREATE', again);
    expect(readMessage(await discord.say(mentioning(WHY, { author: BEN }))).text).toContain('in 1 second.');
    await settle();
    expect(repliesTo(again)).toEqual([]);
  });

  it('hears when it is the channel where too much was asked, small talk included', async () => {
    const { limits } = createLimits(0, { kind: 'wait', who: 'channel', seconds: 120 });
    await start({ limits });
    const body = await discord.interact(command('ask', { question: 'hello' }));
    expect(readMessage(body.data).text).toContain(
      'asked here in a short time. I am glad to go on in 2 minutes.',
    );
  });

  it('can still look at lists, and give feedback', async () => {
    const { limits, taken } = createLimits(0, { kind: 'wait', who: 'user', seconds: 9 });
    await start({ limits });
    expect(readMessage((await discord.interact(command('topics'))).data).text).toContain('The bridge (4)');
    const thanks = await discord.interact(click('f1:h:0123456789ab::bridge-why'));
    expect(readMessage(thanks.data).text).toContain('Thank you');
    expect(taken).toEqual([]);
  });
});

describe('When more is asked than can be answered', () => {
  it('interactions are told so at once, messages once a minute in each channel', async () => {
    const { conversations, letGo } = createHold();
    await start({ conversations, maxUnderWay: 1 });
    const held = mentioning(WHY);
    discord.server.gateway.dispatch('MESSAGE_CREATE', held);
    const before = performance.now();
    const refused = await discord.interact(command('ask', { question: WHY }));
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(readMessage(refused.data).text).toContain('More is asked of me right now than I can answer');
    expect(refused.data.flags & EPHEMERAL).toBe(EPHEMERAL);
    const button = await discord.interact(click('f1:a:0123456789ab::repair-cost'));
    expect(readMessage(button.data).text).toContain('More is asked');
    const suggested = await discord.interact(typing('ask', 'question', 'bridge'));
    expect(suggested.data.choices).toEqual([]);
    const [first, second, elsewhere] = [
      mentioning(WHY),
      mentioning(WHY),
      mentioning(WHY, { channel: THREAD }),
    ];
    for (const one of [first, second]) discord.server.gateway.dispatch('MESSAGE_CREATE', one);
    expect(readMessage(await discord.say(elsewhere)).text).toContain('More is asked');
    await settle();
    expect([first, second].map((one) => repliesTo(one).length)).toEqual([1, 0]);
    expect(repliesTo(held)).toEqual([]);
    letGo();
    await settle(300);
    expect(repliesTo(held)).toHaveLength(1);
    const after = await discord.interact(command('ask', { question: WHY }));
    expect(readMessage(after.data).text).toContain('Ada Brown');
  });
});

describe('Privacy', () => {
  it('/privacy tells what is kept and for how long, and offers to forget', async () => {
    const forgotten: string[] = [];
    const forget = async (platform: string, user: string) => {
      forgotten.push(`${platform} ${user}`);
      return { questions: 3, conversations: 1 };
    };
    await start({ keepQuestionsDays: 30, forget });
    const body = await discord.interact(command('privacy'));
    const { text, labels } = readMessage(body.data);
    expect(body.data.flags & EPHEMERAL).toBe(EPHEMERAL);
    expect(text).toContain('for 30 days and then erased');
    expect(text).toContain('no language model');
    expect(labels).toEqual(['Forget me']);
    const done = await discord.interact(click(idOf(body.data, 'Forget me'), { isPrivate: true }));
    expect(readMessage(done.data).text).toBe('Done. I erased 3 questions and 1 conversation of yours.');
    expect(done.data.flags & EPHEMERAL).toBe(EPHEMERAL);
    expect(forgotten).toEqual([`discord ${ADA.id}`]);
  });

  it('/privacy and /about say when words are not kept, and what is kept without a store', async () => {
    await start({ keepQuestionsDays: 0 });
    for (const name of ['privacy', 'about']) {
      const { text, labels } = readMessage((await discord.interact(command(name))).data);
      expect(text).toContain('Neither the words of a question nor who asked it is kept.');
      expect(labels).toEqual([]);
    }
    await discord.restart({ keepQuestionsDays: undefined } as never);
    const { text } = readMessage((await discord.interact(command('privacy'))).data);
    expect(text).toContain('for half an hour');
    expect(text).not.toContain('day');
  });

  it('“Forget me” ends the conversation too, and says so when erasing fails', async () => {
    let works = true;
    const forget = async () => {
      if (!works) throw new Error('the database is away');
      return { questions: 0, conversations: 0 };
    };
    await start({ keepQuestionsDays: 30, forget });
    const { data } = await discord.interact(command('privacy'));
    await discord.say(mentioning(WHY));
    const done = await discord.interact(click(idOf(data, 'Forget me')));
    expect(readMessage(done.data).text).toContain('nothing of yours left');
    expect(readMessage(await discord.say(mentioning('again'))).text).toContain('The report does not say');
    works = false;
    const failed = await discord.interact(click(idOf(data, 'Forget me')));
    expect(readMessage(failed.data).text).toContain('could not erase that just now');
    expect(discord.lines.map((l) => l.message)).toContain('Cannot forget a person');
  });
});

describe('The journal', () => {
  const createJournal = () => {
    const asked: QuestionEntry[] = [];
    const posted: PostEntry[] = [];
    const journal = {
      asked: (entry: QuestionEntry) => void asked.push(entry),
      posted: (entry: PostEntry) => void posted.push(entry),
    };
    return { asked, posted, journal };
  };

  it('is told every question and what came of it, however it was asked', async () => {
    const { asked, journal } = createJournal();
    await start({ journal });
    await discord.say(mentioning(WHY));
    await discord.interact(command('ask', { question: 'which one' }));
    await discord.interact(selected(mentioning('What is the meaning of life?', { author: BEN })));
    await discord.interact(command('ask', { question: 'What will the repair cost?', private: true }));
    await discord.interact(click('f1:a:0123456789ab::repair-cost'));
    await discord.interact(command('ask', { question: 'excerpt' }));
    await discord.interact(command('ask', { question: 'hello' }));
    await discord.say(mentioning(''));
    expect(
      asked.map(({ outcome, reason, confidence, utterance }) => [utterance, outcome, reason, confidence]),
    ).toEqual([
      [WHY, 'answer', undefined, 1],
      ['which one', 'disambiguation', undefined, undefined],
      ['What is the meaning of life?', 'fallback', 'unmatched', undefined],
      ['What will the repair cost?', 'answer', undefined, 1],
      ['What will the repair cost?', 'answer', undefined, 1],
      ['excerpt', 'excerpt', undefined, undefined],
      ['hello', 'smalltalk', undefined, undefined],
      ['', 'fallback', 'empty', undefined],
    ]);
    expect(asked[0]).toMatchObject({
      platform: 'discord',
      user: ADA.id,
      channel: CHANNEL,
      intents: ['bridge-why'],
      packVersion: '0123456789ab',
    });
    expect(asked[1]?.intents).toHaveLength(3);
    for (const { milliseconds } of asked) {
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      expect(milliseconds).toBeLessThan(5_000);
    }
  });

  it('is told of answers that stand in a channel, and of no others', async () => {
    const { posted, journal } = createJournal();
    await start({ journal });
    const reply = mentioning(WHY);
    await discord.say(reply);
    const open = await discord.interact(command('ask', { question: 'both' }));
    await discord.interact(command('ask', { question: WHY, private: true }));
    await discord.interact(command('ask', { question: 'excerpt' }));
    await discord.interact(command('topics'));
    await discord.interact(click(idOf(open.data, 'Show in context')));
    await discord.interact(click('f1:s:0123456789ab::repair-cost', { isPrivate: true }));
    await discord.interact(typing('ask', 'question', 'bridge'));
    await settle();
    expect(posted.map(({ intents, channel }) => [channel, intents])).toEqual([
      [CHANNEL, ['bridge-why']],
      [CHANNEL, ['bridge-why', 'bridge-when']],
      [CHANNEL, ['repair-cost']],
    ]);
    expect(posted[0]?.message).toBe(repliesTo(reply)[0]?.id);
    expect(new Set(posted.map(({ message }) => message)).size).toBe(3);
  });
});

describe('The log', () => {
  it('ties the lines of a delivery together, and has no words, people, places or tokens in it', async () => {
    const broken = {
      get: () => {
        throw new Error(`Cannot read /webhooks/${BOT.id}/secret-of-an-interaction of ${ADA.id}`);
      },
      set: () => undefined,
    };
    await start({ conversations: broken });
    const question = mentioning(WHY);
    discord.server.fail('POST', /^\/channels\/\d+\/messages$/, { status: 403, code: 50013 });
    discord.server.gateway.dispatch('MESSAGE_CREATE', question);
    const asked = command('ask', { question: WHY });
    await discord.interact(asked);
    await settle();
    const requests = discord.lines.flatMap(({ detail, message }) => {
      const { request } = detail as { readonly request?: string };
      return request === undefined ? [] : [[request, message] as const];
    });
    const ofRequest = new Map<string, number>();
    for (const [request] of requests) ofRequest.set(request, (ofRequest.get(request) ?? 0) + 1);
    for (const request of ofRequest.keys()) expect(request).toMatch(/^[0-9a-f]{8}$/u);
    // The message could neither be understood nor replied to; the interaction could be replied to.
    expect([...ofRequest.values()].sort()).toEqual([1, 2]);
    const log = JSON.stringify(discord.lines);
    for (const secret of [
      WHY,
      ADA.id,
      CHANNEL,
      question.id,
      asked.id,
      asked.token,
      'secret-of-an',
      'secret-token',
    ])
      expect(log).not.toContain(secret);
  });
});

describe('The state', () => {
  it('tells whether Discord is connected and what is under way', async () => {
    const { conversations, letGo } = createHold();
    discord = await startHarness({ conversations, start: false });
    const state = () => discord.adapter.state?.();
    expect(state()).toMatchObject({ connected: false, underWay: 0 });
    await discord.adapter.start();
    expect(state()).toEqual({ connected: true, underWay: 0, detail: { shards: 1, shardsReady: 1 } });
    discord.server.gateway.dispatch('MESSAGE_CREATE', mentioning(WHY));
    await settle(100);
    expect(state()?.underWay).toBe(1);
    discord.server.gateway.drop();
    await settle(50);
    expect(state()).toMatchObject({ connected: false, detail: { shards: 1, shardsReady: 0 } });
    for (let i = 0; i < 200 && !state()?.connected; i += 1) await settle(20);
    expect(state()).toMatchObject({ connected: true, underWay: 1 });
    letGo();
    await settle(100);
    expect(state()?.underWay).toBe(0);
  });
});
