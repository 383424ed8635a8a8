/** Tells in the log which lines belong to one delivery, and since when it waits. */
import type { Log } from './ports.ts';

/** Enough to tell apart what a log holds of one day, short enough to be read out. */
const REQUEST_ID_LENGTH = 8;

/** What a room has for one delivery alone. */
export interface Requested {
  readonly log: Log;
  /** When it came in, by `performance.now()`. */
  readonly since?: number;
}

/** The same room for a delivery that has just come in, with a fresh request id in every line of its log. */
export function forRequest<R extends Requested>(room: R): R {
  const request = crypto.randomUUID().slice(0, REQUEST_ID_LENGTH);
  return { ...room, log: room.log.child({ request }), since: performance.now() };
}
