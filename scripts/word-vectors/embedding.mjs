/** Word vectors from WordNet: words × synsets by lemma and gloss, a short walk over the synsets, PPMI, SVD. */

import stemmer from 'natural/lib/natural/stemmers/porter_stemmer.js';
import { truncatedSvd } from './svd.mjs';
import { wordsOf } from './wordnet.mjs';

/** @typedef {import('./wordnet.mjs').Synset} Synset */

/** The numbers of the recipe, fitted on the validation splits of public intent data. */
export const RECIPE = {
  /** Stems kept. */
  stems: 20_000,
  dimensions: 160,
  /** Weight of one more step of the walk against the step before it, and the number of steps. */
  walkDecay: 0.9,
  walkSteps: 3,
  /** Steps walked from a synset whose gloss, rather than lemmas, holds the word. */
  glossWalkSteps: 1,
  /** Weight of the relations, shared among all targets of one relation. */
  relations: {
    '@': 1,
    '@i': 1,
    '~': 0.7,
    '~i': 0.2,
    '+': 1.5,
    '&': 1,
    '\\': 1.5,
    $: 1,
    '^': 1,
    '*': 1,
    '>': 1,
    '=': 1,
    '<': 1,
    '%p': 0.5,
    '%m': 0.3,
    '%s': 0.5,
    '#p': 0.5,
    '#m': 0.3,
    '#s': 0.5,
    ';c': 0.7,
    '-c': 0.3,
    '!': 0.2,
  },
  /** Weight of a word in a synset it is part of a compound of, in a definition, in an example; a lemma has 1. */
  compound: 0.2,
  definition: 0.3,
  example: 0.15,
  /** Added to the tag count of a sense before senses share a word's weight. */
  senseSmoothing: 0.5,
  /** Exponent of the senses' share. */
  lemmaMass: 0.5,
  /** Share of a step that is too small to follow. */
  walkFloor: 0.004,
  cellFloor: 1e-4,
  /** Exponent of the column sums, and the logarithm taken from PMI. */
  contextSmoothing: 0.75,
  shift: 0,
  singularPower: 0.5,
};

const stems = new Map();
/** The stem of a lower-case word. */
export function stemOf(word) {
  let stem = stems.get(word);
  if (stem === undefined) {
    stem = stemmer.stem(word);
    stems.set(word, stem);
  }
  return stem;
}

/** Every synset's surroundings after a short walk: parallel lists of synsets and shares. */
function walk(synsets, recipe, steps) {
  const edges = synsets.map(({ relations }) => {
    const perSymbol = new Map();
    for (const { symbol } of relations) perSymbol.set(symbol, (perSymbol.get(symbol) ?? 0) + 1);
    let total = 0;
    for (const symbol of perSymbol.keys()) total += recipe.relations[symbol] ?? 0;
    const targets = [];
    const shares = [];
    for (const { symbol, target } of relations) {
      const weight = recipe.relations[symbol] ?? 0;
      if (weight === 0) continue;
      targets.push(target);
      shares.push(weight / (perSymbol.get(symbol) ?? 1) / total);
    }
    return { targets, shares };
  });

  const reached = new Float64Array(synsets.length);
  return synsets.map((_, start) => {
    const touched = [start];
    reached[start] = 1;
    let frontier = new Map([[start, 1]]);
    for (let step = 0; step < steps; step++) {
      const next = new Map();
      for (const [at, mass] of frontier) {
        const { targets, shares } = edges[at];
        for (let i = 0; i < targets.length; i++) {
          const share = mass * shares[i] * recipe.walkDecay;
          if (share >= recipe.walkFloor) next.set(targets[i], (next.get(targets[i]) ?? 0) + share);
        }
      }
      for (const [at, mass] of next) {
        if (reached[at] === 0) touched.push(at);
        reached[at] += mass;
      }
      frontier = next;
    }
    const columns = Uint32Array.from(touched);
    const values = Float32Array.from(touched, (at) => reached[at]);
    for (const at of touched) reached[at] = 0;
    return { columns, values };
  });
}

/**
 * What WordNet says of each stem: the synsets it names and those whose gloss uses it.
 * @param {readonly Synset[]} synsets
 */
export function profileStems(synsets) {
  const profiles = new Map();
  const profileOf = (word) => {
    const stem = stemOf(word);
    let profile = profiles.get(stem);
    if (profile === undefined) {
      profile = {
        stem,
        isLemma: false,
        senses: new Map(),
        compounds: new Map(),
        definitions: new Map(),
        examples: new Map(),
      };
      profiles.set(stem, profile);
    }
    return profile;
  };
  const add = (counts, synset, weight) => counts.set(synset, (counts.get(synset) ?? 0) + weight);
  for (const [index, { lemmas, definition, examples }] of synsets.entries()) {
    for (const { lemma, tags } of lemmas) {
      const words = wordsOf(lemma);
      if (words.length === 1) {
        const profile = profileOf(words[0]);
        profile.isLemma = true;
        add(profile.senses, index, tags);
      } else for (const word of words) add(profileOf(word).compounds, index, 1);
    }
    for (const word of definition) add(profileOf(word).definitions, index, 1);
    for (const word of examples) add(profileOf(word).examples, index, 1);
  }
  return profiles;
}

