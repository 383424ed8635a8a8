/** Classifies by meaning: what the encoder makes of an utterance, held against the phrases and the evidence of each class. */
import type { Reading } from '../language/reader.ts';
import type { SparseVector } from './features.ts';
import { createSoftmax, type Distribution, type SoftmaxModel, trainSoftmax } from './softmax.ts';

/** An embedding as the encoder gives it: of whatever length in space, compared by its direction only. */
export type Embedding = Int8Array;

/** The embedding of a text; undefined where there is none to be had now, and the words have to do. */
export type Embed = (text: string) => Embedding | undefined;

/** What training learns of meaning: plain data, so that it can be stored. */
export interface MeaningModel {
  /** Mean of the phrases' embeddings, each of unit length. */
  readonly centre: Float32Array;
  readonly softmax: SoftmaxModel;
  /** The embeddings of all phrases one after the other, class by class, and where those of each class begin; the last is the end. */
  readonly phrases: Int8Array;
  readonly phraseStarts: Int32Array;
  /** The same of what each class rests on: its answer's sentences and quotes. */
  readonly evidence: Int8Array;
  readonly evidenceStarts: Int32Array;
}

/**
 * How an utterance lies to a class, as cosines: to the nearest phrase, to the nearest three in the mean, to the nearest evidence;
 * the last is NaN when no class has evidence.
 */
export interface Nearness {
  readonly phrase: number;
  readonly phrases: number;
  readonly evidence: number;
}

export interface Meaning {
  predict(embedding: Embedding): Distribution;
  nearness(embedding: Embedding, label: number): Nearness;
}

/** The numbers of one phrase or class: text for the encoder, by class. */
export interface MeaningTexts {
  readonly phrases: readonly string[];
  readonly evidence: readonly string[];
}

/** Centred embeddings are scaled to this length, and learnt at this rate: by the validation splits of public intent data. */
const LENGTH = 3;
const TRAINING = { epochs: 5, learningRate: 0.3 };
/** Nearest phrases that are taken together. */
const NEAREST = 3;
/** With more classes than this the words alone decide: the time to train grows with phrases times classes. */
const MAX_CLASSES = 256;

/** What the encoder is given of a reading: typos repaired, courtesies left out. */
export function textOf({ words }: Reading): string {
  return words.map((word) => word.text).join(' ');
}

/** Learns from the embeddings of all phrases; undefined when one cannot be had, there is none, or the classes are too many. */
export function trainMeaning(classes: readonly MeaningTexts[], embed: Embed): MeaningModel | undefined {
  if (classes.length > MAX_CLASSES) return undefined;
  const phrases = gather(
    classes.map((c) => c.phrases),
    embed,
  );
  const evidence = gather(
    classes.map((c) => c.evidence),
    embed,
  );
  if (!phrases || !evidence || phrases.size === 0) return undefined;
  const { size } = phrases;
  const centre = new Float32Array(size);
  const units = phrases.embeddings.map(toUnit);
  for (const unit of units)
    for (let d = 0; d < size; d += 1) centre[d] = (centre[d] as number) + (unit[d] as number) / units.length;
  const labels = classes.flatMap((c, label) => c.phrases.map(() => label));
  const examples = units.map((unit, i) => ({ vector: centred(unit, centre), label: labels[i] as number }));
  const softmax = trainSoftmax(examples, { classes: classes.length, dense: size, size }, TRAINING);
  return {
    centre,
    softmax,
    phrases: joined(phrases.embeddings, size),
    phraseStarts: phrases.starts,
    evidence: joined(evidence.embeddings, size),
    evidenceStarts: evidence.starts,
  };
}

export function createMeaning(model: MeaningModel): Meaning {
  const { centre } = model;
  const predict = createSoftmax(model.softmax);
  const size = centre.length;
  const absent = model.evidence.length > 0 ? 0 : Number.NaN;
  const cosines = (embedding: Embedding, all: Int8Array, starts: Int32Array, label: number) => {
    const out: number[] = [];
    const length = Math.sqrt(dot(embedding, 0, embedding, 0, size)) || 1;
    for (let i = starts[label] ?? 0; i < (starts[label + 1] ?? 0); i += 1) {
      const own = Math.sqrt(dot(all, i * size, all, i * size, size)) || 1;
      out.push(dot(embedding, 0, all, i * size, size) / (length * own));
    }
    return out.sort((a, b) => b - a);
  };
  return {
    predict: (embedding) => predict(centred(toUnit(embedding), centre)),
    nearness(embedding, label) {
      const phrases = cosines(embedding, model.phrases, model.phraseStarts, label);
      const nearest = phrases.slice(0, NEAREST);
      const [evidence = absent] = cosines(embedding, model.evidence, model.evidenceStarts, label);
      return {
        phrase: phrases[0] ?? 0,
        phrases: nearest.reduce((sum, x) => sum + x, 0) / (nearest.length || 1),
        evidence,
      };
    },
  };
}

function gather(texts: readonly (readonly string[])[], embed: Embed) {
  const embeddings: Embedding[] = [];
  const starts = new Int32Array(texts.length + 1);
  for (const [label, own] of texts.entries()) {
    starts[label] = embeddings.length;
    for (const text of own) {
      const embedding = embed(text);
      if (!embedding) return undefined;
      embeddings.push(embedding);
    }
  }
  starts[texts.length] = embeddings.length;
  return { embeddings, starts, size: embeddings[0]?.length ?? 0 };
}

function joined(embeddings: readonly Embedding[], size: number): Int8Array {
  const all = new Int8Array(embeddings.length * size);
  embeddings.forEach((embedding, i) => {
    all.set(embedding, i * size);
  });
  return all;
}

function dot(a: Int8Array, from: number, b: Int8Array, at: number, size: number): number {
  let sum = 0;
  for (let d = 0; d < size; d += 1) sum += (a[from + d] as number) * (b[at + d] as number);
  return sum;
}

function toUnit(embedding: Embedding): Float32Array {
  const length = Math.sqrt(dot(embedding, 0, embedding, 0, embedding.length)) || 1;
  return Float32Array.from(embedding, (x) => x / length);
}

function centred(unit: Float32Array, centre: Float32Array): SparseVector {
  const values = unit.map((x, d) => x - (centre[d] as number));
  const length = Math.hypot(...values) || 1;
  return { indices: Int32Array.from(values, (_, d) => d), values: values.map((x) => (x * LENGTH) / length) };
}
