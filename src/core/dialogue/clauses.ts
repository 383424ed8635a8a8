/** Takes a message apart: pleasantries ahead of a question, and two questions in one. */
import { normalise } from '../language/tokens.ts';

/** More questions than that in one message are read as one. */
const MAX_QUESTIONS = 3;
const QUESTION_WORDS = 'who|whom|whose|what|which|when|where|why|how';
const ASKED = `(?:(?:for|to|from|by|with|in|on|at|against|of|since|until|under) )?(?:${QUESTION_WORDS})(?![\\p{L}'])`;
/** The end of a sentence, or a comma or "and" before a question word. */
const BORDER = new RegExp(`[?!.;]+ |(?:,| and| &|, and) (?=${ASKED})`, 'u');
const ASKING = new RegExp(
  `^(?:(?:and|so|also|but|ok) )?(?:${ASKED}|(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?![\\p{L}]))`,
  'u',
);
/** A few words and a mark, and something behind them. */
const AHEAD = /^(?<ahead>[^,.!;:?]{1,40})[,.!;:]+\s+(?<rest>\S.*)$/u;

/** The questions of a message, when all of it is questions and there are two or three; otherwise none. */
export function questionsIn(utterance: string): readonly string[] {
  const clauses = normalise(utterance)
    .split(BORDER)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
  if (clauses.length < 2 || clauses.length > MAX_QUESTIONS) return [];
  return clauses.every((clause) => ASKING.test(clause)) ? clauses : [];
}

/** The question behind a pleasantry that is set off by a mark: "thanks, and where?". */
export function withoutPleasantries(utterance: string, isPleasantry: (text: string) => boolean): string {
  const { ahead, rest } = AHEAD.exec(normalise(utterance).trim())?.groups ?? {};
  if (ahead === undefined || rest === undefined) return utterance;
  const isQuestion = rest.includes('?') || ASKING.test(rest);
  return isQuestion && isPleasantry(ahead) && !isPleasantry(rest)
    ? withoutPleasantries(rest, isPleasantry)
    : utterance;
}
