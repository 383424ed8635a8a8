import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { idOf, readMessage } from './reading.ts';
import { problemsOf } from './schemas.ts';
import {
  CHANNEL,
  click,
  command,
  DM_CHANNEL,
  mentioning,
  message,
  snowflake,
  THREAD,
  typing,
} from './world.ts';

const WHY = 'Why is the bridge closed?';
const CALLBACK = /^\/interactions\/.*callback$/;
const MESSAGES = /^\/channels\/\d+\/messages$/;

let discord: Harness;
let mark = 0;
beforeAll(async () => {
  discord = await startHarness();
  mark = discord.lines.length;
});
afterEach(() => {
  mark = discord.lines.length;
});
afterAll(() => discord.stop());

const logged = (level: string) => discord.lines.slice(mark).filter((line) => line.level === level);
const codes = (level: string) => logged(level).map((line) => (line.detail as { code?: unknown }).code);

/** Everything before this has been dealt with: one more question got its answer. */
const settle = async () => {
  await discord.say(mentioning('hello', { channel: THREAD }));
  await new Promise((resolve) => setTimeout(resolve, 50));
};

describe('An interaction', () => {
  it('that expired (10062) is dropped with one line in the log', async () => {
    discord.server.fail('POST', CALLBACK, { status: 404, code: 10062 });
    discord.server.gateway.dispatch('INTERACTION_CREATE', command('ask', { question: WHY }));
    await settle();
    expect(codes('info')).toEqual([10062]);
    expect([...logged('warn'), ...logged('error')]).toEqual([]);
  });

  it('that somebody acknowledged already (40060) counts as answered', async () => {
    discord.server.fail('POST', CALLBACK, { status: 400, code: 40060 });
    discord.server.gateway.dispatch('INTERACTION_CREATE', command('ask', { question: WHY }));
    await settle();
    expect(discord.lines.slice(mark)).toEqual([]);
  });

  it('whose answer got lost on the way back (5xx after it was taken) is answered once', async () => {
    discord.server.fail('POST', CALLBACK, { status: 502, afterwards: true });
    const question = command('ask', { question: WHY });
    await discord.interact(question);
    await settle();
    expect(discord.server.sent.filter((s) => s.path.includes(question.token))).toHaveLength(1);
    expect(discord.lines.slice(mark).map((l) => l.message)).toEqual(['Discord failed to answer']);
  });

  it('is answered in spite of a 5xx', async () => {
    discord.server.fail('POST', CALLBACK, { status: 503 }, 2);
    expect(readMessage((await discord.interact(command('ask', { question: WHY }))).data).text).toContain(
      'Ada Brown',
    );
  });

  it('is answered in spite of a rate limit (429)', async () => {
    const headers = { 'retry-after': '0.2', 'x-ratelimit-scope': 'user' };
    discord.server.fail('POST', CALLBACK, {
      status: 429,
      headers,
      body: { message: 'slow', retry_after: 0.2, global: false },
    });
    expect(readMessage((await discord.interact(command('ask', { question: WHY }))).data).text).toContain(
      'Ada Brown',
    );
  });

  it('whose answer is refused (50035) gets an apology instead of silence', async () => {
    discord.server.fail('POST', CALLBACK, { status: 400, code: 50035 });
    const body = await discord.interact(command('ask', { question: WHY }));
    expect(readMessage(body.data).text).toContain('Something went wrong');
    expect(codes('error')).toEqual([50035]);
  });

  it('for autocomplete that expired is dropped silently', async () => {
    discord.server.fail('POST', CALLBACK, { status: 404, code: 10062 });
    discord.server.gateway.dispatch('INTERACTION_CREATE', typing('ask', 'question', 'x'));
    await settle();
    expect(discord.lines.slice(mark)).toEqual([]);
  });

  it('that fails inside gets an apology, and the log the reason without the question', async () => {
    await discord.restart({
      conversations: {
        get: () => {
          throw new Error('store is broken');
        },
        set: () => undefined,
      },
    });
    mark = discord.lines.length;
    const body = await discord.interact(command('ask', { question: WHY }));
    expect(readMessage(body.data).text).toContain('Something went wrong');
    expect(JSON.stringify(logged('error'))).toContain('store is broken');
    expect(JSON.stringify(discord.lines)).not.toContain(WHY);
    const reply = await discord.say(mentioning(WHY));
    expect(readMessage(reply).text).toContain('Something went wrong');
    await discord.restart();
  });

  it('with feedback that cannot be recorded is thanked for and logged', async () => {
    await discord.restart({ feedback: { record: () => Promise.reject(new Error('disk is full')) } });
    mark = discord.lines.length;
    const body = await discord.interact(command('ask', { question: WHY }));
    const reply = await discord.interact(click(idOf(body.data, 'Helpful')));
    expect(readMessage(reply.data).text).toContain('Thank you');
    expect(JSON.stringify(logged('error'))).toContain('disk is full');
    await discord.restart();
  });
});

