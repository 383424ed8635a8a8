/** Writes a trained matcher as bytes and reads it back: checksum, a JSON head, then the weights and the like as little-endian numbers of four bytes. */
import { checksum } from '../checksum.ts';
import { QUESTION_TYPES } from '../language/question.ts';
import type { MeaningModel } from './meaning.ts';
import type { TrainedModel } from './model.ts';
import type { SoftmaxModel } from './softmax.ts';
import type { TrainedMatcher } from './training.ts';

/** Changes whenever what is stored, or how it is computed, does. */
export const STORAGE_VERSION = 5;

/** Offsets in bytes: the checksum of all that follows it, the JSON's length, the JSON. */
const LENGTH_AT = 4;
const JSON_AT = 8;

/** Of each number, a 32-bit float or integer. */
const BYTES = 4;

/** Numbers start at a multiple of four. */
const numbersAt = (jsonLength: number) => JSON_AT + Math.ceil(jsonLength / 4) * 4;

interface StoredModel {
  readonly names: readonly string[];
  readonly dimensions: number;
  readonly classes: number;
  readonly weights: number;
  /** Entries of the index that proposes classes; absent without one. */
  readonly postings?: number;
}

interface Head {
  readonly version: number;
  readonly vocabulary: readonly (readonly [string, number])[];
  readonly classes: readonly {
    readonly id: string;
    readonly refused: boolean;
    readonly kin: readonly number[];
    readonly stems: readonly string[];
    readonly terms: readonly string[];
    readonly types: readonly number[];
    readonly phrases: number;
  }[];
  readonly model: StoredModel;
  readonly meaning?: StoredMeaning;
}

interface StoredMeaning {
  /** Of an embedding. */
  readonly size: number;
  readonly phrases: number;
  readonly evidence: number;
}

export function encodeMatcher({ vocabulary, classes, model, meaning }: TrainedMatcher): Uint8Array {
  const head: Head = {
    version: STORAGE_VERSION,
    vocabulary: [...vocabulary],
    classes: classes.map(({ id, refused, kin, topic }) => ({
      id,
      refused,
      kin: [...kin],
      stems: [...topic.stems],
      terms: [...topic.terms],
      types: QUESTION_TYPES.map((type) => topic.types[type]),
      phrases: topic.phrases,
    })),
    model: headOf(model),
    ...(meaning && {
      meaning: {
        size: meaning.centre.length,
        phrases: meaning.phrases.length,
        evidence: meaning.evidence.length,
      },
    }),
  };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const numbers = [...numbersOf(model), ...(meaning ? meaningOf(meaning) : [])];
  const start = numbersAt(json.length);
  const bytes = new Uint8Array(start + numbers.reduce((sum, n) => sum + padded(n.byteLength), 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(LENGTH_AT, json.length, true);
  bytes.set(json, JSON_AT);
  let at = start;
  for (const n of numbers) {
    bytes.set(new Uint8Array(n.buffer, n.byteOffset, n.byteLength), at);
    at += padded(n.byteLength);
  }
  view.setUint32(0, checksum(view, LENGTH_AT, bytes.length), true);
  return bytes;
}

/** Reads what `encodeMatcher` wrote, and goes on using those bytes; undefined when they are damaged or of another version. */
export function decodeMatcher(bytes: Uint8Array): TrainedMatcher | undefined {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint32(0, true) !== checksum(view, LENGTH_AT, bytes.length)) return undefined;
    const length = view.getUint32(LENGTH_AT, true);
    const head: Head = JSON.parse(new TextDecoder().decode(bytes.subarray(JSON_AT, JSON_AT + length)));
    if (head.version !== STORAGE_VERSION) return undefined;
    // Numbers must start at a multiple of four of the buffer that these bytes may be a part of: otherwise a copy, and not
    // by slice(), which copies nothing when they come as Node's Buffer.
    const start = bytes.byteOffset + numbersAt(length);
    const isAligned = start % BYTES === 0;
    const buffer = isAligned ? bytes.buffer : new Uint8Array(bytes.subarray(numbersAt(length))).buffer;
    let at = isAligned ? start : 0;
    const next = (count: number) => {
      const from = at;
      at += count * BYTES;
      return [buffer, from, count] as const;
    };
    const floats = (count: number) => new Float32Array(...next(count));
    const integers = (count: number) => new Int32Array(...next(count));
    const bytesOf = (count: number) => {
      const [from, first] = next(padded(count) / BYTES);
      return new Int8Array(from, first, count);
    };
    const modelOf = ({ names, dimensions, classes, weights, postings }: StoredModel): TrainedModel => ({
      features: { names, idf: floats(names.length + 1), centre: floats(dimensions) },
      softmax: {
        classes,
        dense: dimensions,
        weights: floats(weights),
        bias: floats(classes),
        ...(postings !== undefined && {
          proposals: {
            starts: integers(dimensions + names.length + 1),
            classes: integers(postings),
            means: floats(postings),
          },
        }),
      },
    });
    const classes = head.classes.length;
    const readMeaning = ({ size, phrases, evidence }: StoredMeaning): MeaningModel => ({
      centre: floats(size),
      softmax: { classes, dense: size, weights: floats(classes * size), bias: floats(classes) },
      phrases: bytesOf(phrases),
      phraseStarts: integers(classes + 1),
      evidence: bytesOf(evidence),
      evidenceStarts: integers(classes + 1),
    });
    return {
      vocabulary: new Map(head.vocabulary),
      classes: head.classes.map(({ id, refused, kin, stems, terms, types, phrases }) => ({
        id,
        refused,
        kin: new Set(kin),
        topic: {
          stems: new Set(stems),
          terms: new Set(terms),
          phrases,
          types: Object.fromEntries(QUESTION_TYPES.map((type, i) => [type, types[i] ?? 0])) as Record<
            (typeof QUESTION_TYPES)[number],
            number
          >,
        },
      })),
      model: modelOf(head.model),
      ...(head.meaning && { meaning: readMeaning(head.meaning) }),
    };
  } catch {
    return undefined;
  }
}

function headOf({ features, softmax }: TrainedModel): StoredModel {
  return {
    names: features.names,
    dimensions: features.centre.length,
    classes: softmax.classes,
    weights: softmax.weights.length,
    ...(softmax.proposals && { postings: softmax.proposals.classes.length }),
  };
}

/** In the order they are read. */
function meaningOf(meaning: MeaningModel): (Float32Array | Int32Array | Int8Array)[] {
  const { weights, bias }: SoftmaxModel = meaning.softmax;
  const { centre, phrases, phraseStarts, evidence, evidenceStarts } = meaning;
  return [centre, weights, bias, phrases, phraseStarts, evidence, evidenceStarts];
}

/** Bytes that so many take up, so that what follows starts at a multiple of four. */
function padded(bytes: number): number {
  return Math.ceil(bytes / BYTES) * BYTES;
}

/** In the order they are read. */
function numbersOf({ features, softmax }: TrainedModel): (Float32Array | Int32Array)[] {
  const { proposals } = softmax;
  return [
    features.idf,
    features.centre,
    softmax.weights,
    softmax.bias,
    ...(proposals ? [proposals.starts, proposals.classes, proposals.means] : []),
  ];
}
