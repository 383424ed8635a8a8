/** Opens a pack for a command: its checked content and a responder over it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseWordVectors } from '../core/language/word-vectors.ts';
import type { Pack } from '../core/pack.ts';
import { trainPack } from '../core/pack-training.ts';
import { createResponder, type Responder } from '../core/responder.ts';
import { CommandFailure } from './failure.ts';
import { counted } from './output.ts';
import { cacheKey, readCached, writeCached } from './pack-cache.ts';

const VECTORS = fileURLToPath(new URL('../../assets/word-vectors.bin', import.meta.url));

export interface OpenedPack {
  readonly pack: Pack;
  readonly responder: Responder;
}

/** Reads and checks a pack; rejects with all its problems listed when it has any. */
export async function readPack(dir: string): Promise<Pack> {
  // The parser and the schema library take a tenth of a second to load, and a cached pack needs neither.
  const [{ loadPack }, { formatProblem }] = await Promise.all([
    import('../content/load.ts'),
    import('../content/problem.ts'),
  ]);
  const loaded = loadPack(dir);
  if (loaded.kind === 'sound') return loaded.pack;
  const { problems } = loaded;
  throw new CommandFailure(
    `Cannot use the pack "${dir}": it has ${counted(problems.length, 'problem')}.\n\n${problems.map(formatProblem).join('\n\n')}`,
  );
}

/** A responder over a checked pack, from the cache when neither pack nor code have changed; rejects as `readPack` does. */
export async function openPack(dir: string): Promise<OpenedPack> {
  const { bytes, vectors } = readVectors();
  const key = cacheKey(dir, bytes);
  const cached = key === undefined ? undefined : readCached(key);
  if (cached) {
    return {
      pack: cached.pack,
      responder: createResponder(cached.pack, { vectors, trained: cached.trained }),
    };
  }
  const pack = await readPack(dir);
  const phrases = pack.intents.reduce((sum, intent) => sum + intent.phrases.length, 0);
  process.stderr.write(`Learning ${counted(phrases, 'training phrase')}: once, until the pack changes …\n`);
  const trained = trainPack(pack, vectors);
  if (key !== undefined) writeCached(key, { pack, trained });
  return { pack, responder: createResponder(pack, { vectors, trained }) };
}

function readVectors() {
  try {
    const bytes = readFileSync(VECTORS);
    return { bytes, vectors: parseWordVectors(bytes) };
  } catch (error) {
    throw new CommandFailure(
      `Cannot read the word vectors "${VECTORS}": ${error instanceof Error ? error.message : error}. ` +
        'They are part of the package: install it again, or restore the file from the repository.',
    );
  }
}
