/** Takes a message apart that asks two things at once. */
import { normalise } from '../language/tokens.ts';

/** More questions than that in one message are read as one. */
const MAX_QUESTIONS = 3;
const QUESTION_WORDS = 'who|whom|whose|what|which|when|where|why|how';
/** The end of a sentence, or a comma or "and" before a question word. */
const BORDER = new RegExp(`[?!.;]+ |(?:,| and| &|, and) (?=(?:${QUESTION_WORDS})(?![\\p{L}']))`, 'u');
const ASKING = new RegExp(
  `^(?:(?:and|so|also|but|ok) )?(?:${QUESTION_WORDS}|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?![\\p{L}])`,
  'u',
);

/** The questions of a message, when all of it is questions and there are two or three; otherwise none. */
export function questionsIn(utterance: string): readonly string[] {
  const clauses = normalise(utterance)
    .split(BORDER)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
  if (clauses.length < 2 || clauses.length > MAX_QUESTIONS) return [];
  return clauses.every((clause) => ASKING.test(clause)) ? clauses : [];
}
