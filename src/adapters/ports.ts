/** What every adapter needs from outside and is given: a log and the time. */

/** Where an adapter writes what happened; pino satisfies it. */
export interface Log {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
  /** The same log, with `bindings` in each of its lines. */
  child(bindings: object): Log;
}

/** Milliseconds since some fixed moment, as `Date.now` gives them. */
export type Clock = () => number;
