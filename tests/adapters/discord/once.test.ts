import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryDeliveries, DeliveryLost } from '../../../src/adapters/deliveries.ts';
import type { DiscordOptions } from '../../../src/adapters/discord/adapter.ts';
import { createAway, createLedger, type Death } from '../ledger.ts';
import { type Harness, startHarness } from './harness.ts';
import { readMessage } from './reading.ts';
import { ADA, CHANNEL, click, command, mentioning, message, snowflake } from './world.ts';

const WHY = 'Why is the bridge closed?';
const EPHEMERAL = 64;
const SOON = { lookEvery: 40 };

const running: Harness[] = [];
const start = async (options: Partial<DiscordOptions> = {}) => {
  const discord = await startHarness(options);
  running.push(discord);
  return discord;
};
afterEach(async () => {
  for (const discord of running.splice(0)) await discord.stop();
});
const settle = (milliseconds = 200) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const until = async (what: string, found: () => boolean) => {
  for (let i = 0; i < 400 && !found(); i += 1) await settle(20);
  expect(found(), what).toBe(true);
};

/** Replies that stand under a message. */
const repliesTo = ({ server }: Harness, { id }: { readonly id: string }) =>
  server.standing.filter(({ replyTo }) => replyTo === id);
/** What was sent for an interaction. */
const sentFor = ({ server }: Harness, { token }: { readonly token: string }, kind: 'callback' | 'edit') =>
  server.sent.filter((s) => s.kind === kind && s.path.includes(token));
