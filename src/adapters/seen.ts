/** Tells a delivery from its repetition. */

/** More than a platform repeats within the minutes it goes on repeating. */
const MAX_REMEMBERED = 10_000;

export interface Seen {
  /** True when the id was given before; it is remembered from now on. */
  before(id: string): boolean;
  /** The same without remembering. */
  has(id: string): boolean;
}

/** Remembers the latest ids, the oldest forgotten first. */
export function createSeen(maxRemembered = MAX_REMEMBERED): Seen {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    before(id) {
      if (ids.has(id)) return true;
      ids.add(id);
      const [oldest] = ids;
      if (ids.size > maxRemembered && oldest !== undefined) ids.delete(oldest);
      return false;
    },
  };
}
