/** Says a thing at most once in a while, so that telling people to wait is no flood of its own. */
import type { Clock } from './ports.ts';

/** True when it has not been said for this key within the interval; it counts as said from now on. */
export type Seldom = (key: string) => boolean;

/** Of the places and people a minute brings; the oldest are forgotten first, and told once more. */
const MAX_REMEMBERED = 10_000;

/** `interval` in milliseconds. */
export function createSeldom(
  interval: number,
  { clock = Date.now, maxRemembered = MAX_REMEMBERED }: { clock?: Clock; maxRemembered?: number } = {},
): Seldom {
  const said = new Map<string, number>();
  return (key) => {
    const now = clock();
    const last = said.get(key);
    // A clock set back must not silence anybody for longer.
    if (last !== undefined && now - last < interval && now >= last) return false;
    said.delete(key);
    said.set(key, now);
    const [oldest] = said.keys();
    if (said.size > maxRemembered && oldest !== undefined) said.delete(oldest);
    return true;
  };
}
