/** Keeps checked packs with what was learnt from them on disk, so that only a change has to be checked and trained. */
import { createHash, type Hash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checksum } from '../core/checksum.ts';
import { decodeMatcher, encodeMatcher } from '../core/matcher/storage.ts';
import type { Pack } from '../core/pack.ts';
import type { TrainedPack } from '../core/pack-training.ts';

/** A pack that broke no rule, and what was learnt from it. */
export interface CachedPack {
  readonly pack: Pack;
  readonly trained: TrainedPack;
}

/** The code that checks and trains, and what it trains with every pack: when it changes, what it made before is void. */
const CODE = ['../core', '../content', '../../assets/common'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);
/** Names the versions of the libraries that check and train. */
const MANIFEST = fileURLToPath(new URL('../../package.json', import.meta.url));
export const CACHE_FOLDER = fileURLToPath(new URL('../../.cache/', import.meta.url));
const ENDING = '.pack';
/** Packs kept, the latest used: a few reports, and the states a curator goes to and fro between. */
const MAX_KEPT = 5;
/** The head: lengths of the pack's JSON and of that of its phrases, and the latter's checksum, unsigned, little-endian. */
const HEAD_BYTES = 12;
/** What the matcher, which follows both, starts at a multiple of, so that its numbers can be used where they are. */
const ALIGNMENT = 4;

/** Digest of all that a checked and trained pack depends on, `assets` among it; undefined when the pack cannot be read. */
export function cacheKey(dir: string, assets: readonly Uint8Array[]): string | undefined {
  try {
    const hash = createHash('sha256').update(readFileSync(MANIFEST));
    for (const bytes of assets) hash.update(bytes);
    for (const folder of [...CODE, join(dir, 'data'), join(dir, 'intents')]) addFolder(hash, folder);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

function checksumOf(bytes: Uint8Array): number {
  return checksum(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
}

function addFolder(hash: Hash, folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    const bytes = readFileSync(path);
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
}

/** What was kept under a key; undefined when nothing was, or it is damaged. */
export function readCached(key: string): CachedPack | undefined {
  try {
    const bytes = readFileSync(join(CACHE_FOLDER, key + ENDING));
    const phrasesAt = HEAD_BYTES + bytes.readUInt32LE(0);
    const matcherAt = phrasesAt + bytes.readUInt32LE(4);
    if (bytes.readUInt32LE(8) !== checksumOf(bytes.subarray(phrasesAt, matcherAt))) return undefined;
    const pack: Pack = JSON.parse(bytes.toString('utf8', HEAD_BYTES, phrasesAt));
    const matcher = decodeMatcher(bytes.subarray(matcherAt));
    if (!matcher) return undefined;
    touch(join(CACHE_FOLDER, key + ENDING));
    let phrases: TrainedPack['phrases'] | undefined;
    const trained = {
      matcher,
      // Parsed when first needed: most questions are no follow-ups.
      get phrases() {
        phrases ??= JSON.parse(bytes.toString('utf8', phrasesAt, matcherAt)) as TrainedPack['phrases'];
        return phrases;
      },
    };
    return { pack, trained };
  } catch {
    return undefined;
  }
}

/** Marks a file as used, so that it is kept before those that are not. */
function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Somebody else's cache, which may be read but not written.
  }
}

/** Keeps a pack; where nothing can be written, the next start checks and trains again. */
export function writeCached(key: string, { pack, trained }: CachedPack): void {
  const { matcher, phrases } = trained;
  const packJson = Buffer.from(JSON.stringify(pack));
  const text = JSON.stringify(phrases);
  const spaces = -(packJson.length + Buffer.byteLength(text)) & (ALIGNMENT - 1);
  const phrasesJson = Buffer.from(text + ' '.repeat(spaces));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(packJson.length);
  head.writeUInt32LE(phrasesJson.length, 4);
  head.writeUInt32LE(checksumOf(phrasesJson), 8);
  const file = join(CACHE_FOLDER, key + ENDING);
  // Renamed when complete, so that another process never reads half of it.
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(CACHE_FOLDER, { recursive: true });
    writeFileSync(draft, Buffer.concat([head, packJson, phrasesJson, encodeMatcher(matcher)]));
    renameSync(draft, file);
    const kept = readdirSync(CACHE_FOLDER)
      .filter((name) => name.endsWith(ENDING))
      .map((name) => ({ path: join(CACHE_FOLDER, name), used: statSync(join(CACHE_FOLDER, name)).mtimeMs }))
      .sort((a, b) => b.used - a.used);
    for (const { path } of kept.slice(MAX_KEPT)) rmSync(path, { force: true });
  } catch {
    rmSync(draft, { force: true });
  }
}
