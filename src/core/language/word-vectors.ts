/** Word vectors and the list of English words, read from the bytes that `scripts/build-word-vectors.mjs` writes. */

/*
 * Layout of the file; numbers are unsigned, 32 bits, little-endian:
 *
 *   offset  0  magic, the letters FNWV
 *           4  version of this layout
 *           8  checksum of what stands between here and the vectors, FNV-1a over 32-bit words
 *          12  dimensions
 *          16  count of stems
 *          20  bytes of the stems section
 *          24  bytes of the words section
 *          28  stems, ASCII, in alphabetical order, each followed by a newline
 *              one bit for each stem, lowest bit first: set when the stem is that of a WordNet lemma
 *              words, ASCII, in alphabetical order of their bytes, each followed by a newline
 *              vectors, one signed byte a component, row by row in the order of the stems
 *              zeros up to a multiple of 4 bytes
 *
 * The length of a row carries no meaning: every vector is taken as a unit vector.
 */

import { checksum } from '../checksum.ts';

const MAGIC = 'FNWV';
const VERSION = 1;
const CHECKSUM_OFFSET = 8;
const CHECKED_FROM = 12;
const HEADER_BYTES = 28;
const NEWLINE = 0x0a;
const MAX_REMEMBERED = 50_000;

/** Porter stems as points in space, and which words are English; made by {@link parseWordVectors}. */
export interface WordVectors {
  readonly dimensions: number;
  /** Whether the stem has a vector. */
  has(stem: string): boolean;
  /** Whether the stem has a vector and is that of a WordNet lemma, rather than of function words or word forms. */
  isLemma(stem: string): boolean;
  /** Adds `weight` times the stem's unit vector to `target`; returns false, and adds nothing, when it has none. */
  addTo(target: Float32Array, stem: string, weight: number): boolean;
  /** Cosine of two stems' vectors, from -1 to 1; 0 when either has none. */
  similarity(a: string, b: string): number;
  /** Whether a lower-case word (not a stem) is English, or a regular inflection of an English word. */
  isEnglish(word: string): boolean;
}

/**
 * Reads word vectors without decoding the rows, which happens at each use.
 *
 * @throws Error when the bytes are not word vectors, or are cut short or altered.
 */
