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
import { decodeMatcher, encodeMatcher } from '../core/matcher/storage.ts';
import type { Pack } from '../core/pack.ts';
import type { TrainedPack } from '../core/pack-training.ts';

/** A pack that broke no rule, and what was learnt from it. */
export interface CachedPack {
  readonly pack: Pack;
  readonly trained: TrainedPack;
}

/** What is kept as JSON. */
interface Told {
  readonly pack: Pack;
  readonly phrases: TrainedPack['phrases'];
}

/** The code that checks and trains: when it changes, what it made before is void. */
const CODE = ['../core', '../content'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
/** Names the versions of the libraries that check and train. */
const MANIFEST = fileURLToPath(new URL('../../package.json', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../.cache/', import.meta.url));
const ENDING = '.pack';
/** Packs kept, the latest used: a few reports, and the states a curator goes to and fro between. */
const MAX_KEPT = 5;
/** Length of the JSON of the pack and the index of its phrases, unsigned, little-endian; the matcher's bytes follow it. */
const HEAD_BYTES = 4;
/** What the matcher starts at a multiple of. */
const ALIGNMENT = 4;

/** Digest of all that a checked and trained pack depends on; undefined when the pack cannot be read. */
export function cacheKey(dir: string, vectors: Uint8Array): string | undefined {
  try {
    const hash = createHash('sha256').update(vectors).update(readFileSync(MANIFEST));
    for (const folder of [...CODE, join(dir, 'data'), join(dir, 'intents')]) addFolder(hash, folder);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
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
    const bytes = readFileSync(join(FOLDER, key + ENDING));
    const end = HEAD_BYTES + bytes.readUInt32LE(0);
    const { pack, phrases }: Told = JSON.parse(bytes.toString('utf8', HEAD_BYTES, end));
    const matcher = decodeMatcher(new Uint8Array(bytes.buffer, bytes.byteOffset + end, bytes.length - end));
    if (!matcher) return undefined;
    touch(join(FOLDER, key + ENDING));
    return { pack, trained: { matcher, phrases } };
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
  const told: Told = { pack, phrases };
  const text = Buffer.from(JSON.stringify(told));
  // With spaces behind it, so that the matcher's numbers can be used where they are.
  const json = Buffer.concat([text, Buffer.alloc(-text.length & (ALIGNMENT - 1), ' ')]);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(json.length);
  const file = join(FOLDER, key + ENDING);
  // Renamed when complete, so that another process never reads half of it.
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(draft, Buffer.concat([head, json, encodeMatcher(matcher)]));
    renameSync(draft, file);
    const kept = readdirSync(FOLDER)
      .filter((name) => name.endsWith(ENDING))
      .map((name) => ({ path: join(FOLDER, name), used: statSync(join(FOLDER, name)).mtimeMs }))
      .sort((a, b) => b.used - a.used);
    for (const { path } of kept.slice(MAX_KEPT)) rmSync(path, { force: true });
  } catch {
    rmSync(draft, { force: true });
  }
}
