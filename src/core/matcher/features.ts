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
  /** Number of features. */
  readonly size: number;
  /** The first features, those of the word vectors, which every vector has. */
  readonly dense: number;
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

/** How the names of the kinds of features begin. */
const WORD = 'w ';
const TERM = 't ';
const PAIR = 'p ';
const CHARACTER = 'c ';

/** Shared by all numbers, so that one never seen is still a number. */
const ANY_NUMBER = `${WORD}#`;

/** Stems, the lexicon's terms, and pairs of neighbours, a term standing for its words. */
function wordFeatures({ words, terms }: Reading): string[] {
  const out: string[] = [];
  for (const word of words) out.push(WORD + word.stem);
  for (const word of words) if (isNumber(word)) out.push(ANY_NUMBER);
  for (const term of terms) out.push(TERM + term.term);
  let before = '^';
  let last: Word | undefined;
  for (const word of words) {
    if (word.term === undefined || word.term !== last?.term) {
      const key = word.term ? `@${word.term.term}` : word.stem;
      out.push(`${PAIR}${before} ${key}`);
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
    for (let i = 0; i + CHARACTERS <= marked.length; i += 1)
      out.push(CHARACTER + marked.slice(i, i + CHARACTERS));
  }
  return out;
}

export interface LearntFeatures {
  readonly table: FeatureTable;
  /** The vectors of the readings that they were learnt from. */
  readonly vectors: readonly SparseVector[];
}

/** Learns names, idf (smoothed: ln((1+n)/(1+df))+1) and centre from the training readings. */
export function learnFeatures(
  readings: readonly Reading[],
  wordVectors: WordVectors | undefined,
): LearntFeatures {
  const words = readings.map(wordFeatures);
  const characters = readings.map(characterFeatures);
  const kept = [
    ...countPhrases(words, (name) => (name.startsWith(PAIR) ? MIN_PAIR_PHRASES : 1)),
    ...countPhrases(characters, () => MIN_CHARACTER_PHRASES),
  ];
  const idf = (count: number) => Math.log((1 + readings.length) / (1 + count)) + 1;
  const table = {
    names: kept.map(([name]) => name),
    idf: Float32Array.from([...kept.map(([, count]) => count), 0], idf),
    centre: new Float32Array(wordVectors?.dimensions ?? 0),
  };
  const ids = indexNames(table);
  const meanings = readings.map((reading) => wordVectors && meaning(reading, table, ids, wordVectors));
  const sum = new Float64Array(table.centre.length);
  for (const m of meanings) for (let d = 0; d < sum.length; d += 1) sum[d] = (sum[d] ?? 0) + (m?.[d] ?? 0);
  table.centre.set(sum.map((x) => x / readings.length));
  return {
    table,
    vectors: readings.map((_, i) =>
      buildVector(table, ids, meanings[i], [words[i] ?? [], characters[i] ?? []]),
    ),
  };
}

export function createVectoriser(table: FeatureTable, wordVectors: WordVectors | undefined): Vectoriser {
  const dense = table.centre.length;
  const ids = indexNames(table);
  return {
    size: dense + table.names.length,
    dense,
    nameOf: (i) => (i < dense ? 'meaning' : (table.names[i - dense] ?? '')),
    idf: (stem) => idfOf(stem, table, ids),
    knows: (stem) => ids.has(WORD + stem),
    vector: (reading) =>
      buildVector(
        table,
        ids,
        wordVectors && dense > 0 ? meaning(reading, table, ids, wordVectors) : undefined,
        [wordFeatures(reading), characterFeatures(reading)],
      ),
  };
}

/** Puts the groups together, each scaled to unit length: the word vectors' sum less its centre, and sublinear counts times idf. */
function buildVector(
  table: FeatureTable,
  ids: ReadonlyMap<string, number>,
  meant: Float32Array | undefined,
  groups: readonly (readonly string[])[],
): SparseVector {
  const dense = table.centre.length;
  const indices: number[] = [];
  const values: number[] = [];
  if (meant) {
    const centred = new Float32Array(dense);
    for (let d = 0; d < dense; d += 1) centred[d] = (meant[d] as number) - (table.centre[d] as number);
    toUnit(centred);
    for (let d = 0; d < dense; d += 1) {
      indices.push(d);
      values.push((centred[d] as number) * MEANING_WEIGHT);
    }
  }
  for (const group of groups) {
    const counts = new Map<number, number>();
    for (const feature of group) {
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
  }
  return { indices: Int32Array.from(indices), values: Float32Array.from(values) };
}

function indexNames({ names }: FeatureTable): ReadonlyMap<string, number> {
  return new Map(names.map((name, id) => [name, id]));
}

function idfOf(stem: string, { names, idf }: FeatureTable, ids: ReadonlyMap<string, number>): number {
  return idf[ids.get(WORD + stem) ?? names.length] ?? 0;
}

/** The sum of the words' vectors, weighted by idf, of unit length. */
function meaning(
  reading: Reading,
  table: FeatureTable,
  ids: ReadonlyMap<string, number>,
  wordVectors: WordVectors,
): Float32Array {
  const sum = new Float32Array(wordVectors.dimensions);
  for (const word of reading.words) wordVectors.addTo(sum, word.stem, idfOf(word.stem, table, ids));
  return toUnit(sum);
}

/** Scales in place. */
function toUnit(v: Float32Array): Float32Array {
  let squares = 0;
  for (let d = 0; d < v.length; d += 1) squares += (v[d] as number) ** 2;
  const length = Math.sqrt(squares) || 1;
  for (let d = 0; d < v.length; d += 1) v[d] = (v[d] as number) / length;
  return v;
}

/** The features that occur in enough readings, with how many. */
function countPhrases(
  features: readonly (readonly string[])[],
  atLeast: (name: string) => number,
): readonly (readonly [name: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const names of features) {
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].filter(([name, count]) => count >= atLeast(name));
}