describe('A message', () => {
  it('whose answer got lost on the way back is answered once, by its nonce', async () => {
    discord.server.fail('POST', MESSAGES, { status: 502, afterwards: true });
    const question = mentioning(WHY);
    await discord.say(question);
    await settle();
    const replies = discord.server.sent.filter((s) => s.body?.nonce === question.id);
    expect(new Set(replies.map((r) => JSON.stringify(r.body))).size).toBe(1);
    expect(replies.every((r) => r.body.enforce_nonce)).toBe(true);
  });

  it('is answered in spite of a rate limit (429), which is logged', async () => {
    const headers = { 'retry-after': '0.2', 'x-ratelimit-scope': 'user' };
    discord.server.fail('POST', MESSAGES, {
      status: 429,
      headers,
      body: { message: 'slow', retry_after: 0.2, global: false },
    });
    expect(readMessage(await discord.say(mentioning(WHY))).text).toContain('Ada Brown');
    expect(logged('warn').map((l) => l.message)).toEqual(['Rate limited by Discord']);
  });

  it('is answered in spite of a 5xx', async () => {
    discord.server.fail('POST', MESSAGES, { status: 500 }, 2);
    expect(readMessage(await discord.say(mentioning(WHY))).text).toContain('Ada Brown');
  });

  it.each([
    [50013, 403],
    [50001, 403],
    [50083, 400],
    [160005, 400],
  ])(
    'in a channel closed to the bot (%i) is answered by a direct message that says so, logged once a channel',
    async (code, status) => {
      const channel = snowflake();
      const closed = new RegExp(`^/channels/${channel}/messages$`);
      discord.server.fail('POST', closed, { status, code }, 2);
      for (let i = 0; i < 2; i += 1) {
        const before = discord.server.sent.length;
        discord.server.gateway.dispatch('MESSAGE_CREATE', mentioning(WHY, { channel, channel_type: 0 }));
        const isNew = (s: (typeof discord.server.sent)[number]) => discord.server.sent.indexOf(s) >= before;
        const said = await discord.server.until((s) => s.kind === 'message' && isNew(s), 'a direct message');
        expect(said.path).toBe(`/channels/${DM_CHANNEL}/messages`);
        expect(readMessage(said.body).text).toContain('not allowed to write');
      }
      await settle();
      expect(codes('warn')).toEqual([code]);
    },
  );

  it('of a person who takes no direct messages either (50007) is left, without a retry', async () => {
    const channel = snowflake();
    discord.server.fail('POST', new RegExp(`^/channels/${channel}/messages$`), { status: 403, code: 50013 });
    discord.server.fail('POST', new RegExp(`^/channels/${DM_CHANNEL}/messages$`), {
      status: 403,
      code: 50007,
    });
    discord.server.gateway.dispatch('MESSAGE_CREATE', mentioning(WHY, { channel, channel_type: 0 }));
    await settle();
    expect(codes('warn')).toEqual([50013]);
    expect(logged('error')).toEqual([]);
  });

  it('asked directly by a person who has since closed the door (50007) is left', async () => {
    discord.server.fail('POST', new RegExp(`^/channels/${DM_CHANNEL}/messages$`), {
      status: 403,
      code: 50007,
    });
    const before = discord.server.sent.length;
    discord.server.gateway.dispatch('MESSAGE_CREATE', message(WHY, { channel: DM_CHANNEL }));
    await settle();
    expect(discord.server.sent.slice(before).filter((s) => s.path.includes(DM_CHANNEL))).toEqual([]);
    expect(logged('error')).toEqual([]);
  });

  it('that may not be referred to (160002) is answered without reference', async () => {
    discord.server.fail('POST', MESSAGES, { status: 403, code: 160002 });
    const reply = await discord.say(mentioning(WHY));
    expect(reply.message_reference).toBeUndefined();
    expect(readMessage(reply).text).toContain('Ada Brown');
  });

  it('in a channel that is gone (10003) is dropped', async () => {
    discord.server.fail('POST', new RegExp(`^/channels/${CHANNEL}/messages$`), { status: 404, code: 10003 });
    discord.server.gateway.dispatch('MESSAGE_CREATE', mentioning(WHY, { channel: CHANNEL }));
    await settle();
    expect(codes('info')).toEqual([10003]);
  });

  it('whose answer is refused (50035) gets an apology', async () => {
    discord.server.fail('POST', MESSAGES, { status: 400, code: 50035 });
    const before = discord.server.sent.length;
    discord.server.gateway.dispatch('MESSAGE_CREATE', mentioning(WHY));
    const said = await discord.server.until(
      (s) => discord.server.sent.indexOf(s) >= before && s.kind === 'message',
      'an apology',
    );
    expect(readMessage(said.body).text).toContain('Something went wrong');
  });
});

describe('The check of what is sent', () => {
  it('refuses a bad body with error 50035', async () => {
    const good = (await discord.say(mentioning(WHY))) as { components: { components: object[] }[] };
    expect(problemsOf('message', good)).toEqual([]);
    const button = (label: string) => ({
      type: 1,
      components: [{ type: 2, style: 1, custom_id: 'a', label }],
    });
    const [container] = good.components;
    const inside = (extra: object[]) => ({
      ...good,
      components: [{ ...container, components: [...(container?.components ?? []), ...extra] }],
    });
    expect(problemsOf('message', inside([button('x'.repeat(81))]))).not.toEqual([]);
    expect(problemsOf('message', inside([button('x'), button('y')]))).toEqual(['a custom_id is used twice']);
    expect(problemsOf('message', inside([{ type: 10, content: 'x'.repeat(3_990) }]))).not.toEqual([]);
    expect(problemsOf('message', { ...good, content: 'x' })).not.toEqual([]);
    const { components, ...bare } = good;
    expect(problemsOf('message', { ...bare, flags: 0, content: 'x'.repeat(4_001) })).not.toEqual([]);
    const response = await fetch(`${discord.server.api}/v10/channels/${CHANNEL}/messages`, {
      method: 'POST',
      headers: { authorization: 'Bot OTAw.secret-token.of-the-tests', 'content-type': 'application/json' },
      body: JSON.stringify(inside([button('x'.repeat(81))])),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 50035 });
    expect(discord.server.refused.splice(0)).toHaveLength(1);
  });

  it('had nothing to refuse of all that was sent', () => {
    expect(discord.server.refused).toEqual([]);
  });
});
