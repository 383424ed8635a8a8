/** What a database's errors mean to us, whichever database it is. */

/**
 * `away`: it cannot be reached or written right now, and trying again is worth it. `unwritable`: the disk is full or
 * refuses, which may last. `broken`: the file is damaged. `refused`: it is there and does not let us in. `fault`: ours.
 */
export type FailureKind = 'away' | 'unwritable' | 'broken' | 'refused' | 'fault';

/** A failure whose message is for whoever runs Footnote; it never quotes what was to be kept. */
export class StoreFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreFailure';
    this.kind = kind;
  }
}

/** Node's codes for a server that cannot be reached. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/**
 * PostgreSQL's classes: connections (08), resources (53), intervention by an operator (57), conflicts between
 * transactions (40); and single codes: locked, read-only after a switch to the standby, dropped while idle.
 */
const PASSING = /^(?:08|53|57|40)|^(?:55P03|25006|25P03)$/u;
/** Wrong password or role, no such database, no privilege. */
const REFUSING = /^(?:28|3D|42501)/u;

/** The `code` of an error, SQLite's, PostgreSQL's or Node's. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export function kindOf(error: unknown): FailureKind {
  if (error instanceof StoreFailure) return error.kind;
  const code = codeOf(error);
  if (code?.startsWith('SQLITE_')) return kindOfSqlite(code);
  if (code !== undefined && UNREACHABLE.has(code)) return 'away';
  if (code !== undefined && /^[0-9A-Z]{5}$/u.test(code)) {
    if (PASSING.test(code)) return 'away';
    return REFUSING.test(code) ? 'refused' : 'fault';
  }
  // What pg says of a connection that broke or took too long has no code.
  const text = error instanceof Error ? error.message : '';
  return /\b(?:connection|timeout|connect)\b/iu.test(text) ? 'away' : 'fault';
}

function kindOfSqlite(code: string): FailureKind {
  if (/^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/u.test(code)) return 'away';
  if (/^SQLITE_(?:FULL|IOERR|READONLY|CANTOPEN|PERM|AUTH|NOLFS)/u.test(code)) return 'unwritable';
  return /^SQLITE_(?:CORRUPT|NOTADB)/u.test(code) ? 'broken' : 'fault';
}

const MEANINGS: Readonly<Record<FailureKind, string>> = {
  away: 'it cannot be reached, or is locked by another program',
  unwritable: 'it cannot be written; is the disk full?',
  broken: 'the file is damaged',
  refused: 'it does not let us in; check user, password, name and privileges in DATABASE_URL',
  fault: 'it did not understand us',
};

/** What to log of an error: never its message, in which a database may quote values, addresses and names. */
export function describeFailure(error: unknown): {
  readonly kind: FailureKind;
  readonly code?: string;
  readonly reason: string;
} {
  const kind = kindOf(error);
  const code = codeOf(error);
  return { kind, ...(code !== undefined && { code }), reason: MEANINGS[kind] };
}
