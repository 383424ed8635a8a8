/** PostgreSQL gone and back, frozen, restarted: nothing is lost, nothing is answered twice, and everybody is answered. */
import { afterEach, expect, it } from 'vitest';
import type { Store } from '../../src/store/open-store.ts';
import { type Gate, openGate } from './gate.ts';
import {
  close,
  describePostgres,
  FAULT_RUNS,
  keepLog,
  look,
  newFolder,
  open,
  type Place,
  postgres,
  postgresql,
  question,
  SLOW_FAULT_RUNS,
  sleep,
  until,
} from './harness.ts';

/** Long enough for the slow ones at their full number. */
const SLOW_MS = 60_000 * SLOW_FAULT_RUNS;
const TALK = { turns: [{ utterance: 'one', intents: [] }] };

const gates: Gate[] = [];
afterEach(async () => {
  await Promise.all(gates.splice(0).map((gate) => gate.shut()));
});

/** A place behind a gate, and the same place without it. */
async function gatedPlace(): Promise<{ readonly gate: Gate; readonly place: Place; readonly direct: Place }> {
  const direct = await postgresql.newPlace();
  const gate = await openGate((await postgres()).port);
  gates.push(gate);
  const url = new URL(direct.url ?? '');
  url.port = String(gate.port);
  return { gate, place: { url: url.href, folder: newFolder() }, direct };
}

interface Load {
  /** Stops offering and resolves with how often each delivery was answered, and how many questions were noted. */
  finish(): Promise<{ readonly answered: ReadonlyMap<string, number>; readonly noted: number }>;
}

/** Deliveries, each offered twice to every store, and answered by whoever takes it; one at a time in each of four lanes. */
function startLoad(stores: readonly Store[], prefix: string): Load {
  const answered = new Map<string, number>();
  let noted = 0;
  let going = true;
  const answer = async (store: Store, id: string) => {
    if (!(await store.deliveries.take('slack', id, '{}'))) return;
    await store.deliveries.sending('slack', id);
    answered.set(id, (answered.get(id) ?? 0) + 1);
    await store.deliveries.done('slack', id);
    store.journal.asked(question());
    noted += 1;
  };
  const lane = async (name: number) => {
    for (let i = 0; going; i += 1) {
      const id = `${prefix}-${name}-${i}`;
      answered.set(id, 0);
      await Promise.all([...stores, ...stores].map((store) => answer(store, id)));
      await sleep(1);
    }
  };
  const lanes = Promise.all([0, 1, 2, 3].map(lane));
  return {
    async finish() {
      going = false;
      await lanes;
      return { answered, noted };
    },
  };
}

/** Everything that was offered was answered once, and the database knows all of it. */
async function expectAllOnce(
  place: Place,
  stores: readonly Store[],
  results: readonly Awaited<ReturnType<Load['finish']>>[],
): Promise<void> {
  const counts = results.flatMap(({ answered }) => [...answered.values()]);
  expect(counts.length).toBeGreaterThan(0);
  expect(counts.filter((count) => count !== 1)).toEqual([]);
  await until(() => stores.every((store) => store.queued === 0));
  const states = () => look(place, (db) => db.selectFrom('deliveries').select('state').execute());
  await until(async () => (await states()).every(({ state }) => state === 'done'));
  expect(await states()).toHaveLength(counts.length);
  const rows = await look(place, (db) => db.selectFrom('questions').select('id').execute());
  expect(rows).toHaveLength(results.reduce((sum, { noted }) => sum + noted, 0));
}

