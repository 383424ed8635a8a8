/** The sentence encoder: a text becomes a point in space, near the points of texts that mean the same. */

import { EncoderAssetError, parseEncoderAsset } from './encoder-asset.ts';
import { createLayers, PAGE } from './layers.ts';
import { createWordPieces } from './word-pieces.ts';

/**
 * What a step of an encoding is worth: a component of the unit vector is about its whole number times this, so that the
 * dot product of two encodings, times this twice, is about their cosine. 127 steps are 0.33; 0.30 is the largest component
 * that was met, and a larger one is cut.
 */
export const ENCODING_SCALE = 1 / 384;

/** Made by {@link createEncoder}. */
export interface Encoder {
  /** Name of the model. */
  readonly model: string;
  /** Numbers in an encoding. */
  readonly dimensions: number;
  /** {@link ENCODING_SCALE}. */
  readonly scale: number;
  /**
   * The direction of the text's meaning as whole numbers from -127 to 127: the same on every machine, alone or among other
   * texts. Any text will do, also none; what is said after the first 62 word pieces does not count.
   */
  encode(text: string): Int8Array;
  /** The encoding of each, with less ado than one after the other. */
  encodeAll(texts: readonly string[]): Int8Array[];
}

/**
 * Makes an encoder of the bytes of `assets/encoder.bin`, which it copies and needs no more. It takes 35 MB of memory and
 * a tenth of a second.
 *
 * @throws EncoderAssetError when the bytes are no encoder or are damaged, or this machine cannot run it.
 */
export function createEncoder(bytes: Uint8Array): Encoder {
  return loadEncoder(bytes.length, (room) => room.set(bytes));
}

/**
 * The same for whoever would hold the bytes only for this: `fill` writes them, `length` of them, to where they are needed.
 *
 * @throws EncoderAssetError as {@link createEncoder} does, and whatever `fill` throws.
 */
export function loadEncoder(length: number, fill: (room: Uint8Array) => void): Encoder {
  const memory = memoryOf(length);
  const bytes = new Uint8Array(memory.buffer, 0, length);
  fill(bytes);
  const asset = parseEncoderAsset(bytes);
  const wordPieces = createWordPieces(asset.vocabulary, asset.mostTokens);
  const layers = createLayers(asset, memory);

  function encodeAll(texts: readonly string[]): Int8Array[] {
    const encodings: Int8Array[] = [];
    let waiting: (readonly number[])[] = [];
    let pieces = 0;
    const flush = (): void => {
      encodings.push(...layers.encode(waiting, 1 / ENCODING_SCALE));
      waiting = [];
      pieces = 0;
    };
    for (const text of texts) {
      const numbers = wordPieces.numbers(text);
      if (pieces + numbers.length > layers.capacity) flush();
      waiting.push(numbers);
      pieces += numbers.length;
    }
    if (waiting.length > 0) flush();
    return encodings;
  }

  const { model, width: dimensions } = asset;
  return {
    model,
    dimensions,
    scale: ENCODING_SCALE,
    encode: (text) => encodeAll([text])[0] ?? new Int8Array(dimensions),
    encodeAll,
  };
}

/** Cosine of two encodings, from -1 to 1. */
export function similarity(a: Int8Array, b: Int8Array): number {
  let [dot, lengthA, lengthB] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    dot += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return dot === 0 ? 0 : dot / Math.sqrt(lengthA * lengthB);
}

function memoryOf(length: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(length / PAGE) });
  } catch (error) {
    throw new EncoderAssetError(`there is no memory for its ${length} bytes (${String(error)})`);
  }
}
