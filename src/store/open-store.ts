/** Opens what a running Footnote keeps: one store behind all the ports of the adapters. */
import type { InstallationStore } from '@slack/bolt';
import type { ConversationStore } from '../adapters/conversation-store.ts';
import type { Deliveries } from '../adapters/deliveries.ts';
import type { Feedback } from '../adapters/feedback.ts';
import type { Journal, PostEntry } from '../adapters/journal.ts';
import type { Limits } from '../adapters/limits.ts';
import { settlesWithin } from '../adapters/pause.ts';
import type { Clock, Log } from '../adapters/ports.ts';
import type { ForgetReport } from '../adapters/privacy.ts';
import { createAccess } from './access.ts';
import { createConversations } from './conversations.ts';
import { createDeliveries } from './deliveries.ts';
import { erasePerson } from './forgetting.ts';
import { createInstallations, resealInstallations } from './installations.ts';
import { createJournal, hashPerson } from './journal.ts';
import { createLimits } from './limits.ts';
import { openDatabase } from './open-database.ts';
import { postsOf } from './posts.ts';
import { createProcesses } from './processes.ts';
import { createRetention } from './retention.ts';
import { createWriteQueue } from './write-queue.ts';

export interface Store {
  readonly journal: Journal;
  readonly feedback: Feedback;
  readonly conversations: ConversationStore;
  readonly deliveries: Deliveries;
  readonly limits: Limits;
  readonly installations: InstallationStore;
  /** Where the answer of an intent stands, the latest first. */
  posts(intent: string): Promise<readonly PostEntry[]>;
  /** Erases everything kept about a person. */
  forget(platform: string, user: string): Promise<ForgetReport>;
  /** Rejects when the database cannot be reached or written. */
  check(): Promise<void>;
  /** Lets go now of what has been kept long enough; done every hour by itself. */
  sweep(): Promise<void>;
  /** Writes that wait to be written. */
  readonly queued: number;
  /** Entries of the journal that were given up since the start. */
  readonly dropped: number;
  /** Writes what is queued, within a limit, and lets go of everything. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `postgres://…`; absent for the SQLite file in `folder`. */
  readonly url?: string;
  /** `.footnote` */
  readonly folder: string;
  /** The first seals, any of them opens; empty: one is made and kept in `folder`, which only SQLite allows. */
  readonly secrets: readonly string[];
  readonly keepQuestionsDays: number;
  /** Questions a minute. */
  readonly limits: { readonly user: number; readonly channel: number };
  readonly log: Log;
  readonly clock?: Clock;
  readonly timing?: StoreTiming;
}

/** In milliseconds. */
export interface StoreTiming {
  /** How long opening waits for the database. */
  readonly open?: number;
  /** How long taking a delivery waits for the database. */
  readonly take?: number;
  /** Between two signs of life. */
  readonly heartbeat?: number;
  /** Between two batches of the journal. */
  readonly batch?: number;
  /** For writing what is queued when closing. */
  readonly close?: number;
}

/** A restart of PostgreSQL or a switch to its standby takes less; a person waits no longer. */
const TAKE_FROM_SERVER_MS = 30_000;
/** A tool that holds the file's lock; after that, deliveries are told apart in memory. */
const TAKE_FROM_FILE_MS = 5_000;
/** Of the ten seconds that a process has to stop, when the adapters took most of them. */
const CLOSE_MS = 1_000;
/** For the rest of it, piece by piece: milliseconds of work when the database is there. */
const PART_MS = 500;
const CHECK_MS = 1_500;
const FORGET_MS = 10_000;

/** Rejects with what is wrong and its remedy; a database that is damaged or another program's is left as it is. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { log, clock = Date.now, keepQuestionsDays, timing = {} } = options;
  const { open, take, heartbeat, batch, close = CLOSE_MS } = timing;
  const database = await openDatabase({ ...options, ...(open !== undefined && { patience: open }) });
  const { db, vault, pool } = database;
  const access = createAccess(db, log);
  const queue = createWriteQueue({ access, log, ...(batch !== undefined && { interval: batch }) });
  const conversations = createConversations({ access, vault, clock });
  const processes = createProcesses({
    access,
    clock,
    ...(heartbeat !== undefined && { interval: heartbeat }),
    onBeat: () => {
      void deliveries.catchUp();
      void conversations.catchUp();
    },
  });
  const isFile = database.kind === 'sqlite';
  const deliveries = createDeliveries({
    access,
    vault,
    processes,
    log,
    clock,
    remembers: isFile,
    patience: take ?? (isFile ? TAKE_FROM_FILE_MS : TAKE_FROM_SERVER_MS),
  });
  try {
    await resealInstallations(db, vault);
    await processes.start();
  } catch (error) {
    await processes.stop();
    await database.close();
    throw error;
  }
  const retention = createRetention({ access, log, clock, keepQuestionsDays });
  const { journal, feedback } = createJournal({
    queue,
    vault,
    clock,
    keepQuestionsDays,
    process: processes.id,
  });

  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    retention.stop();
    await queue.flush(close);
    queue.stop();
    if (queue.size > 0) log.error({ left: queue.size }, 'Entries of the journal could not be written');
    // A network that has vanished would hold each of these up for ten seconds.
    await settlesWithin(PART_MS, Promise.all([deliveries.catchUp(), conversations.catchUp()]));
    await settlesWithin(PART_MS, processes.stop());
    access.stop();
    await settlesWithin(PART_MS, database.close());
  };

  return {
    journal,
    feedback,
    conversations,
    deliveries,
    limits: createLimits({ vault, log, pool, ...options.limits }),
    installations: createInstallations(access, vault, clock),
    posts: (intent) => access.read((on) => postsOf(on, vault, intent), FORGET_MS),
    async forget(platform, user) {
      const person = hashPerson(vault, platform, user);
      const unwritten = queue.remove((write) => write.table === 'questions' && write.row.asker === person);
      const remembered = conversations.forget(person);
      const { questions, conversations: erased } = await access.run(
        (on) => erasePerson(on, vault, platform, user),
        FORGET_MS,
      );
      return { questions: questions + unwritten, conversations: erased + remembered };
    },
    check: () => processes.beat(CHECK_MS),
    sweep: () => retention.sweep(),
    get queued() {
      return queue.size;
    },
    get dropped() {
      return queue.dropped;
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
