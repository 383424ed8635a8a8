/** A problem of a pack: where it is, what is wrong, and what to do about it. */

export interface Problem {
  /** Path inside the pack, with slashes. */
  readonly file: string;
  /** Place inside the file: `answer[0].text`, `12:3` for a syntax error, empty for the file as a whole. */
  readonly path: string;
  /** The offending value, shortened; empty when something is missing. */
  readonly value: string;
  /** "Cannot <action>: <fact>", without a full stop. */
  readonly message: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
}

/** Long enough to find the value in its file, short enough for one line of a terminal. */
const LONGEST_SHOWN = 60;

/** A value as messages show it: in quotes if it is text, shortened, on one line. */
export function shown(value: unknown): string {
  const text = (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')).replace(
    /\s+/g,
    ' ',
  );
  const short = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
  return typeof value === 'string' ? `"${short}"` : short;
}

/** A problem on two lines: its place, then the message and its remedy. */
export function formatProblem(problem: Problem): string {
  const place = problem.path === '' ? problem.file : `${problem.file}, ${problem.path}`;
  return `${place}\n  ${problem.message}. ${problem.remedy}`;
}
