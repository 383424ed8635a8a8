/** Opens a pack for a command: its checked content and a responder over it. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseWordVectors, type WordVectors } from '../core/language/word-vectors.ts';
import type { Embed } from '../core/matcher/meaning.ts';
import type { Pack } from '../core/pack.ts';
import { textsOfPack, trainPack } from '../core/pack-training.ts';
import { createResponder, type Responder } from '../core/responder.ts';
import { createEncoderPool, type EncoderPool } from '../operations/encoder-pool.ts';
import { bytesOf, keepBytes, MARK_BYTES, openEmbeddings } from './embeddings.ts';
import { CommandFailure } from './failure.ts';
import { counted } from './output.ts';
import { CACHE_FOLDER, cacheKey, readCached, writeCached } from './pack-cache.ts';

const asset = (name: string) => fileURLToPath(new URL(`../../assets/${name}`, import.meta.url));
const VECTORS = asset('word-vectors.bin');
const ENCODER = asset('encoder.bin');
/** Embeddings of the bundled pack's phrases, so that an installation learns in seconds; and those made since. */
const SHIPPED = asset('embeddings.bin');
const KEPT = `${CACHE_FOLDER}embeddings.bin`;
/** Threads that embed a pack's phrases: with more, the words' classifier would wait for memory. */
const LEARNING_THREADS = 2;

export interface OpenedPack {
  readonly pack: Pack;
  readonly responder: Responder;
  /** What recognises meaning; its threads start when a question needs them. */
  readonly encoder: EncoderPool;
}

/** Told what keeps the encoder from being used: once, in a sentence with its remedy. */
export type OnProblem = (message: string) => void;

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
export async function openPack(dir: string, onProblem: OnProblem = warn): Promise<OpenedPack> {
  const { bytes, vectors } = readVectors();
  const mark = readMark();
  const key = cacheKey(dir, [bytes, mark]);
  const cached = key === undefined ? undefined : readCached(key);
  const encoder = createEncoderPool({
    asset: ENCODER,
    onProblem: (message) => onProblem(wordsOnly(message)),
  });
  const opened = (pack: Pack, trained: NonNullable<typeof cached>['trained']): OpenedPack => ({
    pack,
    encoder,
    responder: createResponder(pack, { vectors, trained, encoder }),
  });
  if (cached) return opened(cached.pack, cached.trained);
  const pack = await readPack(dir);
  const phrases = pack.intents.reduce((sum, intent) => sum + intent.phrases.length, 0);
  process.stderr.write(`Learning ${counted(phrases, 'training phrase')}: once, until the pack changes …\n`);
  const embed = await embedPhrases(pack, vectors, mark, onProblem);
  const trained = trainPack(pack, vectors, embed);
  // What was learnt from the words alone is learnt anew once the encoder can be used.
  if (key !== undefined && trained.matcher.meaning) writeCached(key, { pack, trained });
  return opened(pack, trained);
}

/** The embeddings of all that a pack learns from: those kept, and the others made now. */
async function embedPhrases(
  pack: Pack,
  vectors: WordVectors,
  mark: Buffer,
  onProblem: OnProblem,
): Promise<Embed> {
  const store = openEmbeddings(mark, [bytesOf(SHIPPED), bytesOf(KEPT)]);
  const missing = textsOfPack(pack, vectors).filter((text) => !store.get(text));
  if (missing.length > 0) {
    const pool = createEncoderPool({
      asset: ENCODER,
      size: LEARNING_THREADS,
      maxQueue: missing.length,
      timeoutMs: Number.POSITIVE_INFINITY,
      onProblem: (message) => onProblem(wordsOnly(message)),
    });
    const embeddings = await pool.encode(missing);
    await pool.close();
    missing.forEach((text, i) => {
      const embedding = embeddings[i];
      if (embedding) store.set(text, embedding);
    });
    keepBytes(KEPT, store.toBytes());
  }
  return store.get;
}

/** Tells on standard error, where it mixes with nothing that is printed. */
export function warn(message: string): void {
  process.stderr.write(`${message}\n`);
}

function wordsOnly(message: string): string {
  return `${message} Until then questions are matched by their words alone.`;
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

/** What tells the encoder from others; zeros when it cannot be read, which its first use will say. */
function readMark(): Buffer {
  const mark = Buffer.alloc(MARK_BYTES);
  try {
    const file = openSync(ENCODER, 'r');
    readSync(file, mark, 0, MARK_BYTES, 0);
    closeSync(file);
  } catch {
    // Left at zeros.
  }
  return mark;
}
