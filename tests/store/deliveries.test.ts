/** Each delivery is answered once: over repetitions, processes, handovers and clocks, the same in both databases. */
import { expect, it } from 'vitest';
import { DeliveryLost } from '../../src/adapters/deliveries.ts';
import { createAccess } from '../../src/store/access.ts';
import { createDeliveries } from '../../src/store/deliveries.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { createProcesses } from '../../src/store/processes.ts';
import {
  close,
  describeBoth,
  describePostgres,
  FAULT_RUNS,
  keepLog,
  look,
  open,
  postgresql,
  SECRET,
  until,
} from './harness.ts';

describeBoth('taking a delivery', ({ newPlace }) => {
  it('succeeds once, however often and wherever it is tried', async () => {
    const place = await newPlace();
    const stores = await Promise.all(Array.from({ length: 3 }, () => open(place)));
    for (let i = 0; i < FAULT_RUNS; i += 1) {
      const tries = [...stores, ...stores, ...stores].map((store) =>
        store.deliveries.take('slack', `E${i}`, '{}'),
      );
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    }
    await Promise.all(stores.map(close));
    const later = await open(place);
    expect(await later.deliveries.take('slack', 'E0')).toBe(false);
    expect(await later.deliveries.take('discord', 'E0')).toBe(true);
  });

  it('keeps nothing to do it over once it is done', async () => {
    const place = await newPlace();
    const store = await open(place);
    await store.deliveries.take('slack', 'E1', '{"text":"why?"}');
    const sealed = async () =>
      (await look(place, (db) => db.selectFrom('deliveries').select(['sealed', 'state']).execute()))[0];
    expect(await sealed()).toMatchObject({ sealed: expect.any(String), state: 'taken' });
    await store.deliveries.sending('slack', 'E1');
    expect(await sealed()).toMatchObject({ state: 'sending' });
    await store.deliveries.done('slack', 'E1');
    expect(await sealed()).toEqual({ sealed: null, state: 'done' });
  });

  it('stays done when it is said late that it is being sent', async () => {
    const place = await newPlace();
    const store = await open(place);
    await store.deliveries.take('slack', 'E1', '{}');
    await store.deliveries.done('slack', 'E1');
    await store.deliveries.sending('slack', 'E1');
    const [row] = await look(place, (db) => db.selectFrom('deliveries').select('state').execute());
    expect(row?.state).toBe('done');
  });
});

describeBoth('a delivery left behind', ({ newPlace }) => {
  it('goes to one of those who ask for it, with what is needed to answer it', async () => {
    const place = await newPlace();
    const others = await Promise.all(Array.from({ length: 3 }, () => open(place)));
    for (let i = 0; i < FAULT_RUNS; i += 1) {
      const gone = await open(place);
      for (const id of [`1-${i}`, `2-${i}`, `3-${i}`, `4-${i}`])
        await gone.deliveries.take('slack', id, `"${id}"`);
      await gone.deliveries.take('slack', `no redo-${i}`);
      await gone.deliveries.take('discord', `5-${i}`, '{}');
      await gone.deliveries.sending('slack', `2-${i}`);
      await gone.deliveries.done('slack', `3-${i}`);
      await close(gone);

      const asking = [...others, ...others].map(async (store) => {
        const found = await store.deliveries.abandoned('slack');
        for (const { id } of found) await store.deliveries.done('slack', id);
        return found;
      });
      const found = (await Promise.all(asking)).flat();
      expect(found.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
        { id: `1-${i}`, redo: `"1-${i}"`, sending: false },
        { id: `2-${i}`, redo: `"2-${i}"`, sending: true },
        { id: `4-${i}`, redo: `"4-${i}"`, sending: false },
      ]);
    }
  });

  it('is not taken from a process that lives', async () => {
    const place = await newPlace();
    const living = await open(place);
    await living.deliveries.take('slack', 'E1', '{}');
    const other = await open(place);
    // Ten times as long as it takes to count somebody as dead.
    for (let i = 0; i < 20; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await other.deliveries.abandoned('slack')).toEqual([]);
    }
    await expect(living.deliveries.sending('slack', 'E1')).resolves.toBeUndefined();
  });

  it('cannot be sent any more by the process it was taken from', async () => {
    const place = await newPlace();
    // It is silent for so long that it counts as dead, and lives.
    const silent = await open(place, { timing: { heartbeat: 600_000 } });
    await silent.deliveries.take('slack', 'E1', '{}');
    const other = await open(place);
    let found = await other.deliveries.abandoned('slack');
    await until(async () => {
      found = [...found, ...(await other.deliveries.abandoned('slack'))];
      return found.length > 0;
    });
    await expect(silent.deliveries.sending('slack', 'E1')).rejects.toThrow(DeliveryLost);
    await silent.deliveries.done('slack', 'E1');
    await other.deliveries.sending('slack', 'E1');
    await other.deliveries.done('slack', 'E1');
    const rows = await look(place, (db) => db.selectFrom('deliveries').select('state').execute());
    expect(rows).toEqual([{ state: 'done' }]);
  });

  it('is not handed on for ever', async () => {
    const place = await newPlace();
    const first = await open(place);
    await first.deliveries.take('slack', 'deadly', '{}');
    await close(first);
    let handovers = 0;
    for (let i = 0; i < 6; i += 1) {
      const next = await open(place);
      handovers += (await next.deliveries.abandoned('slack')).length;
      await close(next);
    }
    expect(handovers).toBe(3);
  });

  it('is found again when its claim got lost on the way back from the database', async () => {
    const place = await newPlace();
    const gone = await open(place);
    await gone.deliveries.take('slack', 'E1', '{"a":1}');
    await close(gone);
    const store = await open(place);
    // What a handover leaves that was written, and whose answer never arrived.
    await look(place, async (db) => {
      const living = await db.selectFrom('processes').select('id').executeTakeFirstOrThrow();
      await db.updateTable('deliveries').set({ owner: living.id }).execute();
    });
    expect(await store.deliveries.abandoned('slack')).toMatchObject([{ id: 'E1', redo: '{"a":1}' }]);
    expect(await store.deliveries.abandoned('slack')).toEqual([]);
  });
});

