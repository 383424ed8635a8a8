/** What a store keeps and what it lets go of: the same in both databases. */
import type { Installation } from '@slack/bolt';
import { expect, it } from 'vitest';
import type { Conversation } from '../../src/core/conversation.ts';
import { close, describeBoth, look, OTHER_SECRET, open, question, SECRET, until } from './harness.ts';

const DAY_MS = 86_400_000;
const ADA = { platform: 'slack', user: 'T1:ADA' };
const BOB = { platform: 'slack', user: 'T1:BOB' };

const talk = (...utterances: readonly string[]): Conversation => ({
  turns: utterances.map((utterance) => ({ utterance, intents: ['bridge'] })),
});

const installation = (team: string, token: string): Installation<'v2', false> => ({
  team: { id: team, name: team },
  enterprise: undefined,
  user: { token: undefined, scopes: undefined, id: 'U1' },
  bot: { token, scopes: ['chat:write'], id: 'B1', userId: 'U2' },
  isEnterpriseInstall: false,
  authVersion: 'v2',
});
const team = (teamId: string) => ({
  teamId,
  enterpriseId: undefined,
  isEnterpriseInstall: false as const,
});

describeBoth('the journal', ({ newPlace }) => {
  it('keeps what became of a question, and neither its words nor its asker in the clear', async () => {
    const place = await newPlace();
    const store = await open(place, { clock: () => 1_000 });
    store.journal.asked(
      question({ outcome: 'fallback', reason: 'gap', intents: ['a', 'b'], utterance: 'mail a@b.org why?' }),
    );
    await until(() => store.queued === 0);
    const [row, ...others] = await look(place, (db) => db.selectFrom('questions').selectAll().execute());
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      at: 1_000,
      platform: 'slack',
      outcome: 'fallback',
      reason: 'gap',
      intents: '["a","b"]',
      confidence: 0.9,
      pack_version: '1',
      milliseconds: 1.5,
    });
    // With marks that no hash and nothing sealed has.
    expect(JSON.stringify(row)).not.toMatch(/why\?|:U1|:C1|a@b/u);
    expect(row?.utterance).toMatch(/^seal-1\./u);
  });

  it('loses nothing when it is closed right after a thousand questions', async () => {
    const place = await newPlace();
    const store = await open(place, { timing: { batch: 60_000 } });
    for (let i = 0; i < 1_000; i += 1) store.journal.asked(question());
    expect(store.queued).toBe(1_000);
    await close(store);
    const rows = await look(place, (db) => db.selectFrom('questions').select('id').execute());
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1_000);
  });

  it('keeps neither words nor asker when questions are kept for no day', async () => {
    const place = await newPlace();
    const store = await open(place, { keepQuestionsDays: 0 });
    store.journal.asked(question());
    await until(() => store.queued === 0);
    const rows = await look(place, (db) => db.selectFrom('questions').selectAll().execute());
    expect(rows).toMatchObject([{ outcome: 'answer', utterance: null, asker: null }]);
  });

  it('finds where the answer of an intent stands, and no answer of one that is named alike', async () => {
    const store = await open(await newPlace());
    const post = { platform: 'slack', channel: 'C1', packVersion: '1' };
    store.journal.posted({ ...post, message: '1.1', intents: ['bridge'] });
    store.journal.posted({ ...post, message: '1.2', intents: ['bridge-tolls'] });
    store.journal.posted({ ...post, message: '1.3', intents: ['bridge_'] });
    await until(() => store.queued === 0);
    const messages = async (intent: string) => (await store.posts(intent)).map(({ message }) => message);
    expect(await messages('bridge')).toEqual(['1.1']);
    expect(await messages('bridge_')).toEqual(['1.3']);
    expect(await store.posts('bridge-tolls')).toEqual([
      { ...post, message: '1.2', intents: ['bridge-tolls'] },
    ]);
  });

  it('counts verdicts without anybody', async () => {
    const place = await newPlace();
    const store = await open(place);
    await store.feedback.record({ platform: 'discord', intent: 'bridge', packVersion: '1', helpful: true });
    await store.feedback.record({ platform: 'discord', intent: 'bridge', packVersion: '1', helpful: false });
    await until(() => store.queued === 0);
    const rows = await look(place, (db) => db.selectFrom('verdicts').selectAll().orderBy('id').execute());
    expect(rows.map(({ helpful }) => helpful)).toEqual([1, 0]);
  });
});

