/** The tables, as the queries see them: the same in SQLite and in PostgreSQL. */
import type { Kysely } from 'kysely';

/** Milliseconds since 1970; what a person wrote and every id that is to be read again is sealed, any other id hashed. */
export interface Tables {
  readonly keys: KeyRow;
  readonly questions: QuestionRow;
  readonly verdicts: VerdictRow;
  readonly posts: PostRow;
  readonly conversations: ConversationRow;
  readonly deliveries: DeliveryRow;
  readonly processes: ProcessRow;
  readonly installations: InstallationRow;
  readonly limits: LimitRow;
}

export type Db = Kysely<Tables>;

/** A key of our own, sealed with a secret from outside, so that changing the secret does not mean sealing all anew. */
export interface KeyRow {
  readonly id: string;
  readonly sealed_by: string;
  readonly sealed: string;
  readonly made_at: number;
}

export interface QuestionRow {
  readonly id: string;
  readonly at: number;
  readonly platform: string;
  /** Hashed; null once the words are gone, as nothing is left then to erase for them. */
  readonly asker: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  /** JSON: a list of ids. */
  readonly intents: string;
  readonly confidence: number | null;
  readonly pack_version: string;
  readonly milliseconds: number;
  /** Redacted, sealed; null when it is not kept. */
  readonly utterance: string | null;
}

export interface VerdictRow {
  readonly id: string;
  readonly at: number;
  readonly platform: string;
  readonly intent: string;
  readonly pack_version: string;
  /** 0 or 1: SQLite has no other truth values. */
  readonly helpful: number;
}

export interface PostRow {
  readonly id: string;
  readonly at: number;
  readonly platform: string;
  /** The channel's and the message's ids. */
  readonly sealed: string;
  /** JSON: a list of ids. */
  readonly intents: string;
  readonly pack_version: string;
}

export interface ConversationRow {
  /** Hashed. */
  readonly id: string;
  readonly sealed: string;
  /** Who took part, hashed, with spaces between: it can be erased for any of them. */
  readonly people: string;
  readonly at: number;
  readonly until: number;
}

export interface DeliveryRow {
  /** Hashed. */
  readonly id: string;
  readonly platform: string;
  /** The process that is to answer it. */
  readonly owner: string;
  /** Of one call to take it: whoever asks again with the same had it already. */
  readonly claim: string;
  readonly state: 'taken' | 'sending' | 'done';
  /** How often it changed hands. */
  readonly handovers: number;
  /** The platform's id and what is needed to answer it; null when there is nothing to do over. */
  readonly sealed: string | null;
  readonly at: number;
}

export interface ProcessRow {
  readonly id: string;
  /** Counts up while the process lives. */
  readonly beats: number;
  readonly at: number;
}

export interface InstallationRow {
  /** Hashed. */
  readonly id: string;
  readonly sealed: string;
  readonly at: number;
}

/** As rate-limiter-flexible wants it. */
export interface LimitRow {
  readonly key: string;
  readonly points: number;
  readonly expire: number | null;
}
