import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { readMessage } from './reading.ts';
import {
  ADA,
  BEN,
  BOT,
  BOT_ROLE,
  CHANNEL,
  DM_CHANNEL,
  mentioning,
  message,
  OTHER_BOT,
  replying,
  snowflake,
  THREAD,
} from './world.ts';

const WHY = 'Why is the bridge closed?';

describe('A question in chat', () => {
  let discord: Harness;
  beforeAll(async () => {
    discord = await startHarness();
  });
  afterAll(() => discord.stop());

  it('is answered when it mentions the bot', async () => {
    const question = mentioning(WHY);
    const reply = await discord.say(question);
    expect(readMessage(reply).text).toContain('a crack was found in the second pillar. [2][1]');
    expect(reply.message_reference).toMatchObject({ message_id: question.id, fail_if_not_exists: false });
    expect(reply).toMatchObject({ nonce: question.id, enforce_nonce: true });
  });

  it('is answered when it mentions the role Discord made for the bot', async () => {
    const reply = await discord.say(message(`<@&${BOT_ROLE}> ${WHY}`, { mention_roles: [BOT_ROLE] }));
    expect(readMessage(reply).text).toContain('Ada Brown');
  });

  it('is answered in a direct message without a mention', async () => {
    const reply = await discord.say(message(WHY, { channel: DM_CHANNEL }));
    expect(readMessage(reply).text).toContain('Ada Brown');
  });

  it('is answered when it replies to the bot, whose ping is off', async () => {
    const answer = message('', { author: BOT });
    const reply = await discord.say(replying(WHY, answer));
    expect(readMessage(reply).text).toContain('Ada Brown');
  });

  it('is answered in a thread when it mentions the bot', async () => {
    const reply = await discord.say(mentioning(WHY, { channel: THREAD }));
    expect(readMessage(reply).text).toContain('Ada Brown');
  });

  it('is answered in a thread that was opened where the bot did not look', async () => {
    const reply = await discord.say(mentioning(WHY, { channel: snowflake(), channel_type: 11 }));
    expect(readMessage(reply).text).toContain('Ada Brown');
  });

  it('is understood as a follow-up of the same person in the same channel only', async () => {
    await discord.say(mentioning('When was the bridge closed?'));
    expect(readMessage(await discord.say(mentioning('again'))).text).toContain('On Friday, 4 March. [1]');
    const byBen = await discord.say(mentioning('again', { author: BEN }));
    expect(readMessage(byBen).text).toContain('The report does not say');
  });

  it('reaches the responder without mentions, emoji and channel links', async () => {
    await discord.say(mentioning(`what  about <#${CHANNEL}> <:wave:123456789012345678> this`));
    expect(discord.responder.asked.at(-1)?.utterance).toBe('what about this');
  });

  it('is answered even when it is nothing but the mention', async () => {
    expect(readMessage(await discord.say(mentioning(''))).text).toContain('Ask a question about the report.');
  });

  it('is met with an explanation when Discord withholds its text', async () => {
    const reply = await discord.say(replying('', message('', { author: BOT })));
    expect(readMessage(reply).text).toContain('I cannot read that message');
    const byRole = await discord.say(message('', { mention_roles: [BOT_ROLE] }));
    expect(readMessage(byRole).text).toContain('I cannot read that message');
  });

  it('is answered when it pings the bot by replying to a message that is gone', async () => {
    const reply = await discord.say(replying(WHY, null, { mentions: [BOT] }));
    expect(readMessage(reply).text).toContain('Ada Brown');
  });

  it('never pings anybody', async () => {
    const reply = await discord.say(mentioning('@everyone'));
    expect(reply.allowed_mentions).toEqual({ parse: [], replied_user: false });
  });

  it('is answered once when it is delivered twice', async () => {
    const question = mentioning(WHY);
    discord.server.gateway.dispatch('MESSAGE_CREATE', question);
    await discord.say(question);
    await discord.say(mentioning('hello'));
    const replies = discord.server.sent.filter((s) => s.body?.nonce === question.id);
    expect(replies).toHaveLength(1);
  });

  it('is left alone when it is not for the bot or no person wrote it', async () => {
    const ignored = [
      message(WHY),
      message(`<@${BEN.id}> ${WHY}`, { mentions: [BEN] }),
      message(`@everyone ${WHY}`, { mention_everyone: true }),
      mentioning(WHY, { author: OTHER_BOT }),
      mentioning(WHY, { author: BOT }),
      mentioning(WHY, { webhook_id: snowflake() }),
      mentioning(WHY, { type: 7 }),
      replying(WHY, message('', { author: BEN })),
      replying(WHY, null),
      message(WHY, { channel: THREAD }),
    ];
    for (const one of ignored) discord.server.gateway.dispatch('MESSAGE_CREATE', one);
    await discord.say(mentioning('hello'));
    const answered = discord.server.sent.map((s) => s.body?.message_reference?.message_id);
    expect(ignored.map((m) => m.id).filter((id) => answered.includes(id))).toEqual([]);
  });

  it('does not raise "is typing" when the answer is there at once', () => {
    expect(discord.server.sent.filter((s) => s.path.endsWith('/typing'))).toEqual([]);
  });

  it('asks for no privileged gateway intent and sends nothing that Discord refuses', () => {
    const MESSAGE_CONTENT = 1 << 15;
    expect(discord.server.gateway.identities.map((i) => i.intents & MESSAGE_CONTENT)).toEqual([0]);
    expect(discord.server.refused).toEqual([]);
  });

  it('is never logged, nor is the token', () => {
    const log = JSON.stringify(discord.lines);
    expect(log).not.toContain('secret-token');
    expect(log).not.toContain(WHY);
    expect(log).not.toContain(ADA.username);
  });
});