describeBoth('retention', ({ newPlace }) => {
  it('lets the words and the asker go after their days, and the count after a year', async () => {
    const place = await newPlace();
    let now = 1_000 * DAY_MS;
    const store = await open(place, { clock: () => now, keepQuestionsDays: 7 });
    const kept = () => look(place, (db) => db.selectFrom('questions').selectAll().execute());
    store.journal.asked(question());
    await until(() => store.queued === 0);
    now += 6.9 * DAY_MS;
    await store.sweep();
    expect(await kept()).toMatchObject([{ utterance: expect.any(String), asker: expect.any(String) }]);
    now += 0.2 * DAY_MS;
    await store.sweep();
    expect(await kept()).toMatchObject([{ outcome: 'answer', utterance: null, asker: null }]);
    now += 400 * DAY_MS;
    await store.sweep();
    expect(await kept()).toEqual([]);
  });

  it('lets more go than one statement takes', async () => {
    const place = await newPlace();
    let now = 1_000 * DAY_MS;
    const store = await open(place, { clock: () => now });
    for (let i = 0; i < 1_200; i += 1) store.journal.asked(question());
    await until(() => store.queued === 0);
    now += 31 * DAY_MS;
    await store.sweep();
    const left = await look(place, (db) =>
      db.selectFrom('questions').select('id').where('asker', 'is not', null).execute(),
    );
    expect(left).toEqual([]);
  });

  it('lets conversations, posts, verdicts and deliveries go', async () => {
    const place = await newPlace();
    let now = 1_000 * DAY_MS;
    const store = await open(place, { clock: () => now });
    await store.conversations.set('key', talk('a'), ADA);
    await store.deliveries.take('slack', 'E1', '{}');
    store.journal.posted({ platform: 'slack', channel: 'C', message: 'M', intents: [], packVersion: '1' });
    await store.feedback.record({ platform: 'slack', intent: 'a', packVersion: '1', helpful: true });
    await until(() => store.queued === 0);
    now += 500 * DAY_MS;
    await store.sweep();
    const tables = ['conversations', 'deliveries', 'posts', 'verdicts'] as const;
    for (const table of tables) {
      expect(await look(place, (db) => db.selectFrom(table).selectAll().execute())).toEqual([]);
    }
  });
});

describeBoth('conversations', ({ newPlace }) => {
  it('outlive the process, and are shared with others', async () => {
    const place = await newPlace();
    const first = await open(place);
    await first.conversations.set('key', talk('one'), ADA);
    const second = await open(place);
    expect(await second.conversations.get('key')).toEqual(talk('one'));
    await second.conversations.set('key', talk('one', 'two'), ADA);
    expect(await first.conversations.get('key')).toEqual(talk('one', 'two'));
    await close(first);
    await close(second);
    const third = await open(place);
    expect(await third.conversations.get('key')).toEqual(talk('one', 'two'));
    expect(await third.conversations.get('another')).toBeUndefined();
  });

  it('are forgotten half an hour after the last turn', async () => {
    let now = 1_000;
    const store = await open(await newPlace(), { clock: () => now });
    await store.conversations.set('key', talk('one'));
    now += 29 * 60_000;
    expect(await store.conversations.get('key')).toEqual(talk('one'));
    now += 2 * 60_000;
    expect(await store.conversations.get('key')).toBeUndefined();
  });
});

