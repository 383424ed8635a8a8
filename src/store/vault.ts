/** The keys of the store, kept in it, sealed with the secret from outside. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../adapters/ports.ts';
import { StoreFailure } from './failure.ts';
import { hash, KEY_BYTES, keyOfSecret, nameOfSecret, seal, unseal } from './seal.ts';
import type { Db, KeyRow } from './tables.ts';

export interface Vault {
  seal(text: string, belongsTo: string): string;
  /** Undefined when it cannot be opened. */
  open(sealed: string, belongsTo: string): string | undefined;
  /** A text for looking up what belongs to an id; `purpose` keeps the hashes of one id in two tables apart. */
  hash(purpose: string, ...parts: readonly string[]): string;
  /** Whether it was sealed with the key that seals now. */
  isCurrent(sealed: string): boolean;
  /** Reads the keys again: another process may have added one. */
  refresh(db: Db): Promise<void>;
}

interface Keys {
  readonly hashing: Uint8Array;
  readonly sealing: ReadonlyMap<string, Uint8Array>;
  /** The latest key's id. */
  readonly current: string;
}

/** Of what ids are hashed with; it stays, or nothing kept before could be found any more. */
const HASHING = 'hash';
/** Followed by a number, the latest of which seals. */
const SEALING = 'seal-';

/**
 * Opens the keys in the database, or makes them. When they were sealed with another secret than the first, they are sealed
 * with the first from now on, and a new key seals what is written: so a secret can be changed, and left out at the next start.
 */
export async function openVault(
  db: Db,
  secrets: readonly [string, ...string[]],
  clock: Clock,
): Promise<Vault> {
  let keys = await readKeys(db, secrets, clock);
  const keyNamed = (id: string) => keys.sealing.get(id);
  const currentKey = () => {
    const key = keyNamed(keys.current);
    if (!key) throw new Error('Cannot seal: the keys have none for it. This is a fault of Footnote.');
    return key;
  };
  return {
    seal: (text, belongsTo) => `${keys.current}.${seal(currentKey(), text, belongsTo)}`,
    open(sealed, belongsTo) {
      const [id = '', text = ''] = sealed.split('.', 2);
      const key = keyNamed(id);
      return key && unseal(key, text, belongsTo);
    },
    hash: (purpose, ...parts) => hash(keys.hashing, purpose, ...parts),
    isCurrent: (sealed) => sealed.startsWith(`${keys.current}.`),
    async refresh(on) {
      keys = await readKeys(on, secrets, clock);
    },
  };
}

async function readKeys(db: Db, secrets: readonly [string, ...string[]], clock: Clock): Promise<Keys> {
  const first = nameOfSecret(secrets[0]);
  let rows = await db.selectFrom('keys').selectAll().execute();
  if (rows.length === 0) {
    await addKeys(db, [HASHING, sealingId(1)], secrets[0], clock);
    rows = await db.selectFrom('keys').selectAll().execute();
  } else if (rows.some(({ sealed_by }) => sealed_by !== first)) {
    // All must open before any is touched.
    openKeys(rows, secrets);
    await addKeys(db, [sealingId(latestNumber(rows) + 1)], secrets[0], clock);
    for (const row of rows) {
      if (row.sealed_by !== first) await resealKey(db, row, secrets);
    }
    rows = await db.selectFrom('keys').selectAll().execute();
  }
  return openKeys(rows, secrets);
}

function openKeys(rows: readonly KeyRow[], secrets: readonly string[]): Keys {
  const opened = new Map(rows.map((row) => [row.id, openKey(row, secrets)]));
  const hashing = opened.get(HASHING);
  if (!hashing)
    throw new StoreFailure('broken', 'Cannot use what is kept: its keys are gone. Restore a backup.');
  opened.delete(HASHING);
  return { hashing, sealing: opened, current: sealingId(latestNumber(rows)) };
}

function openKey({ id, sealed, sealed_by }: KeyRow, secrets: readonly string[]): Uint8Array {
  const secret = secrets.find((each) => nameOfSecret(each) === sealed_by);
  const text = secret === undefined ? undefined : unseal(keyOfSecret(secret), sealed, id);
  if (text === undefined) {
    throw new StoreFailure(
      'refused',
      'Cannot open what is kept: it is sealed with another secret. Add that one to FOOTNOTE_SECRET, after the new one and a comma; or, when it was made by Footnote, put the file "secret" back into its folder.',
    );
  }
  return Buffer.from(text, 'base64url');
}

async function addKeys(db: Db, ids: readonly string[], secret: string, clock: Clock): Promise<void> {
  const rows = ids.map((id) => ({
    id,
    sealed_by: nameOfSecret(secret),
    sealed: seal(keyOfSecret(secret), randomBytes(KEY_BYTES).toString('base64url'), id),
    made_at: clock(),
  }));
  // Another process may have made them at the same moment: the first one's are used.
  await db
    .insertInto('keys')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

async function resealKey(db: Db, row: KeyRow, secrets: readonly [string, ...string[]]): Promise<void> {
  const text = Buffer.from(openKey(row, secrets)).toString('base64url');
  await db
    .updateTable('keys')
    .set({ sealed: seal(keyOfSecret(secrets[0]), text, row.id), sealed_by: nameOfSecret(secrets[0]) })
    .where('id', '=', row.id)
    .where('sealed', '=', row.sealed)
    .execute();
}

const sealingId = (number: number): string => `${SEALING}${number}`;

function latestNumber(rows: readonly KeyRow[]): number {
  return Math.max(
    ...rows.filter(({ id }) => id.startsWith(SEALING)).map(({ id }) => Number(id.slice(SEALING.length))),
  );
}
