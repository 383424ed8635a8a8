/** The word vectors of the package. */
import { readFileSync } from 'node:fs';
import { parseWordVectors } from '../../src/core/language/word-vectors.ts';

export const vectors = parseWordVectors(
  new Uint8Array(readFileSync(new URL('../../assets/word-vectors.bin', import.meta.url))),
);