describeBoth('being forgotten', ({ newPlace }) => {
  it('erases what is known of one person and of nobody else', async () => {
    const place = await newPlace();
    const store = await open(place);
    for (const { user } of [ADA, ADA, BOB]) store.journal.asked(question({ user }));
    store.journal.asked(question({ user: ADA.user, platform: 'discord' }));
    await until(() => store.queued === 0);
    await store.conversations.set('adas', talk('one'), ADA);
    await store.conversations.set('shared', talk('one'), BOB);
    await store.conversations.set('shared', talk('one', 'two'), ADA);
    await store.conversations.set('bobs', talk('one'), BOB);
    await store.conversations.set('shared', talk('two', 'three'), BOB);
    expect(await store.forget(ADA.platform, ADA.user)).toEqual({ questions: 2, conversations: 2 });
    expect(await store.forget(ADA.platform, ADA.user)).toEqual({ questions: 0, conversations: 0 });
    expect(await store.conversations.get('adas')).toBeUndefined();
    expect(await store.conversations.get('shared')).toBeUndefined();
    expect(await store.conversations.get('bobs')).toEqual(talk('one'));
    const left = await look(place, (db) => db.selectFrom('questions').select('platform').execute());
    expect(left.map(({ platform }) => platform).sort()).toEqual(['discord', 'slack']);
  });

  it('reaches what is not written yet', async () => {
    const place = await newPlace();
    const store = await open(place, { timing: { batch: 60_000 } });
    store.journal.asked(question({ user: ADA.user }));
    store.journal.asked(question({ user: BOB.user }));
    expect(await store.forget(ADA.platform, ADA.user)).toEqual({ questions: 1, conversations: 0 });
    expect(store.queued).toBe(1);
  });

  it('reaches what was kept under an older secret', async () => {
    const place = await newPlace();
    const before = await open(place, { secrets: [OTHER_SECRET] });
    before.journal.asked(question({ user: ADA.user }));
    await close(before);
    const after = await open(place, { secrets: [SECRET, OTHER_SECRET] });
    expect(await after.forget(ADA.platform, ADA.user)).toMatchObject({ questions: 1 });
  });
});

describeBoth('installations', ({ newPlace }) => {
  it('come back as they were stored, the latest of each workspace', async () => {
    const store = await open(await newPlace());
    await store.installations.storeInstallation(installation('T1', 'xoxb-1'));
    await store.installations.storeInstallation(installation('T2', 'xoxb-2'));
    await store.installations.storeInstallation(installation('T1', 'xoxb-3'));
    const fetched = await store.installations.fetchInstallation(team('T1'));
    expect(fetched).toEqual(JSON.parse(JSON.stringify(installation('T1', 'xoxb-3'))));
    await store.installations.deleteInstallation?.(team('T1'));
    await expect(store.installations.fetchInstallation(team('T1'))).rejects.toThrow(/not installed there/u);
    expect((await store.installations.fetchInstallation(team('T2'))).bot?.token).toBe('xoxb-2');
  });

  it('tell an organisation from a workspace of the same id', async () => {
    const store = await open(await newPlace());
    const organisation: Installation<'v2', true> = {
      ...installation('T1', 'xoxb-org'),
      team: undefined,
      enterprise: { id: 'T1', name: 'org' },
      isEnterpriseInstall: true,
    };
    await store.installations.storeInstallation(organisation);
    const query = { teamId: undefined, enterpriseId: 'T1', isEnterpriseInstall: true as const };
    expect((await store.installations.fetchInstallation(query)).bot?.token).toBe('xoxb-org');
    await expect(store.installations.fetchInstallation(team('T1'))).rejects.toThrow();
  });
});

describeBoth('a secret that is changed', ({ newPlace }) => {
  it('opens what the old one sealed, seals it with the new one, and lets the old one go', async () => {
    const place = await newPlace();
    const before = await open(place, { secrets: [OTHER_SECRET] });
    await before.installations.storeInstallation(installation('T1', 'xoxb-1'));
    await before.conversations.set('key', talk('one'));
    await before.deliveries.take('slack', 'E1', '{"redo":1}');
    await close(before);
    const sealed = () => look(place, (db) => db.selectFrom('installations').select('sealed').execute());
    const [old] = await sealed();

    await close(await open(place, { secrets: [SECRET, OTHER_SECRET] }));
    const [renewed] = await sealed();
    expect(old?.sealed).toMatch(/^seal-1\./u);
    expect(renewed?.sealed).toMatch(/^seal-2\./u);

    const after = await open(place, { secrets: [SECRET] });
    expect((await after.installations.fetchInstallation(team('T1'))).bot?.token).toBe('xoxb-1');
    expect(await after.conversations.get('key')).toEqual(talk('one'));
    expect(await after.deliveries.take('slack', 'E1')).toBe(false);
    expect(await after.deliveries.abandoned('slack')).toMatchObject([{ id: 'E1', redo: '{"redo":1}' }]);
    await close(after);

    await expect(open(place, { secrets: [OTHER_SECRET] })).rejects.toThrow(/sealed with another secret/u);
  });

  it('reaches a process that runs on with both', async () => {
    const place = await newPlace();
    const running = await open(place, { secrets: [OTHER_SECRET, SECRET] });
    const renewed = await open(place, { secrets: [SECRET, OTHER_SECRET] });
    await renewed.installations.storeInstallation(installation('T1', 'xoxb-1'));
    expect((await running.installations.fetchInstallation(team('T1'))).bot?.token).toBe('xoxb-1');
  });

  it('is refused when it opens nothing, and changes nothing', async () => {
    const place = await newPlace();
    await close(await open(place, { secrets: [SECRET] }));
    const keys = () => look(place, (db) => db.selectFrom('keys').selectAll().orderBy('id').execute());
    const before = await keys();
    await expect(open(place, { secrets: [OTHER_SECRET] })).rejects.toThrow(/FOOTNOTE_SECRET/u);
    expect(await keys()).toEqual(before);
  });
});

