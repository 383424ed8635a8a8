/** The environment -> Config; every missing or wrong variable named at once. */
import type { ConfigResult } from './environment.ts';
import { isConfigured } from './variables.ts';

/** Adds to the environment of this process what `.env` in the working directory has; whether there is any variable of ours. */
export async function loadEnvironment(): Promise<boolean> {
  // Only `serve` needs it.
  const dotenv = await import('dotenv');
  dotenv.config({ quiet: true });
  return isConfigured(process.env);
}

/** Reads the environment of this process, with what `.env` in the working directory adds to it. */
export async function loadConfig(): Promise<ConfigResult> {
  await loadEnvironment();
  // The schema library takes longer to load than a question to answer.
  const { readConfig } = await import('./environment.ts');
  return readConfig(process.env);
}

/** Whether to colour what is printed to a stream: only on a terminal, and not against NO_COLOR (no-color.org). */
export function takesColour(
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
