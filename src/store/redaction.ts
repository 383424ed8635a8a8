/** Takes out of an utterance what may tell who is meant: it is not needed to see what was missed. */

/** In this order: what is a part of something else comes after it. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Slack: <@U01|ada>, <#C01|general>, <!subteam^S01|@team>, <mailto:a@b.org|a@b.org>, <https://x.org|x>.
  [/<[@#!][^<>]{1,200}>/gu, '[mention]'],
  [/<mailto:[^<>]{1,400}>/giu, '[email]'],
  [/<(?:https?|ftp|tel|slack):[^<>]{1,2000}>/giu, '[link]'],
  // Discord: <a:name:1>, </ask:1>, <t:1>, <id:customize>.
  [/<(?:a?:\w{1,40}:|\/[^<>:]{1,100}:|t:|id:)[^<>]{0,40}>/gu, '[mention]'],
  [/\b[a-z][a-z\d+.-]{1,15}:\/\/\S+/giu, '[link]'],
  [/[\p{L}\p{N}._%+'-]{1,80}@[\p{L}\p{N}.-]{1,250}\.\p{L}{2,24}/gu, '[email]'],
  [/\bwww\.\S+/giu, '[link]'],
  [/\b(?:discord\.gg|t\.me|wa\.me)\/\S+/giu, '[link]'],
  [/(?<![\p{L}\p{N}])@[\p{L}\p{N}_.-]{2,40}/gu, '[mention]'],
  // Keys and tokens: of a known form, or long and of mixed letters and digits.
  [/\bxox[a-z]-[\w-]+/giu, '[secret]'],
  [/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{24,}/gu, '[secret]'],
  // Ids of Slack's, which are capitals and digits: T0123ABCD.
  [/\b[A-Z](?=[A-Z\d]*\d)[A-Z\d]{8,}\b/gu, '[id]'],
  // Telephone numbers with a sign of being one: a plus, a bracket, or three digits and four at the end.
  [/(?<![\p{L}\p{N}])\+\p{Nd}[\p{Nd}\s()./-]{5,20}\p{Nd}/gu, '[number]'],
  [/\(\p{Nd}{2,5}\)[\s/-]?\p{Nd}[\p{Nd}\s./-]{3,15}\p{Nd}/gu, '[number]'],
  [/(?<!\p{N})(?:\p{Nd}{3}[\s.-]?)?\p{Nd}{3}[\s.-]\p{Nd}{4}(?!\p{N})/gu, '[number]'],
  [/(?<!\p{N})0\p{Nd}{1,4}[\s/-]\p{Nd}[\p{Nd}\s/-]{4,15}\p{Nd}/gu, '[number]'],
  // Six or more digits in a row are an id or a number somebody has; figures of a report have separators.
  [/\p{Nd}{6,}/gu, '[number]'],
];

/** The utterance without mentions, e-mail and web addresses, telephone numbers, tokens, ids and long runs of digits. */
export function redact(utterance: string): string {
  return PATTERNS.reduce((text, [pattern, mark]) => text.replace(pattern, mark), utterance);
}
