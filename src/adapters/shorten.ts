/** Makes answers fit a platform: cut at the end of a statement, and say what is left. */

export interface Shortened<T> {
  readonly shown: readonly T[];
  /** Index of the first item not shown, where "Read on" goes on; undefined when nothing is left. */
  readonly next?: number;
}

/**
 * The items from `from` on whose sizes together fit `budget`; always at least one, which the caller then cuts itself
 * with `cutText`. `size` is asked with the item and those already shown, because sources are shared between statements.
 */
export function shorten<T>(
  items: readonly T[],
  budget: number,
  size: (item: T, shown: readonly T[]) => number,
  from = 0,
): Shortened<T> {
  const shown: T[] = [];
  let used = 0;
  for (let i = from; i < items.length; i += 1) {
    const item = items[i] as T;
    used += size(item, shown);
    if (used > budget && shown.length > 0) return { shown, next: i };
    shown.push(item);
  }
  return { shown };
}

const ELLIPSIS = '…';

/** The text within `limit` UTF-16 code units, cut at a word's end and marked with an ellipsis when it is longer. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit < 1) return '';
  let cut = text.slice(0, limit - ELLIPSIS.length);
  const space = cut.lastIndexOf(' ');
  // A long word is cut rather than half of the text given up for it.
  if (space > limit / 2) cut = cut.slice(0, space);
  // Half of a surrogate pair is not a character.
  return `${cut.replace(/[\uD800-\uDBFF]$/u, '').trimEnd()}${ELLIPSIS}`;
}
