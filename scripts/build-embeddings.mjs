/**
 * Builds assets/embeddings.bin: `npm run embeddings`, half a minute. It holds what the encoder makes of the bundled pack's phrases
 * and of those that come with the program, so that an installation learns in seconds. Whatever is not in it is embedded when
 * it is needed, so that an older file only takes longer.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MARK_BYTES, openEmbeddings } from '../dist/commands/embeddings.js';
import { loadPack } from '../dist/content/load.js';
import { parseWordVectors } from '../dist/core/language/word-vectors.js';
import { createEncoder } from '../dist/core/meaning/encoder.js';
import { textsOfPack } from '../dist/core/pack-training.js';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const loaded = loadPack(path('.'));
if (loaded.kind !== 'sound')
  throw new Error('Cannot embed: the bundled pack is broken. Run: npm run validate');
const asset = readFileSync(path('assets/encoder.bin'));
const encoder = createEncoder(asset);
const store = openEmbeddings(asset.subarray(0, MARK_BYTES), []);
const texts = textsOfPack(loaded.pack, parseWordVectors(readFileSync(path('assets/word-vectors.bin'))));
for (const [i, embedding] of encoder.encodeAll(texts).entries()) store.set(texts[i], embedding);
writeFileSync(path('assets/embeddings.bin'), store.toBytes());
process.stdout.write(`${texts.length} texts\n`);
