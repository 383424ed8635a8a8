/** The encoder's layers: the steps from word pieces to an encoding, with weights that lie in WebAssembly's memory. */

import { type EncoderAsset, EncoderAssetError } from './encoder-asset.ts';

/** Made by {@link createLayers}. */
export interface Layers {
  /** Most word pieces that go through at once, of all texts together. */
  readonly capacity: number;
  /** The encoding of each text, whose word pieces are given by number; `steps` are those in 1 of a component. */
  encode(texts: readonly (readonly number[])[], steps: number): Int8Array[];
}

/** Enough for reading each weight to be cheap, few enough for their numbers to stay near the processor. */
const CAPACITY = 64;
/** Bytes by which WebAssembly's memory grows. */
export const PAGE = 65_536;
const ALIGNMENT = 16;

/** What `scripts/encoder/kernel.mjs` writes; all but the counts, and `steps`, are places in memory. */
interface Kernel {
  embed(row: number, scale: number, position: number, states: number): void;
  normalise(states: number, added: number, gain: number, shift: number, tokens: number): void;
  quantise(from: number, out: number, scales: number, tokens: number, width: number): void;
  multiply: Multiply;
  contract: Multiply;
  attend(from: number, out: number, scores: number, tokens: number): void;
  gelu(at: number, count: number): void;
  pool(states: number, tokens: number, sums: number, out: number, steps: number): void;
}
type Multiply = (
  activations: number,
  scales: number,
  weights: number,
  rowScales: number,
  bias: number,
  out: number,
  tokens: number,
  rows: number,
) => void;

interface Matrix {
  readonly weights: number;
  readonly scales: number;
  readonly bias: number;
  readonly rows: number;
}

/**
 * Puts the layers to work in the memory that has the asset's bytes at its beginning, and makes it larger.
 *
 * @throws EncoderAssetError when this machine has not the memory, or no WebAssembly with SIMD.
 */
export function createLayers(asset: EncoderAsset, memory: WebAssembly.Memory): Layers {
  const { width, inner } = asset;
  const { layers, words, positions, first } = placesOf(asset);
  const capacity = Math.max(CAPACITY, asset.mostTokens);
  const { room, end } = roomFor(memory.buffer.byteLength, capacity, width, inner);
  const kernel = instantiate(asset.kernel, memory, end);

  /** out = from × the matrix + its bias, for each token. */
  function project(run: Multiply, from: number, matrix: Matrix, out: number, tokens: number): void {
    kernel.quantise(from, room.integers, room.scales, tokens, run === kernel.contract ? inner : width);
    run(room.integers, room.scales, matrix.weights, matrix.scales, matrix.bias, out, tokens, matrix.rows);
  }

  return {
    capacity,
    encode(texts, steps) {
      const { states, attention, added, wide, scores, encoding } = room;
      const spans: { readonly from: number; readonly count: number }[] = [];
      let tokens = 0;
      for (const numbers of texts) {
        for (const [position, number] of numbers.entries())
          kernel.embed(
            words.rows + number * width,
            words.scales + 4 * number,
            positions + 4 * position * width,
            states + 4 * (tokens + position) * width,
          );
        spans.push({ from: tokens, count: numbers.length });
        tokens += numbers.length;
      }
      new Float32Array(memory.buffer, added, tokens * width).fill(0);
      kernel.normalise(states, added, first.gain, first.shift, tokens);
      for (const { attend, merge, merged, widen, narrow, narrowed } of layers) {
        project(kernel.multiply, states, attend, attention, tokens);
        for (const { from, count } of spans)
          kernel.attend(attention + 12 * from * width, wide + 4 * from * width, scores, count);
        project(kernel.multiply, wide, merge, added, tokens);
        kernel.normalise(states, added, merged.gain, merged.shift, tokens);
        project(kernel.multiply, states, widen, wide, tokens);
        kernel.gelu(wide, tokens * inner);
        project(kernel.contract, wide, narrow, added, tokens);
        kernel.normalise(states, added, narrowed.gain, narrowed.shift, tokens);
      }
      return spans.map(({ from, count }) => {
        kernel.pool(states + 4 * from * width, count, added, encoding, steps);
        return new Int8Array(memory.buffer, encoding, width).slice();
      });
    },
  };
}

function placesOf({ place, layers, width, inner }: EncoderAsset) {
  const matrix = (name: string, rows: number): Matrix => ({
    weights: place(name),
    scales: place(`${name}.scale`),
    bias: place(`${name}.bias`),
    rows,
  });
  const norm = (name: string) => ({ gain: place(`${name}.gain`), shift: place(`${name}.shift`) });
  return {
    words: { rows: place('words'), scales: place('words.scale') },
    positions: place('positions'),
    first: norm('norm'),
    layers: Array.from({ length: layers }, (_, layer) => ({
      attend: matrix(`${layer}.attend`, 3 * width),
      merge: matrix(`${layer}.merge`, width),
      merged: norm(`${layer}.merge`),
      widen: matrix(`${layer}.widen`, inner),
      narrow: matrix(`${layer}.narrow`, width),
      narrowed: norm(`${layer}.narrow`),
    })),
  };
}

/** Places from `start` on for what is worked out, and where the last one ends. */
function roomFor(start: number, capacity: number, width: number, inner: number) {
  let end = start;
  function reserve(size: number): number {
    const at = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    end = at + size;
    return at;
  }
  const floats = (count: number): number => reserve(4 * count);
  const room = {
    states: floats(capacity * width),
    /** Query, key and value of each token. */
    attention: floats(capacity * 3 * width),
    added: floats(capacity * width),
    wide: floats(capacity * inner),
    integers: reserve(2 * capacity * inner),
    scales: floats(capacity),
    /** Those of one token, with room to fill up the last vector. */
    scores: floats(capacity + 4),
    encoding: reserve(width),
  };
  return { room, end };
}

function instantiate(bytes: Uint8Array, memory: WebAssembly.Memory, end: number): Kernel {
  try {
    memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { encoder: { memory } });
    return instance.exports as unknown as Kernel;
  } catch (error) {
    throw new EncoderAssetError(`this machine cannot run it (${String(error)})`);
  }
}
