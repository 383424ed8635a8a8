/** Text for a terminal: made safe to print, and wrapped to a width. */

// C0 and C1 controls, and the marks that reorder text: they could move the cursor or make a quote read backwards.
const UNSAFE = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
const SPACES = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u;
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
const ASCII = /^[\x20-\x7E]*$/u;

/** One line of text that cannot steer a terminal: line ends become spaces, controls U+FFFD. */
export function printable(text: string): string {
  return text.replace(SPACES, ' ').replace(UNSAFE, '\uFFFD');
}

/** Columns a terminal gives the text: two for each East Asian and emoji character, none for a combining mark. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (WITHOUT_WIDTH.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

export interface Indent {
  /** Before the first line. */
  readonly first?: string;
  /** Before every other line. */
  readonly rest?: string;
}

/** Lines of at most `width` columns, cut at spaces; a word that is wider stands alone and is not cut. */
export function wrap(text: string, width: number, { first = '', rest = '' }: Indent = {}): string[] {
  const lines: string[] = [];
  let line = first;
  let used = displayWidth(first);
  let empty = true;
  for (const word of printable(text).split(' ')) {
    if (word === '') continue;
    const wordWidth = displayWidth(word);
    if (!empty && used + 1 + wordWidth > width) {
      lines.push(line);
      line = rest;
      used = displayWidth(rest);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    used += empty ? wordWidth : 1 + wordWidth;
    empty = false;
  }
  return [...lines, line];
}