describe('With follow-ups in threads switched on', () => {
  let discord: Harness;
  beforeAll(async () => {
    discord = await startHarness({ threadFollowups: true });
  });
  afterAll(() => discord.stop());

  it('the MessageContent gateway intent is asked for', () => {
    expect(discord.server.gateway.identities[0]?.intents).toBe((1 << 0) | (1 << 9) | (1 << 12) | (1 << 15));
  });

  it('a thread the bot has not answered in is left alone, and afterwards needs no mention', async () => {
    const before = message(WHY, { channel: THREAD });
    discord.server.gateway.dispatch('MESSAGE_CREATE', before);
    await discord.say(mentioning(WHY, { channel: THREAD }));
    expect(discord.server.sent.some((s) => s.body?.nonce === before.id)).toBe(false);
    const reply = await discord.say(message('Who is Ada Brown?', { channel: THREAD }));
    expect(readMessage(reply).text).toContain('Ada Brown is the city engineer. [1]');
  });

  it('what people say to each other there is left alone', async () => {
    const toBen = message(`<@${BEN.id}> ${WHY}`, { channel: THREAD, mentions: [BEN] });
    const answer = replying(WHY, message('', { author: BEN, channel: THREAD }), { channel: THREAD });
    for (const one of [toBen, answer]) discord.server.gateway.dispatch('MESSAGE_CREATE', one);
    await discord.say(message('hello', { channel: THREAD }));
    const nonces = discord.server.sent.map((s) => s.body?.nonce);
    expect(nonces).not.toContain(toBen.id);
    expect(nonces).not.toContain(answer.id);
  });

  it('a thread the bot is a member of needs no mention after a restart', async () => {
    const joined = {
      id: snowflake(),
      type: 11,
      guild_id: '800000000000000001',
      parent_id: CHANNEL,
      name: 'older',
      owner_id: ADA.id,
      thread_metadata: {
        archived: false,
        auto_archive_duration: 60,
        archive_timestamp: '2022-03-08T00:00:00.000Z',
        locked: false,
      },
      member: { id: '1', user_id: BOT.id, join_timestamp: '2022-03-08T00:00:00.000Z', flags: 0 },
    };
    discord.server.gateway.dispatch('THREAD_CREATE', joined);
    const reply = await discord.say(message(WHY, { channel: joined.id, channel_type: 11 }));
    expect(readMessage(reply).text).toContain('Ada Brown');
  });
});

describe('When the answer takes long', () => {
  it('"is typing" shows that it is coming', async () => {
    const slow = {
      get: () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 700)),
      set: () => undefined,
    };
    const discord = await startHarness({ conversations: slow });
    await discord.say(mentioning(WHY));
    const order = discord.server.sent
      .filter((s) => s.path.startsWith('/channels/'))
      .map((s) => s.path.split('/').at(-1));
    expect(order).toEqual(['typing', 'messages']);
    await discord.stop();
  });
});