/** What the process that died had sent before: the announcement of an answer. */
const announce = ({ server }: Harness, { id, token }: { readonly id: string; readonly token: string }) =>
  fetch(`${server.api}/v10/interactions/${id}/${token}/callback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 5 }),
  });

describe('Two processes that both get a delivery', () => {
  it('answer a message once', async () => {
    const ledger = createLedger();
    const both = [await start({ deliveries: ledger.living() }), await start({ deliveries: ledger.living() })];
    const question = mentioning(WHY);
    for (const { server } of both) server.gateway.dispatch('MESSAGE_CREATE', question);
    await ledger.until('done');
    await settle();
    expect(both.flatMap((discord) => repliesTo(discord, question))).toHaveLength(1);
  });

  it('answer an interaction and a button once', async () => {
    const ledger = createLedger();
    const both = [await start({ deliveries: ledger.living() }), await start({ deliveries: ledger.living() })];
    const asked = [command('ask', { question: WHY }), click('f1:a:0123456789ab::repair-cost')];
    for (const one of asked)
      for (const { server } of both) server.gateway.dispatch('INTERACTION_CREATE', one);
    await ledger.until('done', 2);
    await settle();
    for (const one of asked)
      expect(both.flatMap((discord) => sentFor(discord, one, 'callback'))).toHaveLength(1);
  });
});

describe('A process whose question another has taken over meanwhile', () => {
  it('sends nothing', async () => {
    const sending = () => Promise.reject(new DeliveryLost());
    const discord = await start({ deliveries: { ...createMemoryDeliveries(), sending } });
    const [question, asked] = [mentioning(WHY), command('ask', { question: WHY })];
    discord.server.gateway.dispatch('MESSAGE_CREATE', question);
    discord.server.gateway.dispatch('INTERACTION_CREATE', asked);
    await settle();
    expect(repliesTo(discord, question)).toEqual([]);
    expect(sentFor(discord, asked, 'callback')).toEqual([]);
  });
});

describe('A message whose process died', () => {
  /** Asks a process that dies, then starts another. */
  const restartAfter = async (death: Death) => {
    const ledger = createLedger();
    const discord = await start({ deliveries: ledger.dying(death) });
    const question = mentioning(WHY);
    discord.server.gateway.dispatch('MESSAGE_CREATE', question);
    await until('the delivery was taken', () => ledger.entries.length > 0);
    if (death === 'unfinished')
      await until('the answer arrived', () => ledger.entries[0]?.isAbandoned === true);
    const next = () => discord.restart({ deliveries: ledger.living(), ...SOON });
    return { discord, ledger, question, next };
  };

  it.each<Death>(['unanswered', 'unsent', 'unfinished'])(
    'is answered once by the next start when it was left %s',
    async (death) => {
      const { discord, ledger, question, next } = await restartAfter(death);
      expect(repliesTo(discord, question)).toHaveLength(death === 'unfinished' ? 1 : 0);
      await next();
      await ledger.until('done');
      await settle();
      expect(repliesTo(discord, question)).toHaveLength(1);
      const replies = discord.server.sent.filter((s) => s.body?.nonce === question.id);
      expect(readMessage(replies[0]?.body).text).toContain('Ada Brown');
    },
  );

  it('is found to be answered when Discord has forgotten the nonce', async () => {
    const { discord, ledger, question, next } = await restartAfter('unfinished');
    discord.server.forgetNonces();
    await next();
    await ledger.until('done');
    await settle();
    expect(repliesTo(discord, question)).toHaveLength(1);
  });

  it('is left alone when it may have been answered and the bot may not look', async () => {
    const { discord, ledger, question, next } = await restartAfter('unfinished');
    discord.server.forgetNonces();
    discord.server.fail('GET', /^\/channels\/\d+\/messages$/, { status: 403, code: 50001 });
    await next();
    await ledger.until('done');
    await settle();
    expect(repliesTo(discord, question)).toHaveLength(1);
  });

  it('is looked for again when Discord fails to tell whether it was answered', async () => {
    const { discord, ledger, question, next } = await restartAfter('unsent');
    discord.server.fail('GET', /^\/channels\/\d+\/messages$/, { status: 500 }, 4);
    await next();
    await ledger.until('done');
    expect(repliesTo(discord, question)).toHaveLength(1);
  });

  it('is answered by another process that runs already, and noted', async () => {
    const { discord, ledger, question } = await restartAfter('unanswered');
    const posted: object[] = [];
    const journal = { asked: () => {}, posted: (entry: object) => void posted.push(entry) };
    const other = await start({ deliveries: ledger.living(), journal, ...SOON });
    await ledger.until('done');
    await until('it was noted', () => posted.length === 1);
    expect([...repliesTo(discord, question), ...repliesTo(other, question)]).toHaveLength(1);
    const [reply] = repliesTo(other, question);
    expect(posted).toEqual([
      {
        platform: 'discord',
        channel: CHANNEL,
        message: reply?.id,
        intents: ['bridge-why'],
        packVersion: '0123456789ab',
      },
    ]);
  });
});

describe('An interaction whose process died', () => {
  const leave = async (change: (redo: string) => string = (redo) => redo) => {
    const ledger = createLedger();
    const discord = await start({ deliveries: ledger.dying('unanswered') });
    const question = command('ask', { question: WHY, private: true });
    discord.server.gateway.dispatch('INTERACTION_CREATE', question);
    await until('the delivery was taken', () => ledger.entries.length > 0);
    for (const entry of ledger.entries) entry.redo = change(entry.redo ?? '');
    const next = async () => {
      await discord.restart({ deliveries: ledger.living(), ...SOON });
      await ledger.until('done');
      await settle();
    };
    return { discord, ledger, question, next };
  };

  it('is answered once, in its place, when it had been announced', async () => {
    const { discord, question, next } = await leave();
    await announce(discord, question);
    await next();
    const edits = sentFor(discord, question, 'edit');
    expect(edits).toHaveLength(1);
    expect(readMessage(edits[0]?.body).text).toContain(`“${WHY}”`);
    expect(readMessage(edits[0]?.body).labels).toContain('Share');
  });

  it('is let go, with a line in the log, when it had not', async () => {
    const { discord, question, next } = await leave();
    await next();
    expect(sentFor(discord, question, 'edit')).toEqual([]);
    expect(discord.lines.map((l) => l.message)).toContain('An interaction expired before it was answered');
  });

  it('is let go when its quarter of an hour is over', async () => {
    const { discord, question, next } = await leave((redo) =>
      JSON.stringify({ ...JSON.parse(redo), until: Date.now() - 1 }),
    );
    await announce(discord, question);
    await next();
    expect(sentFor(discord, question, 'edit')).toEqual([]);
  });

  it('is let go when another version of Footnote wrote down how to answer it', async () => {
    const { discord, question, next } = await leave((redo) =>
      JSON.stringify({ ...JSON.parse(redo), format: 99 }),
    );
    await announce(discord, question);
    await next();
    expect(sentFor(discord, question, 'edit')).toEqual([]);
  });

  it('shows one answer when it died after answering', async () => {
    const ledger = createLedger();
    const discord = await start({ deliveries: ledger.dying('unfinished') });
    const question = click('f1:a:0123456789ab::repair-cost');
    await discord.interact(question);
    await until('the answer arrived', () => ledger.entries[0]?.isAbandoned === true);
    await discord.restart({ deliveries: ledger.living(), ...SOON });
    await ledger.until('done');
    // An edit puts the same answer in the same place.
    expect(sentFor(discord, question, 'callback')).toHaveLength(1);
    const [edit] = sentFor(discord, question, 'edit');
    expect(readMessage(edit?.body).text).toContain('Between $2m & $3m.');
  });
});

describe('While the store is away', () => {
  it('an interaction is announced in time and answered when it is back', async () => {
    const { deliveries, back } = createAway();
    const discord = await start({ deliveries });
    const question = command('ask', { question: WHY });
    const before = performance.now();
    expect(await discord.interact(question)).toMatchObject({ type: 5 });
    expect(performance.now() - before).toBeLessThan(2_500);
    back();
    const isEdit = (s: { readonly kind: unknown; readonly path: string }) =>
      s.kind === 'edit' && s.path.includes(question.token);
    const edit = await discord.server.until(isEdit, 'an edit');
    expect(readMessage(edit.body).text).toContain('Ada Brown');
  });

  it('pages and buttons that ask nothing work at once', async () => {
    const { deliveries } = createAway();
    const discord = await start({ deliveries });
    const topics = await discord.interact(command('topics'));
    expect(topics.type).toBe(4);
    const context = await discord.interact(click('f1:c:0123456789ab::bridge-why'));
    expect(readMessage(context.data).text).toContain('Line 2');
    const { data } = await discord.interact(command('quote', { passage: '7' }));
    expect(readMessage(data).text).toContain('Line 7');
  });

  it('a message is answered when it is back', async () => {
    const { deliveries, back } = createAway();
    const discord = await start({ deliveries });
    const question = mentioning(WHY);
    discord.server.gateway.dispatch('MESSAGE_CREATE', question);
    await settle(100);
    expect(repliesTo(discord, question)).toEqual([]);
    back();
    await until('it was answered', () => repliesTo(discord, question).length === 1);
  });

  it.each(['hangs', 'rejects'] as const)(
    'for too long (%s), people are told so, once a minute',
    async (how) => {
      const { deliveries, back } = createAway(how);
      const discord = await start({ deliveries, patience: 100 });
      const told = await discord.interact(command('ask', { question: WHY }));
      expect(readMessage(told.data).text).toContain('cannot look that up just now');
      expect(told.data.flags & EPHEMERAL).toBe(EPHEMERAL);
      expect(readMessage(await discord.say(mentioning(WHY))).text).toContain('cannot look that up just now');
      const again = mentioning(WHY);
      discord.server.gateway.dispatch('MESSAGE_CREATE', again);
      await settle(300);
      expect(repliesTo(discord, again)).toEqual([]);
      const errors = discord.lines.filter((l) => l.message.includes('the store is away'));
      expect(errors).toHaveLength(1);
      back();
      expect(readMessage(await discord.say(mentioning(WHY))).text).toContain('Ada Brown');
    },
  );
});

describe('An answer that Discord does not take', () => {
  it('is sent again a little later, and once', async () => {
    const ledger = createLedger();
    const discord = await start({ deliveries: ledger.living(), ...SOON });
    const channel = snowflake();
    // The library itself tries four times.
    discord.server.fail('POST', new RegExp(`^/channels/${channel}/messages$`), { status: 503 }, 4);
    const question = mentioning(WHY, { channel, channel_type: 0 });
    discord.server.gateway.dispatch('MESSAGE_CREATE', question);
    await ledger.until('done');
    await settle();
    expect(repliesTo(discord, question)).toHaveLength(1);
  });

  it('is not sent again when it had arrived', async () => {
    const ledger = createLedger();
    const discord = await start({ deliveries: ledger.living(), ...SOON });
    const path = /^\/channels\/\d+\/messages$/;
    discord.server.fail('POST', path, { status: 503, afterwards: true });
    discord.server.fail('POST', path, { status: 503 }, 3);
    const question = message(WHY, { channel: '700000000000000002', author: ADA });
    discord.server.gateway.dispatch('MESSAGE_CREATE', question);
    await ledger.until('done');
    await settle();
    expect(repliesTo(discord, question)).toHaveLength(1);
  });
});
