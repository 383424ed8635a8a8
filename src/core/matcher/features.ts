/** Turns a reading into the numbers the classifier weighs: words, word pairs, characters, terms, word vectors. */
import { isNumber, type Reading, type Word } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';

export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** What is learnt of the features: plain data, so that it can be stored. */
export interface FeatureTable {
  /** Word features first, then character features. */
  readonly names: readonly string[];
  /** Inverse document frequency of each name, and last that of a word never seen. */
  readonly idf: Float32Array;
  /** Mean of the training phrases' word vectors; empty without word vectors. */
  readonly centre: Float32Array;
}

/** Maps readings to vectors; features never seen in training are left out. */
export interface Vectoriser {
  /** Number of features; the dimensions of the word vectors come first. */
  readonly size: number;
  vector(reading: Reading): SparseVector;
  /** The name of a feature, for explanations. */
  nameOf(index: number): string;
  /** Inverse document frequency of a stem, that of an unseen one when training never had it. */
  idf(stem: string): number;
  knows(stem: string): boolean;
}

/** Weight of the word vectors beside the two other groups, each of unit length before; by ablation, docs/matching.md. */
const MEANING_WEIGHT = 1;
/** Characters of the n-grams within words; longer and shorter ones add nothing, see docs/matching.md. */
const CHARACTERS = 3;
/** A pair of words of a single phrase tells little that its words do not. */
const MIN_PAIR_PHRASES = 2;
/** A character n-gram of a single phrase tells nothing its word does not. */
const MIN_CHARACTER_PHRASES = 2;

/** Shared by all numbers, so that one never seen is still a number. */
const ANY_NUMBER = 'w #';

/** Stems, the lexicon's terms, and pairs of neighbours, a term standing for its words. */
function wordFeatures({ words, terms }: Reading): string[] {
  const out: string[] = [];
  for (const word of words) out.push(`w ${word.stem}`);
  for (const word of words) if (isNumber(word)) out.push(ANY_NUMBER);
  for (const term of terms) out.push(`t ${term.term}`);
  let before = '^';
  let last: Word | undefined;
  for (const word of words) {
    if (word.term === undefined || word.term !== last?.term) {
      const key = word.term ? `@${word.term.term}` : word.stem;
      out.push(`p ${before} ${key}`);
      before = key;
    }
    last = word;
  }
  return out;
}

/** Character n-grams within each word, its ends marked. */
function characterFeatures({ words }: Reading): string[] {
  const out: string[] = [];
  for (const { text } of words) {
    const marked = `<${text}>`;
    for (let i = 0; i + CHARACTERS <= marked.length; i += 1) out.push(`c ${marked.slice(i, i + CHARACTERS)}`);
  }
  return out;
}

/** Learns names, idf (smoothed: ln((1+n)/(1+df))+1) and centre from the training readings. */
export function learnFeatures(readings: readonly Reading[], vectors: WordVectors | undefined): FeatureTable {
  const all = countPhrases(readings, wordFeatures, 1);
  const words = new Map(
    [...all].filter(([name, count]) => count >= MIN_PAIR_PHRASES || !name.startsWith('p ')),
  );
  const characters = countPhrases(readings, characterFeatures, MIN_CHARACTER_PHRASES);
  const idf = (count: number) => Math.log((1 + readings.length) / (1 + count)) + 1;
  const table = {
    names: [...words.keys(), ...characters.keys()],
    idf: Float32Array.from([...words.values(), ...characters.values(), 0], idf),
    centre: new Float32Array(vectors?.dimensions ?? 0),
  };
  if (!vectors) return table;
  const centre = new Float64Array(vectors.dimensions);
  const ids = indexNames(table);
  for (const reading of readings)
    meaning(reading, table, ids, vectors).forEach((x, d) => {
      centre[d] = (centre[d] ?? 0) + x / readings.length;
    });
  return { ...table, centre: Float32Array.from(centre) };
}

export function createVectoriser(table: FeatureTable, vectors: WordVectors | undefined): Vectoriser {
  const dense = table.centre.length;
  const ids = indexNames(table);

  /** Appends a group: sublinear counts times idf, scaled to unit length. */
  const append = (features: readonly string[], indices: number[], values: number[]) => {
    const counts = new Map<number, number>();
    for (const feature of features) {
      const id = ids.get(feature);
      if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const from = values.length;
    let squares = 0;
    for (const [id, count] of counts) {
      const value = (1 + Math.log(count)) * (table.idf[id] ?? 0);
      squares += value * value;
      indices.push(dense + id);
      values.push(value);
    }
    const length = Math.sqrt(squares) || 1;
    for (let k = from; k < values.length; k += 1) values[k] = (values[k] ?? 0) / length;
  };

  return {
    size: dense + table.names.length,
    nameOf: (i) => (i < dense ? 'meaning' : (table.names[i - dense] ?? '')),
    idf: (stem) => idfOf(stem, table, ids),
    knows: (stem) => ids.has(`w ${stem}`),
    vector(reading) {
      const indices: number[] = [];
      const values: number[] = [];
      if (vectors && dense > 0) {
        const centred = unit(meaning(reading, table, ids, vectors).map((x, d) => x - (table.centre[d] ?? 0)));
        centred.forEach((x, d) => {
          indices.push(d);
          values.push(x * MEANING_WEIGHT);
        });
      }
      append(wordFeatures(reading), indices, values);
      append(characterFeatures(reading), indices, values);
      return { indices: Int32Array.from(indices), values: Float32Array.from(values) };
    },
  };
}

function indexNames({ names }: FeatureTable): ReadonlyMap<string, number> {
  return new Map(names.map((name, id) => [name, id]));
}

function idfOf(stem: string, { names, idf }: FeatureTable, ids: ReadonlyMap<string, number>): number {
  return idf[ids.get(`w ${stem}`) ?? names.length] ?? 0;
}

/** The sum of the words' vectors, weighted by idf, of unit length. */
function meaning(
  reading: Reading,
  table: FeatureTable,
  ids: ReadonlyMap<string, number>,
  vectors: WordVectors,
): Float32Array {
  const sum = new Float32Array(vectors.dimensions);
  for (const word of reading.words) vectors.addTo(sum, word.stem, idfOf(word.stem, table, ids));
  return unit(sum);
}

function unit(v: Float32Array): Float32Array {
  const length = Math.sqrt(v.reduce((squares, x) => squares + x * x, 0)) || 1;
  return v.map((x) => x / length);
}

function countPhrases(
  readings: readonly Reading[],
  features: (reading: Reading) => readonly string[],
  atLeast: number,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const reading of readings) {
    for (const feature of new Set(features(reading))) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return new Map([...counts].filter(([, count]) => count >= atLeast));
}
