/** The secret Footnote makes for itself when none is set: a file beside the database, for its owner alone. */
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, StoreFailure } from './failure.ts';

const NAME = 'secret';
const SECRET_BYTES = 32;

/** The secret in `folder`; undefined when there is none. */
export async function readSecretFile(folder: string): Promise<string | undefined> {
  try {
    const secret = (await readFile(join(folder, NAME), 'utf8')).trim();
    if (secret !== '') return secret;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unusable(folder, error);
  }
  throw unusable(folder);
}

/** The secret in `folder`, made when there is none; the same for all processes that ask at once. */
export async function openSecretFile(folder: string): Promise<string> {
  const kept = await readSecretFile(folder);
  if (kept !== undefined) return kept;
  const aside = join(folder, `.${NAME}-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(aside, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
    // A link fails when the name is taken: of two processes, the second uses what the first has made.
    await link(aside, join(folder, NAME)).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } catch (error) {
    throw unusable(folder, error);
  } finally {
    await rm(aside, { force: true });
  }
  return openSecretFile(folder);
}

function unusable(folder: string, error?: unknown): StoreFailure {
  return new StoreFailure(
    'unwritable',
    `Cannot use "${join(folder, NAME)}": ${codeOf(error) ?? 'it is empty'}. Let Footnote read and write in that folder, or set FOOTNOTE_SECRET.`,
    { cause: error },
  );
}
