/** Takes apart the bytes that `scripts/build-encoder.mjs` writes: weights, vocabulary and kernel of the sentence encoder. */

/*
 * Layout of the file; numbers are unsigned, 32 bits, little-endian:
 *
 *   offset  0  magic, the letters FNEN
 *           4  version of this layout
 *           8  checksum of all that follows, FNV-1a over 32-bit words
 *          12  where the body begins, a multiple of 16
 *          16  header, JSON (see Header), padded with spaces
 *              body: weights, kernel (a WebAssembly module), vocabulary (UTF-8, one token a line), zeros up to a multiple of 16
 *
 * Every tensor begins at a multiple of 16. Matrices are signed bytes, row by row, with one float scale a row under the
 * name "<matrix>.scale"; all other tensors are 32-bit floats.
 */

import { checksum } from '../checksum.ts';

const MAGIC = 'FNEN';
const VERSION = 1;
const CHECKSUM_OFFSET = 8;
const CHECKED_FROM = 12;
const HEADER_AT = 16;

/** Bytes that are no encoder, are damaged or cannot be used here; the message says why, and what to do. */
export class EncoderAssetError extends Error {
  override readonly name = 'EncoderAssetError';
  /** What is wrong, for whoever knows where the bytes are from and says so in an error of their own. */
  readonly fact: string;

  /** `source` is what cannot be used, such as a file in quotes. */
  constructor(fact: string, source = 'the sentence encoder') {
    super(
      `Cannot use ${source}: ${fact}. It is part of the package: install it again, or restore the file from the repository.`,
    );
    this.fact = fact;
  }
}

/** What the file says of itself. Places are counted in bytes from the beginning of the body. */
interface Header {
  readonly model: string;
  /** Numbers in an encoding, and in the state of a token. */
  readonly width: number;
  /** Numbers in the state of a token between the two matrices of a layer's second half. */
  readonly inner: number;
  readonly layers: number;
  /** Most tokens of a text, the marks at its ends included. */
  readonly mostTokens: number;
  readonly kernel: readonly [at: number, length: number];
  readonly vocabulary: readonly [at: number, length: number];
  readonly tensors: Readonly<Record<string, number>>;
}

/** The parts of the file, without the weights: those are read where they lie. */
export interface EncoderAsset extends Omit<Header, 'kernel' | 'vocabulary' | 'tensors'> {
  readonly kernel: Uint8Array;
  /** Word pieces; the place of each is its row in the matrix "words". */
  readonly vocabulary: readonly string[];
  /** Place of a tensor in the file, in bytes. */
  place(tensor: string): number;
}

/**
 * Takes the file apart. Nothing of the result refers to the bytes.
 *
 * @throws EncoderAssetError when the bytes are no encoder, or are cut short or altered.
 */
export function parseEncoderAsset(bytes: Uint8Array): EncoderAsset {
  if (bytes.length < HEADER_AT || bytes.length % 4 !== 0)
    throw new EncoderAssetError(`its ${bytes.length} bytes are cut short`);
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new EncoderAssetError(`it begins with ${JSON.stringify(magic)}, not "${MAGIC}"`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw new EncoderAssetError(`its layout is version ${version}, not ${VERSION}`);
  if (checksum(view, CHECKED_FROM, bytes.length) !== view.getUint32(CHECKSUM_OFFSET, true))
    throw new EncoderAssetError('its checksum does not match');

  // The checksum vouches for what follows: it is what the script wrote.
  const bodyAt = view.getUint32(CHECKED_FROM, true);
  const copy = (from: number, length: number): Uint8Array => bytes.slice(from, from + length);
  const text = (from: number, length: number): string => new TextDecoder().decode(copy(from, length));
  const { kernel, vocabulary, tensors, ...rest } = JSON.parse(text(HEADER_AT, bodyAt - HEADER_AT)) as Header;
  return {
    ...rest,
    kernel: copy(bodyAt + kernel[0], kernel[1]),
    vocabulary: text(bodyAt + vocabulary[0], vocabulary[1]).split('\n'),
    place: placeIn(tensors, bodyAt),
  };
}

/** Apart from the function above, as V8 would keep the bytes for a function made within it. */
function placeIn(tensors: Header['tensors'], bodyAt: number): EncoderAsset['place'] {
  return (tensor) => {
    const at = tensors[tensor];
    if (at === undefined) throw new EncoderAssetError(`it has no tensor ${JSON.stringify(tensor)}`);
    return bodyAt + at;
  };
}
