/** Takes known secrets out of texts. */

/** What stands where a secret stood. */
export const CENSOR = '[secret]';

/** Shorter ones are words: taking them out would garble texts and protect nothing. */
const SHORTEST_SECRET = 8;

/** A function that returns its text without any of these values. */
export function createCensor(secrets: readonly string[]): (text: string) => string {
  // The longest first: one may be part of another.
  const known = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .toSorted((a, b) => b.length - a.length);
  return (text) => known.reduce((left, secret) => left.replaceAll(secret, CENSOR), text);
}
