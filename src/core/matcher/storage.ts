/** Writes a trained matcher as bytes and reads it back: checksum, a JSON head, then the weights as little-endian floats. */
import { checksum } from '../checksum.ts';
import { QUESTION_TYPES } from '../language/question.ts';
import type { Calibration } from './calibration.ts';
import type { TrainedModel } from './model.ts';
import type { TrainedMatcher } from './training.ts';

/** Changes whenever what is stored, or how it is computed, does. */
export const STORAGE_VERSION = 3;

/** Offsets in bytes: the checksum of all that follows it, the JSON's length, the JSON. */
const LENGTH_AT = 4;
const JSON_AT = 8;

/** Floats start at a multiple of four. */
const floatsAt = (jsonLength: number) => JSON_AT + Math.ceil(jsonLength / 4) * 4;

interface StoredModel {
  readonly names: readonly string[];
  readonly dimensions: number;
  readonly classes: number;
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
  }[];
  readonly model: StoredModel;
  readonly doubt: StoredModel;
  readonly calibration: Omit<Calibration, 'doubt'>;
}

export function encodeMatcher({ vocabulary, classes, model, calibration }: TrainedMatcher): Uint8Array {
  const { doubt, ...decision } = calibration;
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
    })),
    model: headOf(model),
    doubt: headOf(doubt),
    calibration: decision,
  };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const floats = [model, doubt].flatMap(floatsOf);
  const start = floatsAt(json.length);
  const bytes = new Uint8Array(start + floats.reduce((sum, f) => sum + f.byteLength, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(LENGTH_AT, json.length, true);
  bytes.set(json, JSON_AT);
  let at = start;
  for (const f of floats) {
    bytes.set(new Uint8Array(f.buffer, f.byteOffset, f.byteLength), at);
    at += f.byteLength;
  }
  view.setUint32(0, checksum(view, LENGTH_AT, bytes.length), true);
  return bytes;
}

/** Reads what `encodeMatcher` wrote; undefined when the bytes are damaged or of another version. */
export function decodeMatcher(bytes: Uint8Array): TrainedMatcher | undefined {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint32(0, true) !== checksum(view, LENGTH_AT, bytes.length)) return undefined;
    const length = view.getUint32(LENGTH_AT, true);
    const head: Head = JSON.parse(new TextDecoder().decode(bytes.subarray(JSON_AT, JSON_AT + length)));
    if (head.version !== STORAGE_VERSION) return undefined;
    // A copy, because floats must start at a multiple of four and these bytes may be part of a larger buffer; and not by
    // slice(), which copies nothing when they come as Node's Buffer.
    const rest = new Uint8Array(bytes.subarray(floatsAt(length)));
    let at = 0;
    const take = (count: number) => {
      const floats = new Float32Array(rest.buffer, at, count);
      at += floats.byteLength;
      return floats;
    };
    const modelOf = ({ names, dimensions, classes }: StoredModel): TrainedModel => ({
      features: { names, idf: take(names.length + 1), centre: take(dimensions) },
      softmax: { classes, weights: take((names.length + dimensions) * classes), bias: take(classes) },
    });
    return {
      vocabulary: new Map(head.vocabulary),
      classes: head.classes.map(({ id, refused, kin, stems, terms, types }) => ({
        id,
        refused,
        kin: new Set(kin),
        topic: {
          stems: new Set(stems),
          terms: new Set(terms),
          types: Object.fromEntries(QUESTION_TYPES.map((type, i) => [type, types[i] ?? 0])) as Record<
            (typeof QUESTION_TYPES)[number],
            number
          >,
        },
      })),
      model: modelOf(head.model),
      calibration: { ...head.calibration, doubt: modelOf(head.doubt) },
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
  };
}

function floatsOf({ features, softmax }: TrainedModel): Float32Array[] {
  return [features.idf, features.centre, softmax.weights, softmax.bias];
}