/** How much is known of a stem, to choose which to keep. */
function usefulness({ isLemma, senses, compounds, definitions, examples }) {
  let tags = 0;
  for (const count of senses.values()) tags += count;
  return (
    Math.log1p(tags) +
    Math.log1p(definitions.size + 2 * examples.size) +
    0.7 * Math.log1p(senses.size) +
    0.3 * Math.log1p(compounds.size) +
    (isLemma ? 1 : 0)
  );
}

/** The stems worth a row, in alphabetical order. */
export function chooseStems(profiles, count) {
  const ranked = [...profiles.values()]
    .filter(({ stem }) => /[a-z]/.test(stem))
    .map((profile) => ({ profile, score: usefulness(profile) }))
    .sort((a, b) => b.score - a.score || (a.profile.stem < b.profile.stem ? -1 : 1));
  return ranked
    .slice(0, count)
    .map(({ profile }) => profile)
    .sort((a, b) => (a.stem < b.stem ? -1 : 1));
}

/** Words × synsets after the walk, before PPMI. */
export function countMatrix(synsets, chosen, recipe) {
  const ofLemma = walk(synsets, recipe, recipe.walkSteps);
  const ofGloss = walk(synsets, recipe, recipe.glossWalkSteps);
  const cells = new Float64Array(synsets.length);
  const starts = new Uint32Array(chosen.length + 1);
  const columnBlocks = [];
  const valueBlocks = [];
  for (const [row, profile] of chosen.entries()) {
    const touched = [];
    const spread = ({ columns, values }, weight) => {
      for (let i = 0; i < columns.length; i++) {
        if (cells[columns[i]] === 0) touched.push(columns[i]);
        cells[columns[i]] += weight * values[i];
      }
    };
    let tags = 0;
    for (const count of profile.senses.values()) tags += count + recipe.senseSmoothing;
    const mass = profile.senses.size ** recipe.lemmaMass;
    for (const [synset, count] of profile.senses) {
      spread(ofLemma[synset], (mass * (count + recipe.senseSmoothing)) / tags);
    }
    for (const synset of profile.compounds.keys()) spread(ofGloss[synset], recipe.compound);
    for (const [synset, count] of profile.definitions) spread(ofGloss[synset], recipe.definition * count);
    for (const [synset, count] of profile.examples) spread(ofGloss[synset], recipe.example * count);
    const kept = touched.filter((column) => cells[column] > recipe.cellFloor).sort((a, b) => a - b);
    columnBlocks.push(Uint32Array.from(kept));
    valueBlocks.push(Float32Array.from(kept, (column) => cells[column]));
    for (const column of touched) cells[column] = 0;
    starts[row + 1] = starts[row] + kept.length;
  }
  const size = starts[chosen.length];
  const columns = new Uint32Array(size);
  const values = new Float32Array(size);
  for (let row = 0; row < chosen.length; row++) {
    columns.set(columnBlocks[row], starts[row]);
    values.set(valueBlocks[row], starts[row]);
  }
  return { rowCount: chosen.length, columnCount: synsets.length, starts, columns, values };
}

/** Positive pointwise mutual information of each cell, less a shift; other cells are dropped. */
export function positivePmi({ rowCount, columnCount, starts, columns, values }, recipe) {
  const rowSums = new Float64Array(rowCount);
  const columnSums = new Float64Array(columnCount);
  for (let row = 0; row < rowCount; row++) {
    for (let i = starts[row]; i < starts[row + 1]; i++) {
      rowSums[row] += values[i];
      columnSums[columns[i]] += values[i];
    }
  }
  let total = 0;
  for (let column = 0; column < columnCount; column++) {
    columnSums[column] **= recipe.contextSmoothing;
    total += columnSums[column];
  }
  const keptStarts = new Uint32Array(rowCount + 1);
  const keptColumns = new Uint32Array(values.length);
  const keptValues = new Float32Array(values.length);
  let kept = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let i = starts[row]; i < starts[row + 1]; i++) {
      const pmi = Math.log((values[i] * total) / (rowSums[row] * columnSums[columns[i]])) - recipe.shift;
      if (pmi <= 0) continue;
      keptColumns[kept] = columns[i];
      keptValues[kept] = pmi;
      kept++;
    }
    keptStarts[row + 1] = kept;
  }
  return {
    rowCount,
    columnCount,
    starts: keptStarts,
    columns: keptColumns.slice(0, kept),
    values: keptValues.slice(0, kept),
  };
}

/** Rows as int8: each row scaled so that its largest component is ±127; its length carries no meaning. */
export function quantise({ left, singular }, rowCount, recipe) {
  const rank = singular.length;
  const dimensions = recipe.dimensions;
  const bytes = new Int8Array(rowCount * dimensions);
  for (let row = 0; row < rowCount; row++) {
    const values = Float64Array.from(
      { length: dimensions },
      (_, k) => left[row * rank + k] * singular[k] ** recipe.singularPower,
    );
    const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    if (largest === 0) continue;
    for (let k = 0; k < dimensions; k++)
      bytes[row * dimensions + k] = Math.round((values[k] * 127) / largest);
  }
  return bytes;
}

/** The stems worth keeping and their int8 vectors. @param {readonly Synset[]} synsets */
export function buildVectors(synsets, recipe = RECIPE) {
  const chosen = chooseStems(profileStems(synsets), recipe.stems);
  const matrix = positivePmi(countMatrix(synsets, chosen, recipe), recipe);
  const decomposed = truncatedSvd(matrix, recipe.dimensions);
  return { chosen, rows: quantise(decomposed, chosen.length, recipe) };
}
