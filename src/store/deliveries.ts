/** Each delivery is answered once: claimed in the database, handed over when the process that claimed it has died. */
import { randomUUID } from 'node:crypto';
import { type AbandonedDelivery, type Deliveries, DeliveryLost } from '../adapters/deliveries.ts';
import type { Clock, Log } from '../adapters/ports.ts';
import type { Access } from './access.ts';
import { claim, findLost, inherit, isKnown, markDone, markSending } from './delivery-rows.ts';
import { describeFailure, kindOf } from './failure.ts';
import type { Processes } from './processes.ts';
import type { Db, DeliveryRow } from './tables.ts';
import type { Vault } from './vault.ts';

export interface DeliveriesOptions {
  readonly access: Access;
  readonly vault: Vault;
  readonly processes: Processes;
  readonly log: Log;
  readonly clock: Clock;
  /**
   * Whether deliveries are told apart in memory while the database cannot be used: right for a file, which only processes
   * of one machine share and whose disk may be full for long; wrong for a server, whose other processes would answer too.
   */
  readonly remembers: boolean;
  /** Milliseconds to wait for the database. */
  readonly patience: number;
}

export interface StoredDeliveries extends Deliveries {
  /** Writes what could not be written before. */
  catchUp(): Promise<void>;
}

/** What a platform may repeat while the disk is full. */
const MAX_REMEMBERED = 50_000;

interface Redone {
  readonly id: string;
  readonly redo: string;
}

export function createDeliveries(options: DeliveriesOptions): StoredDeliveries {
  const { access, vault, processes, log, clock, remembers, patience } = options;
  /** Taken while the database could not be written, the oldest first. */
  const remembered = new Map<string, DeliveryRow>();
  /** Answered, and the database does not know yet. */
  const unwritten = new Set<string>();
  /**
   * What this process is answering. A row of its own that is not among these is one whose claim got lost on the way back
   * from the database: nobody is answering it.
   */
  const underWay = new Set<string>();
  /** Platforms whose abandoned deliveries are being looked for. */
  const lookingFor = new Set<string>();
  const keyOf = (platform: string, id: string) => vault.hash('delivery', platform, id);

  const remember = (row: DeliveryRow) => {
    remembered.set(row.id, row);
    const [oldest] = remembered.keys();
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };
  const mayRemember = (error: unknown) => remembers && kindOf(error) !== 'fault';

  const finish = async (key: string) => {
    await access.run((db) => markDone(db, key, processes.id), 0);
    underWay.delete(key);
  };

  const takeOver = async (find: (db: Db) => Promise<readonly DeliveryRow[]>) => {
    const rows = await access.run(find, 0);
    for (const { id } of rows) underWay.add(id);
    return rows.flatMap((row) => openRow(row, vault, log));
  };

  return {
    async take(platform, id, redo) {
      const key = keyOf(platform, id);
      if (remembered.has(key)) return false;
      const row: DeliveryRow = {
        id: key,
        platform,
        owner: processes.id,
        claim: randomUUID(),
        state: 'taken',
        handovers: 0,
        sealed: redo === undefined ? null : vault.seal(JSON.stringify({ id, redo } satisfies Redone), key),
        at: clock(),
      };
      const wasUnderWay = underWay.has(key);
      underWay.add(key);
      let taken = wasUnderWay;
      try {
        taken = await access.run((db) => claim(db, row), patience);
      } catch (error) {
        if (!mayRemember(error)) throw error;
        const before = await access.read((db) => isKnown(db, key), 0).catch(() => false);
        taken = !before && !remembered.has(key);
        if (taken) remember(row);
      } finally {
        if (!taken && !wasUnderWay) underWay.delete(key);
      }
      return taken;
    },

    async sending(platform, id) {
      const key = keyOf(platform, id);
      const own = remembered.get(key);
      if (own) remembered.set(key, { ...own, state: 'sending' });
      try {
        if (!(await access.run((db) => markSending(db, key, processes.id), patience))) return;
      } catch (error) {
        if (mayRemember(error)) return;
        throw error;
      }
      underWay.delete(key);
      throw new DeliveryLost();
    },

    async done(platform, id) {
      const key = keyOf(platform, id);
      const own = remembered.get(key);
      if (own) remembered.set(key, { ...own, state: 'done', sealed: null });
      try {
        await finish(key);
      } catch (error) {
        if (kindOf(error) === 'fault') throw error;
        unwritten.add(key);
      }
    },

    async abandoned(platform) {
      // Two at once would find the same rows lost.
      if (lookingFor.has(platform)) return [];
      lookingFor.add(platform);
      const found: AbandonedDelivery[] = [];
      try {
        found.push(...(await takeOver((db) => findLost(db, platform, processes.id, underWay))));
        found.push(...(await takeOver((db) => inherit(db, platform, processes, clock()))));
      } catch (error) {
        // What was found before is this process's to answer, whatever else went wrong.
        if (kindOf(error) === 'fault')
          log.error(describeFailure(error), 'Cannot look for abandoned deliveries');
      } finally {
        lookingFor.delete(platform);
      }
      return found;
    },

    async catchUp() {
      try {
        for (const [key, row] of remembered) {
          await access.run((db) => claim(db, row), 0);
          // What is under way goes on being told apart here: its row may have been written in its first state.
          if (row.state === 'done') remembered.delete(key);
        }
        for (const key of unwritten) {
          await finish(key);
          unwritten.delete(key);
        }
      } catch (error) {
        if (kindOf(error) === 'fault') log.error(describeFailure(error), 'Cannot note deliveries');
      }
    },
  };
}

function openRow(
  { id: key, state, sealed }: DeliveryRow,
  vault: Vault,
  log: Log,
): readonly AbandonedDelivery[] {
  const text = sealed === null ? undefined : vault.open(sealed, key);
  if (text === undefined) {
    log.warn(
      {},
      'Cannot open a delivery that was left behind: it is sealed with a key that is not known here',
    );
    return [];
  }
  const { id, redo } = JSON.parse(text) as Redone;
  return [{ id, redo, sending: state === 'sending' }];
}
