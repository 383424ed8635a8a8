/** Which tokens of BERT's WordPiece vocabulary an English text can need. */

/** The tokens that are no text and are needed; all else in square brackets goes. */
const SPECIAL = new Set(['[UNK]', '[CLS]', '[SEP]']);
const RESERVED = /^\[(?:PAD|MASK|unused\d+)\]$/u;
const FOREIGN = /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Common}]/u;
/** Marks that always stand for themselves, so that a word never goes on with one. */
const PUNCTUATION = /[\p{P}$+<=>^`|~]/u;

/**
 * The tokens that are kept, in their order. What goes is reserved, of another script (a word in it becomes unknown, and
 * the model knows no more than its letters anyway), or could never be reached.
 */
export function neededTokens(tokens) {
  return tokens.filter((token) => {
    if (SPECIAL.has(token)) return true;
    if (RESERVED.test(token)) return false;
    if (FOREIGN.test(token)) return false;
    return !(token.length > 2 && token.startsWith('##') && PUNCTUATION.test(token.slice(2)));
  });
}