describeBoth('a clock that is set back', ({ newPlace }) => {
  it('loses nothing and doubles nothing', async () => {
    const place = await newPlace();
    for (let i = 0; i < FAULT_RUNS; i += 1) {
      let now = Date.UTC(2030, 5, 1);
      const clock = () => now;
      const talk = { turns: [{ utterance: 'one', intents: [] }] };
      const [done, left, fresh] = [`done-${i}`, `left-${i}`, `new-${i}`];
      const store = await open(place, { clock });
      expect(await store.deliveries.take('slack', done, '{}')).toBe(true);
      await store.deliveries.done('slack', done);
      expect(await store.deliveries.take('slack', left, '{}')).toBe(true);
      await store.conversations.set('key', talk);

      now -= [1, 3_600_000, 400 * 86_400_000][i % 3] ?? 0;
      await store.sweep();
      expect(await store.deliveries.take('slack', done)).toBe(false);
      expect(await store.deliveries.take('slack', left)).toBe(false);
      expect(await store.deliveries.take('slack', fresh, '{}')).toBe(true);
      expect(await store.conversations.get('key')).toEqual(talk);

      // A process with another idea of the time takes nothing from one that lives, and all that a dead one left.
      const other = await open(place, { clock: () => now + 7_200_000 });
      expect(await other.deliveries.abandoned('slack')).toEqual([]);
      await close(store);
      const found = await other.deliveries.abandoned('slack');
      expect(found.map(({ id }) => id).sort()).toEqual([left, fresh]);
      expect(await other.deliveries.abandoned('slack')).toEqual([]);
      for (const { id } of found) await other.deliveries.done('slack', id);
      await close(other);
    }
  });
});

describePostgres('a delivery that is finished while somebody looks for lost ones', () => {
  it('is not taken for one of them', async () => {
    const place = await postgresql.newPlace();
    const log = keepLog();
    const { db, vault, close: closeDatabase } = await openDatabase({ ...place, secrets: [SECRET], log });
    // The answer to a look at the rows is held up on its way back, while another connection is not.
    let arrived = () => {};
    const held = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let letThrough = () => {};
    const released = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    const slow = db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (result.rows.some((row) => row['state'] === 'taken')) {
          arrived();
          await released;
        }
        return result;
      },
    });
    const access = createAccess(slow, log);
    const processes = createProcesses({ access, clock: Date.now });
    const shared = { access, vault, processes, log, clock: Date.now, remembers: false, patience: 1_000 };
    const deliveries = createDeliveries(shared);
    expect(await deliveries.take('slack', 'E1', '{}')).toBe(true);
    const looking = deliveries.abandoned('slack');
    await held;
    await deliveries.done('slack', 'E1');
    letThrough();
    expect(await looking).toEqual([]);
    await closeDatabase();
  });
});
