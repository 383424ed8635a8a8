/** The statements behind deliveries: each takes one step and can be tried again without harm. */
import type { Processes } from './processes.ts';
import type { Db, DeliveryRow } from './tables.ts';

/** A delivery that a process dies of is not handed on for ever. */
const MAX_HANDOVERS = 3;
/** More than is answered within the seconds in which a process may die. */
const MAX_ABANDONED = 100;

/** Whether the row is ours: it was not there, or was put there by this same call before its answer got lost. */
export async function claim(db: Db, row: DeliveryRow): Promise<boolean> {
  const rows = await db
    .insertInto('deliveries')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ claim: row.claim }).where('deliveries.claim', '=', row.claim),
    )
    .returning('id')
    .execute();
  return rows.length > 0;
}

export async function isKnown(db: Db, key: string): Promise<boolean> {
  const row = await db.selectFrom('deliveries').select('id').where('id', '=', key).executeTakeFirst();
  return row !== undefined;
}

/** True when somebody else has the delivery now. What is done stays done, however late this gets through. */
export async function markSending(db: Db, key: string, owner: string): Promise<boolean> {
  const marked = await db
    .updateTable('deliveries')
    .set({ state: 'sending' })
    .where('id', '=', key)
    .where('owner', '=', owner)
    .where('state', '=', 'taken')
    .returning('id')
    .execute();
  if (marked.length > 0) return false;
  const row = await db.selectFrom('deliveries').select('owner').where('id', '=', key).executeTakeFirst();
  return row !== undefined && row.owner !== owner;
}

export async function markDone(db: Db, key: string, owner: string): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'done', sealed: null })
    .where('id', '=', key)
    .where('owner', '=', owner)
    .execute();
}

/**
 * This process's own rows that it does not know of. What was finished while they were looked for is none of them, so they
 * are looked at once more when it is certain which are meant.
 */
export async function findLost(
  db: Db,
  platform: string,
  owner: string,
  underWay: ReadonlySet<string>,
): Promise<readonly DeliveryRow[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['id', 'state'])
    .where('state', '!=', 'done')
    .where('platform', '=', platform)
    .where('owner', '=', owner)
    .execute();
  const unknown = rows.filter(({ id }) => !underWay.has(id)).map(({ id }) => id);
  if (unknown.length === 0) return [];
  return db
    .updateTable('deliveries')
    .set((row) => ({ handovers: row('handovers', '+', 1) }))
    .where('id', 'in', unknown.slice(0, MAX_ABANDONED))
    .where('owner', '=', owner)
    .where('state', '!=', 'done')
    .where('sealed', 'is not', null)
    .where('handovers', '<', MAX_HANDOVERS)
    .returningAll()
    .execute();
}

/** Rows of processes that have died, which are this process's from now on. */
export async function inherit(
  db: Db,
  platform: string,
  processes: Processes,
  now: number,
): Promise<readonly DeliveryRow[]> {
  const owners = await db
    .selectFrom('deliveries')
    .select('owner')
    .distinct()
    .where('state', '!=', 'done')
    .where('platform', '=', platform)
    .where('owner', '!=', processes.id)
    .execute();
  const dead = await processes.dead(
    db,
    owners.map(({ owner }) => owner),
  );
  if (dead.length === 0) return [];
  // Of two that get here at once, the second finds no row of these owners any more.
  return db
    .updateTable('deliveries')
    .set((row) => ({ owner: processes.id, handovers: row('handovers', '+', 1), at: now }))
    .where('owner', 'in', dead)
    .where('state', '!=', 'done')
    .where('platform', '=', platform)
    .where('sealed', 'is not', null)
    .where('handovers', '<', MAX_HANDOVERS)
    .where('id', 'in', (open) =>
      open
        .selectFrom('deliveries')
        .select('id')
        .where('owner', 'in', dead)
        .where('state', '!=', 'done')
        .where('platform', '=', platform)
        .where('sealed', 'is not', null)
        .where('handovers', '<', MAX_HANDOVERS)
        .orderBy('at')
        .limit(MAX_ABANDONED),
    )
    .returningAll()
    .execute();
}