export function parseWordVectors(bytes: Uint8Array): WordVectors {
  const { dimensions, stems, lemmaBits, words, rows } = readSections(bytes);
  const inverseLengths = new Float32Array(stems.count);

  const remembered = new Map<string, number>();
  /** The stem's row, negative when it has none; remembered, because a search takes longer than most that is done with it. */
  function rowOf(stem: string): number {
    const known = remembered.get(stem);
    if (known !== undefined) return known;
    const row = stems.find(stem);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(stem, row);
    return row;
  }

  /** 1 / the row's length, worked out at first use. */
  function inverseLength(row: number): number {
    if (inverseLengths[row] === 0) {
      const length = Math.sqrt(dot(rows, row * dimensions, row * dimensions, dimensions));
      inverseLengths[row] = length === 0 ? 0 : 1 / length;
    }
    return inverseLengths[row] ?? 0;
  }

  return {
    dimensions,
    has: (stem) => rowOf(stem) >= 0,
    isLemma(stem) {
      const row = rowOf(stem);
      return row >= 0 && (((lemmaBits[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
    },
    addTo(target, stem, weight) {
      const row = rowOf(stem);
      if (row < 0) return false;
      const scale = weight * inverseLength(row);
      const at = row * dimensions;
      for (let k = 0; k < dimensions; k++) target[k] = (target[k] ?? 0) + scale * (rows[at + k] ?? 0);
      return true;
    },
    similarity(a, b) {
      const rowA = rowOf(a);
      const rowB = rowOf(b);
      if (rowA < 0 || rowB < 0) return 0;
      const product = dot(rows, rowA * dimensions, rowB * dimensions, dimensions);
      return product * inverseLength(rowA) * inverseLength(rowB);
    },
    isEnglish: (word) => baseForms(word).some((form) => words.find(form) >= 0),
  };
}

interface Sections {
  readonly dimensions: number;
  readonly stems: SortedLines;
  readonly lemmaBits: Uint8Array;
  readonly words: SortedLines;
  readonly rows: Int8Array;
}

function readSections(bytes: Uint8Array): Sections {
  const fail = (fact: string): Error =>
    new Error(
      `Cannot read word vectors: ${fact}. Build them again with: node scripts/build-word-vectors.mjs`,
    );
  if (bytes.length < HEADER_BYTES)
    throw fail(`${bytes.length} bytes are fewer than a header's ${HEADER_BYTES}`);
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw fail(`they begin with ${JSON.stringify(magic)}, not "${MAGIC}"`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [version, dimensions, count, stemBytes, wordBytes] = [4, 12, 16, 20, 24].map((at) =>
    view.getUint32(at, true),
  ) as [number, number, number, number, number];
  if (version !== VERSION) throw fail(`their layout is version ${version}, not ${VERSION}`);

  const bitsAt = HEADER_BYTES + stemBytes;
  const wordsAt = bitsAt + Math.ceil(count / 8);
  const rowsAt = wordsAt + wordBytes;
  const end = rowsAt + count * dimensions;
  const expected = Math.ceil(end / 4) * 4;
  if (bytes.length !== expected) throw fail(`they are ${bytes.length} bytes long, not ${expected}`);
  // Not over the rows: there an altered byte moves one component a little, and they are three quarters of the file.
  if (checksum(view, CHECKED_FROM, rowsAt) !== view.getUint32(CHECKSUM_OFFSET, true))
    throw fail('their checksum does not fit');
  const stems = sortedLines(bytes.subarray(HEADER_BYTES, bitsAt));
  if (stems.count !== count) throw fail(`they hold ${stems.count} stems, not ${count}`);

  return {
    dimensions,
    stems,
    lemmaBits: bytes.subarray(bitsAt, wordsAt),
    words: sortedLines(bytes.subarray(wordsAt, rowsAt)),
    rows: new Int8Array(bytes.buffer, bytes.byteOffset + rowsAt, count * dimensions),
  };
}

function dot(rows: Int8Array, a: number, b: number, dimensions: number): number {
  let sum = 0;
  for (let k = 0; k < dimensions; k++) sum += (rows[a + k] ?? 0) * (rows[b + k] ?? 0);
  return sum;
}

/**
 * Endings of regular inflection and what the base form has instead, after WordNet's own morphological rules; the list
 * itself holds comparatives, whose endings would let too many misspellings pass ("lawer").
 */
const ENDINGS: readonly (readonly [ending: string, base: string])[] = [
  ['s', ''],
  ['es', ''],
  ['ies', 'y'],
  ['men', 'man'],
  ['ed', 'e'],
  ['ed', ''],
  ['ied', 'y'],
  ['ing', 'e'],
  ['ing', ''],
  ['ly', ''],
  ['ily', 'y'],
];

/** Shortest base an ending is taken from: shorter ones are met by chance. */
const SHORTEST_BASE = 3;

/** The word itself and all that a regular ending may have been added to. */
function baseForms(word: string): string[] {
  const forms = [word];
  for (const [ending, base] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const rest = word.slice(0, -ending.length);
    if (rest.length + base.length < SHORTEST_BASE) continue;
    forms.push(rest + base);
    const last = rest.at(-1);
    const doubled = rest.length > SHORTEST_BASE && last === rest.at(-2) && !'aeiouwxy'.includes(last ?? '');
    if (doubled && base === '' && (ending === 'ed' || ending === 'ing')) forms.push(rest.slice(0, -1));
  }
  return forms;
}

/** Newline-ended ASCII lines in the order of their bytes, searched where they lie. */
interface SortedLines {
  readonly count: number;
  /** Number of the line, from 0; -1 when there is none. */
  find(line: string): number;
}

function sortedLines(bytes: Uint8Array): SortedLines {
  const starts = new Uint32Array(bytes.length + 1);
  let count = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === NEWLINE) starts[++count] = at + 1;
  const lineStarts = starts.slice(0, count + 1);

  /** Below 0 when the text comes before the line, above 0 when after it. */
  function compare(text: string, line: number): number {
    const start = lineStarts[line] ?? 0;
    const length = (lineStarts[line + 1] ?? 0) - 1 - start;
    const shared = Math.min(text.length, length);
    for (let i = 0; i < shared; i++) {
      const difference = text.charCodeAt(i) - (bytes[start + i] ?? 0);
      if (difference !== 0) return difference;
    }
    return text.length - length;
  }

  return {
    count,
    find(line) {
      let low = 0;
      let high = count - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const order = compare(line, middle);
        if (order === 0) return middle;
        if (order < 0) high = middle - 1;
        else low = middle + 1;
      }
      return -1;
    },
  };
}
