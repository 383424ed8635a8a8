/** The environment -> Config; every missing or wrong variable named at once. */
import type { ConfigResult } from './environment.ts';

/** Reads the environment of this process, with what `.env` in the working directory adds to it. */
export async function loadConfig(): Promise<ConfigResult> {
  // Only `serve` needs these; the schema library takes longer to load than a question to answer.
  const [dotenv, { readConfig }] = await Promise.all([import('dotenv'), import('./environment.ts')]);
  dotenv.config({ quiet: true });
  return readConfig(process.env);
}

/** Whether to colour what is printed to a stream: only on a terminal, and not against NO_COLOR (no-color.org). */
export function takesColour(
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
