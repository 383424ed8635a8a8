/** The log of a running Footnote: JSON lines, with secrets taken out twice over. */
import { pino } from 'pino';
import type { Log } from '../adapters/ports.ts';
import { CENSOR, createCensor } from './secrets.ts';

export interface LogOptions {
  readonly level: string;
  /** Values that no line may hold, wherever they come from. */
  readonly secrets: readonly string[];
  /** Takes the lines; standard output when absent. */
  readonly write?: (line: string) => void;
}

/** Fields in which the platforms' libraries and ours keep what opens a door, at whatever depth of a line. */
const SECRET_FIELDS = /"([\w-]*(?:token|secret|password|authorization|cookie|ticket))":"(?:[^"\\]|\\.)*"/giu;

/**
 * A log that holds no secret. Whoever writes to it leaves them out already; this is the second guard, by the names that
 * secrets have and by the values of those that are configured.
 */
export function createLog({ level, secrets, write }: LogOptions): Log {
  const censor = createCensor(secrets);
  const hooks = {
    // pino's own `redact` with names at several depths takes 70 µs a line, this takes 2.
    streamWrite: (line: string) => censor(line).replace(SECRET_FIELDS, `"$1":"${CENSOR}"`),
  };
  return write ? pino({ level, hooks }, { write }) : pino({ level, hooks });
}
