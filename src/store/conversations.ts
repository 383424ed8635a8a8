/** Conversations in the database, sealed; in memory while it is away, as answering must never fail for them. */

import { type RawBuilder, sql } from 'kysely';
import {
  type ConversationStore,
  FORGET_AFTER_MS,
  MAX_CONVERSATIONS,
} from '../adapters/conversation-store.ts';
import { settlesWithin } from '../adapters/pause.ts';
import type { Clock } from '../adapters/ports.ts';
import type { Conversation } from '../core/conversation.ts';
import type { Access } from './access.ts';
import { hashPerson } from './journal.ts';
import type { Db } from './tables.ts';
import type { Vault } from './vault.ts';

export interface StoredConversations extends ConversationStore {
  /** Writes what could not be written before. */
  catchUp(): Promise<void>;
  /** Forgets what is in memory and not written of a person, hashed; the number of conversations. */
  forget(person: string): number;
}

export interface ConversationsOptions {
  readonly access: Access;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Milliseconds that an answer waits for a conversation. */
  readonly patience?: number;
}

/** A follow-up without its context is worse than half a second of waiting, and better than no answer. */
const PATIENCE_MS = 500;

interface Unwritten {
  readonly sealed: string;
  readonly people: readonly string[];
  readonly at: number;
  readonly until: number;
}

export function createConversations(options: ConversationsOptions): StoredConversations {
  const { access, vault, clock, patience = PATIENCE_MS } = options;
  /** The latest last, so that its first key is the oldest. */
  const unwritten = new Map<string, Unwritten>();

  const remember = (id: string, entry: Unwritten) => {
    unwritten.delete(id);
    unwritten.set(id, entry);
    const [oldest] = unwritten.keys();
    if (unwritten.size > MAX_CONVERSATIONS && oldest !== undefined) unwritten.delete(oldest);
  };
  const openText = (id: string, sealed: string): Conversation | undefined => {
    const text = vault.open(sealed, id);
    return text === undefined ? undefined : (JSON.parse(text) as Conversation);
  };
  /** Writes the entry, unless a later one of the same conversation has come meanwhile. */
  const save = async (id: string, entry: Unwritten) => {
    await access.run((db) => write(db, id, entry), 0);
    if (unwritten.get(id) === entry) unwritten.delete(id);
  };

  return {
    async get(key) {
      const id = vault.hash('conversation', key);
      const kept = unwritten.get(id);
      if (kept) return kept.until > clock() ? openText(id, kept.sealed) : undefined;
      const read = access.read((db) => readSealed(db, id, clock()), 0);
      if (!(await settlesWithin(patience, read))) return undefined;
      const sealed = await read.catch(() => undefined);
      return sealed === undefined ? undefined : openText(id, sealed);
    },

    async set(key, conversation, by) {
      const id = vault.hash('conversation', key);
      const now = clock();
      const before = unwritten.get(id)?.people ?? [];
      const person = by && hashPerson(vault, by.platform, by.user);
      const entry: Unwritten = {
        sealed: vault.seal(JSON.stringify(conversation), id),
        people: person === undefined || before.includes(person) ? before : [...before, person],
        at: now,
        until: now + FORGET_AFTER_MS,
      };
      remember(id, entry);
      // What is not written in time stays in memory, and is written when the database is back.
      await settlesWithin(patience, save(id, entry));
    },

    async catchUp() {
      for (const [id, entry] of unwritten) {
        if (entry.until <= clock()) unwritten.delete(id);
        else await save(id, entry).catch(() => {});
      }
    },

    forget(person) {
      let count = 0;
      for (const [id, { people }] of unwritten) {
        if (people.includes(person) && unwritten.delete(id)) count += 1;
      }
      return count;
    },
  };
}

async function readSealed(db: Db, id: string, now: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('conversations')
    .select('sealed')
    .where('id', '=', id)
    .where('until', '>', now)
    .executeTakeFirst();
  return row?.sealed;
}

/** One statement: whoever took part before is still among the people afterwards. */
async function write(db: Db, id: string, { sealed, people, at, until }: Unwritten): Promise<void> {
  const before = sql.ref<string>('conversations.people');
  const merged = people.reduce<RawBuilder<string>>(
    (all, person) =>
      sql`${all} || case when ${before} like ${`%${person}%`} then '' else ${` ${person}`} end`,
    before,
  );
  await db
    .insertInto('conversations')
    .values({ id, sealed, people: people.join(' '), at, until })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ sealed, at, until, people: merged }))
    .execute();
}