describePostgres('a database that is gone and comes back', () => {
  it('delays answers, and neither loses nor doubles any', async () => {
    const { gate, place, direct } = await gatedPlace();
    const log = keepLog();
    const stores = [await open(place, { log }), await open(place, { log })];
    const results: Awaited<ReturnType<Load['finish']>>[] = [];
    for (let i = 0; i < FAULT_RUNS; i += 1) {
      const load = startLoad(stores, `round-${i}`);
      await sleep(10);
      await gate.shut();
      await sleep(40);
      await gate.open();
      await sleep(10);
      results.push(await load.finish());
    }
    await expectAllOnce(direct, stores, results);
    const messages = log.lines.map(({ message }) => message);
    expect(messages).toContain('Cannot use the database; trying again');
    expect(messages).toContain('The database can be used again');
  });

  // A run of its own: FAULT_RUNS=20 npx vitest run tests/store
  it.skipIf(process.env['FAULT_RUNS'] === undefined)(
    'is waited for ten seconds',
    async () => {
      for (let i = 0; i < SLOW_FAULT_RUNS; i += 1) {
        const { gate, place, direct } = await gatedPlace();
        const stores = [await open(place), await open(place)];
        const load = startLoad(stores, 'long');
        await sleep(100);
        await gate.shut();
        await sleep(10_000);
        await gate.open();
        await sleep(1_000);
        await expectAllOnce(direct, stores, [await load.finish()]);
        await Promise.all(stores.map(close));
      }
    },
    SLOW_MS,
  );

  it('counts nobody as dead whom nobody could hear of', async () => {
    const { gate, place, direct } = await gatedPlace();
    const timing = { heartbeat: 50, batch: 5 };
    const living = await open(place, { timing });
    const other = await open(direct, { timing });
    await living.deliveries.take('slack', 'mine', '{}');
    for (let i = 0; i < FAULT_RUNS; i += 1) {
      // Two of the five looks that it takes.
      await gate.shut();
      await sleep(60);
      await gate.open();
      await until(() =>
        living.check().then(
          () => true,
          () => false,
        ),
      );
      expect(await other.deliveries.abandoned('slack')).toEqual([]);
    }
    await expect(living.deliveries.sending('slack', 'mine')).resolves.toBeUndefined();
  });

  it('keeps conversations going meanwhile, and knows them afterwards', async () => {
    const { gate, place, direct } = await gatedPlace();
    const store = await open(place);
    for (let i = 0; i < FAULT_RUNS; i += 1) {
      await gate.shut();
      const started = performance.now();
      await store.conversations.set(`key-${i}`, TALK);
      expect(await store.conversations.get(`key-${i}`)).toEqual(TALK);
      expect(await store.conversations.get('another')).toBeUndefined();
      expect(await store.limits.take('slack', 'ada', 'C1')).toEqual({ kind: 'go' });
      expect(performance.now() - started).toBeLessThan(2_000);
      await gate.open();
    }
    await store.check();
    const other = await open(direct);
    await until(async () => (await other.conversations.get(`key-${FAULT_RUNS - 1}`)) !== undefined);
    expect(await other.conversations.get('key-0')).toEqual(TALK);
  });

  it('drops the oldest entries of the journal beyond their bound, and says how many', async () => {
    const { gate, place, direct } = await gatedPlace();
    const log = keepLog();
    const store = await open(place, { log });
    await gate.shut();
    for (let i = 0; i < 10_300; i += 1) store.journal.asked(question({ intents: [String(i)] }));
    expect(store.queued).toBeLessThanOrEqual(10_000);
    await gate.open();
    await until(() => store.queued === 0);
    const rows = await look(direct, (db) => db.selectFrom('questions').select('intents').execute());
    expect(rows.length + store.dropped).toBe(10_300);
    expect(rows.map(({ intents }) => intents)).toContain('["10299"]');
    const line = log.lines.find(({ message }) => message.startsWith('Entries of the journal are dropped'));
    expect(line?.detail).toMatchObject({ dropped: expect.any(Number) });
  });

  it('is given up on after a while, so that people can be told', async () => {
    const { gate, place } = await gatedPlace();
    const store = await open(place, { timing: { heartbeat: 20, batch: 5, take: 150, close: 100 } });
    await gate.shut();
    const started = performance.now();
    await expect(store.deliveries.take('slack', 'E1', '{}')).rejects.toThrow(/Cannot use the database/u);
    expect(performance.now() - started).toBeLessThan(2_000);
    await expect(store.check()).rejects.toThrow(/Cannot use the database/u);
    // A delivery that was not taken can be taken when it comes again.
    await gate.open();
    expect(await store.deliveries.take('slack', 'E1', '{}')).toBe(true);
  });
});

describePostgres('a network that has vanished', () => {
  it('holds answers up for no longer than it must', async () => {
    const { gate, place } = await gatedPlace();
    const store = await open(place, { timing: { heartbeat: 20, batch: 5, close: 100 } });
    gate.freeze();
    const started = performance.now();
    await store.conversations.set('key', TALK);
    expect(await store.conversations.get('key')).toEqual(TALK);
    expect(await store.limits.take('slack', 'ada', 'C1')).toEqual({ kind: 'go' });
    expect(performance.now() - started).toBeLessThan(3_000);
    const taking = store.deliveries.take('slack', 'E1', '{}');
    await sleep(50);
    await gate.open();
    expect(await taking).toBe(true);
  });

  // As long as a query may take; with the ten seconds above, in a run of its own.
  it.skipIf(process.env['FAULT_RUNS'] === undefined)(
    'is not waited for again on connections whose queries it has swallowed',
    async () => {
      const { gate, place } = await gatedPlace();
      const store = await open(place, { timing: { heartbeat: 600_000, batch: 5, close: 100 } });
      await store.check();
      gate.freeze();
      const started = performance.now();
      const taking = store.deliveries.take('slack', 'E1', '{}');
      await sleep(9_000);
      gate.thaw();
      expect(await taking).toBe(true);
      expect(performance.now() - started).toBeLessThan(15_000);
    },
    60_000,
  );
});

describePostgres('PostgreSQL restarted', () => {
  it.each(['fast', 'immediate'] as const)(
    '(%s) delays answers, and neither loses nor doubles any',
    async (mode) => {
      const server = await postgres();
      const place = await postgresql.newPlace();
      const stores = [await open(place), await open(place)];
      const results: Awaited<ReturnType<Load['finish']>>[] = [];
      for (let i = 0; i < SLOW_FAULT_RUNS; i += 1) {
        const load = startLoad(stores, `round-${i}`);
        await sleep(100);
        await server.stop(mode);
        await server.start();
        await sleep(200);
        results.push(await load.finish());
      }
      await expectAllOnce(place, stores, results);
    },
    SLOW_MS,
  );
});

describePostgres('a start', () => {
  it('waits for a database that is not there yet', async () => {
    const { gate, place } = await gatedPlace();
    await gate.shut();
    setTimeout(() => void gate.open(), 300);
    const store = await open(place);
    await store.check();
  });

  it('says what is wrong when the database does not come', async () => {
    const { gate, place } = await gatedPlace();
    await gate.shut();
    await expect(open(place, { timing: { open: 100 } })).rejects.toThrow(
      /Cannot use the database of DATABASE_URL: it cannot be reached/u,
    );
  });

  it('says at once that it is not let in, and never with what is secret', async () => {
    const { url = '' } = await postgresql.newPlace();
    const wrong = new URL(url);
    wrong.pathname = '/no-such-database';
    wrong.password = 'pass-word-1';
    const started = performance.now();
    const refusal = await open({ url: wrong.href, folder: newFolder() }).catch((error: unknown) => error);
    expect(String(refusal)).toMatch(/does not let us in.*DATABASE_URL/su);
    expect(String(refusal)).not.toContain('pass-word-1');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
