/** Cuts a text into the word pieces that the sentence encoder knows, as BERT's uncased tokenizer does. */

/** Makes the numbers of a text's pieces, between those of the marks at its ends. */
export interface WordPieces {
  /** From 2 to the most there may be; what does not fit is cut off. */
  numbers(text: string): readonly number[];
}

const UNKNOWN = '[UNK]';
const START = '[CLS]';
const END = '[SEP]';
/** Written before a piece that goes on with a word. */
const CONTINUATION = '##';
/** Longer texts are cut, in UTF-16 units: far more than fits into the pieces of any text in a human language. */
const MOST_UNITS = 4_000;
/** BERT takes a longer word for unknown without looking at it. */
const LONGEST_WORD = 100;

/** Accents, which are marks of their own in NFD, and what has no appearance; white space stays, control character or not. */
const DROPPED = /[\p{Mn}\p{Cf}\ufffd]|(?!\s)\p{Cc}/gu;
/** Punctuation and Chinese characters stand alone; all else goes on up to white space or one of them. */
const ALONE = '\\p{P}$+<=>^`|~\\u{3400}-\\u{4dbf}\\u{4e00}-\\u{9fff}\\u{f900}-\\u{faff}\\u{20000}-\\u{2fa1f}';
const WORDS = new RegExp(`[${ALONE}]|[^\\s${ALONE}]+`, 'gu');

/** A reader of texts for this vocabulary, in which a piece's number is its place. `most` counts the marks at both ends. */
export function createWordPieces(vocabulary: readonly string[], most: number): WordPieces {
  const beginnings = new Map<string, number>();
  const continuations = new Map<string, number>();
  let longest = 1;
  for (const [number, token] of vocabulary.entries()) {
    const goesOn = token.length > CONTINUATION.length && token.startsWith(CONTINUATION);
    const piece = goesOn ? token.slice(CONTINUATION.length) : token;
    (goesOn ? continuations : beginnings).set(piece, number);
    longest = Math.max(longest, piece.length);
  }
  const mark = (token: string): number => {
    const number = beginnings.get(token);
    if (number === undefined) throw new Error(`Cannot read a vocabulary without the token "${token}".`);
    return number;
  };
  const [unknown, start, end] = [mark(UNKNOWN), mark(START), mark(END)];

  /** The longest pieces from left to right; one unknown piece where that leads nowhere. */
  function pieces(word: string): readonly number[] {
    const whole = beginnings.get(word);
    if (whole !== undefined) return [whole];
    if (word.length > LONGEST_WORD) return [unknown];
    const found: number[] = [];
    let at = 0;
    while (at < word.length) {
      const known = at === 0 ? beginnings : continuations;
      let to = Math.min(word.length, at + longest);
      let number = known.get(word.slice(at, to));
      while (number === undefined && --to > at) number = known.get(word.slice(at, to));
      if (number === undefined) return [unknown];
      found.push(number);
      at = to;
    }
    return found;
  }

  return {
    numbers(text) {
      const plain = text.slice(0, MOST_UNITS).normalize('NFD').replace(DROPPED, '').toLowerCase();
      const numbers = [start];
      for (const [word] of plain.matchAll(WORDS)) {
        numbers.push(...pieces(word));
        if (numbers.length >= most) break;
      }
      numbers.length = Math.min(numbers.length, most - 1);
      numbers.push(end);
      return numbers;
    },
  };
}