describeBoth('what is sealed', ({ newPlace }) => {
  it('opens in no other row', async () => {
    const place = await newPlace();
    const store = await open(place);
    await store.installations.storeInstallation(installation('T1', 'xoxb-1'));
    await store.installations.storeInstallation(installation('T2', 'xoxb-2'));
    await look(place, async (db) => {
      const [first] = await db.selectFrom('installations').selectAll().execute();
      await db
        .updateTable('installations')
        .set({ sealed: first?.sealed ?? '' })
        .execute();
    });
    const tokens = await Promise.allSettled(
      ['T1', 'T2'].map((id) => store.installations.fetchInstallation(team(id))),
    );
    expect(tokens.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describeBoth('limits', ({ newPlace }) => {
  it('stop one person at their number a minute, and nobody else', async () => {
    const store = await open(await newPlace(), { limits: { user: 3, channel: 100 } });
    const ask = (user: string) => store.limits.take('slack', user, 'C1');
    for (let i = 0; i < 3; i += 1) expect(await ask('ada')).toEqual({ kind: 'go' });
    const stopped = await ask('ada');
    expect(stopped).toMatchObject({ kind: 'wait', who: 'user' });
    expect(stopped.kind === 'wait' && stopped.seconds).toBeGreaterThan(0);
    expect(stopped.kind === 'wait' && stopped.seconds).toBeLessThanOrEqual(60);
    expect(await ask('bob')).toEqual({ kind: 'go' });
    expect(await store.limits.take('discord', 'ada', 'C1')).toEqual({ kind: 'go' });
  });

  it('stop a channel at its number a minute, whoever asks', async () => {
    const store = await open(await newPlace(), { limits: { user: 100, channel: 2 } });
    const ask = (user: string, channel: string) => store.limits.take('slack', user, channel);
    expect(await ask('ada', 'C1')).toEqual({ kind: 'go' });
    expect(await ask('bob', 'C1')).toEqual({ kind: 'go' });
    expect(await ask('eve', 'C1')).toMatchObject({ kind: 'wait', who: 'channel' });
    expect(await ask('eve', 'C2')).toEqual({ kind: 'go' });
  });
});

describeBoth('starting', ({ newPlace }) => {
  it('makes the tables once, however many processes start at the same time', async () => {
    for (let i = 0; i < 5; i += 1) {
      const place = await newPlace();
      const stores = await Promise.all(Array.from({ length: 6 }, () => open(place)));
      await stores[0]?.conversations.set('key', talk('one'));
      for (const store of stores) expect(await store.conversations.get('key')).toEqual(talk('one'));
      await Promise.all(stores.map(close));
    }
  });

  it('refuses a database that a newer Footnote has changed', async () => {
    const place = await newPlace();
    await close(await open(place));
    await look(place, async (db) => {
      const row = { name: '999-later', timestamp: new Date(0).toISOString() };
      await (
        db as unknown as { insertInto(t: string): { values(r: object): { execute(): Promise<unknown> } } }
      )
        .insertInto('migrations')
        .values(row)
        .execute();
    });
    await expect(open(place)).rejects.toThrow(/newer Footnote/u);
  });

  it('says that it is well', async () => {
    const store = await open(await newPlace());
    await expect(store.check()).resolves.toBeUndefined();
  });
});
