/** HTML and SVG from templates in which everything put in is escaped. */

/** Text that is markup already; only `markup` and `trusted` make it. */
export interface Markup {
  readonly markup: string;
}

export type Piece = string | number | Markup | readonly Piece[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template tag: strings and numbers put in are escaped, for text and for quoted attributes; lists are joined. */
export function markup(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return {
    markup: strings.map((text, i) => text + (i < pieces.length ? render(pieces[i] ?? '') : '')).join(''),
  };
}

/** Takes text as markup without escaping: for constants of the source only. */
export function trusted(text: string): Markup {
  return { markup: text };
}

function render(piece: Piece): string {
  if (typeof piece === 'number') return String(piece);
  if (typeof piece === 'string') return piece.replace(/[&<>"']/gu, (character) => ESCAPES[character] ?? '');
  return 'markup' in piece ? piece.markup : piece.map(render).join('');
}
