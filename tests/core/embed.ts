/** The sentence encoder of the package, in the same process; what was embedded before is not embedded again. */
import { readFileSync } from 'node:fs';
import type { Embedding } from '../../src/core/matcher/meaning.ts';
import { createEncoder } from '../../src/core/meaning/encoder.ts';
import type { AsyncEncoder } from '../../src/core/responder.ts';

const { encode } = createEncoder(
  new Uint8Array(readFileSync(new URL('../../assets/encoder.bin', import.meta.url))),
);

const known = new Map<string, Embedding>();

export function embed(text: string): Embedding {
  const embedding = known.get(text) ?? encode(text);
  known.set(text, embedding);
  return embedding;
}

/** The same as replies ask for it. */
export const encoder: AsyncEncoder = { encode: async (texts) => texts.map(embed) };
