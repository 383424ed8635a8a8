/** Makes any text appear on Discord as it is: no formatting, mention, link or invite comes alive. */
import { cutText } from '../shorten.ts';

const ZERO_WIDTH_SPACE = '\u200b';
const CONTROL = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** The text on one line, escaped. */
export function escapeText(text: string): string {
  return (
    text
      .replace(/\s+/gu, ' ')
      .replace(CONTROL, '')
      .trim()
      .replace(/[\\*_~`|<[\]]/gu, '\\$&')
      // Headings, lists, block quotes and small print only mean something at the start of a line.
      .replace(/^[#>+-]/u, '\\$&')
      .replace(/^(\d+)\./u, '$1\\.')
      // Discord looks for these before it reads the backslashes.
      .replace(/@(?=everyone|here)/giu, `@${ZERO_WIDTH_SPACE}`)
      .replace(/:(?=\/\/)/gu, `:${ZERO_WIDTH_SPACE}`)
      .replace(/(discord(?:app)?)(?=\.(?:gg|com|me|io|li))/giu, `$1${ZERO_WIDTH_SPACE}`)
  );
}

/** The text escaped and within `limit` UTF-16 code units, cut where no escape is torn apart. */
export function escapeWithin(text: string, limit: number): string {
  let escaped = escapeText(text);
  for (let length = text.length; escaped.length > limit; ) {
    length = Math.min(length - 1, Math.floor((length * limit) / escaped.length));
    escaped = escapeText(cutText(text, length));
  }
  return escaped;
}
