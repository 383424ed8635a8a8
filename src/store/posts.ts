/** Finds where answers stand, so that a correction can reach them. */
import type { PostEntry } from '../adapters/journal.ts';
import type { Db } from './tables.ts';
import type { Vault } from './vault.ts';

/** The posts that hold the answer of an intent, the latest first. */
export async function postsOf(db: Db, vault: Vault, intent: string): Promise<readonly PostEntry[]> {
  const rows = await db
    .selectFrom('posts')
    .selectAll()
    // A rough sieve: what is in it by accident is left out below.
    .where('intents', 'like', `%${JSON.stringify(intent)}%`)
    .orderBy('at', 'desc')
    .execute();
  return rows.flatMap((row) => {
    const text = vault.open(row.sealed, row.id);
    const intents = JSON.parse(row.intents) as readonly string[];
    if (text === undefined || !intents.includes(intent)) return [];
    const { channel, message } = JSON.parse(text) as { readonly channel: string; readonly message: string };
    return [{ platform: row.platform, channel, message, intents, packVersion: row.pack_version }];
  });
}
