/** Keeps the embeddings of phrases on disk by text and encoder, so that an edit embeds only what changed. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Embedding } from '../core/matcher/meaning.ts';

/** Embeddings of texts by one encoder. */
export interface EmbeddingStore {
  get(text: string): Embedding | undefined;
  set(text: string, embedding: Embedding): void;
  /** The file's bytes; the latest `MAX_KEPT` records, those got or set last among them. */
  toBytes(): Uint8Array;
}

/** A file begins with the SHA-256 of all that follows, then the encoder's mark. */
const DIGEST_BYTES = 32;
/** An asset's head tells it from others: its layout's version and the checksum of its content. */
export const MARK_BYTES = 16;
const HEAD_BYTES = DIGEST_BYTES + MARK_BYTES;
/** Of the SHA-256 of a text: enough that no two texts of a lifetime meet. */
const KEY_BYTES = 16;
/** Components of an embedding, a byte each. */
const EMBEDDING_BYTES = 384;
const RECORD_BYTES = KEY_BYTES + EMBEDDING_BYTES;
/** A few packs of 10,000 phrases; 20 MB. */
const MAX_KEPT = 50_000;

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** The embeddings of files made by the encoder with this mark; a file that is missing, damaged or of another encoder has none. */
export function openEmbeddings(encoder: Buffer, files: readonly Uint8Array[]): EmbeddingStore {
  const records = new Map<string, Embedding>();
  for (const bytes of files) {
    const isOurs =
      bytes.length >= HEAD_BYTES &&
      encoder.equals(bytes.subarray(DIGEST_BYTES, HEAD_BYTES)) &&
      digestOf(bytes.subarray(DIGEST_BYTES)).equals(bytes.subarray(0, DIGEST_BYTES));
    if (!isOurs) continue;
    for (let at = HEAD_BYTES; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
      const key = Buffer.from(bytes.subarray(at, at + KEY_BYTES)).toString('latin1');
      records.set(key, new Int8Array(bytes.buffer, bytes.byteOffset + at + KEY_BYTES, EMBEDDING_BYTES));
    }
  }
  const keyOf = (text: string) => digestOf(Buffer.from(text)).toString('latin1', 0, KEY_BYTES);
  const set = (key: string, embedding: Embedding) => {
    records.delete(key);
    records.set(key, embedding);
  };
  return {
    get(text) {
      const key = keyOf(text);
      const found = records.get(key);
      if (found) set(key, found);
      return found;
    },
    set: (text, embedding) => set(keyOf(text), embedding),
    toBytes() {
      const kept = [...records].slice(-MAX_KEPT);
      const bytes = Buffer.alloc(HEAD_BYTES + kept.length * RECORD_BYTES);
      encoder.copy(bytes, DIGEST_BYTES);
      kept.forEach(([key, embedding], i) => {
        const at = HEAD_BYTES + i * RECORD_BYTES;
        bytes.write(key, at, 'latin1');
        bytes.set(new Uint8Array(embedding.buffer, embedding.byteOffset, EMBEDDING_BYTES), at + KEY_BYTES);
      });
      digestOf(bytes.subarray(DIGEST_BYTES)).copy(bytes);
      return bytes;
    },
  };
}

/** A file's bytes; none when it cannot be read. */
export function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    return new Uint8Array();
  }
}

/** Removes a file that may not be there, or not be within reach. */
function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Never written, then.
  }
}

/** Writes a file whole or not at all; where nothing can be written, the next start embeds again. */
export function keepBytes(file: string, bytes: Uint8Array): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, bytes);
    renameSync(draft, file);
  } catch {
    discard(draft);
  }
}
