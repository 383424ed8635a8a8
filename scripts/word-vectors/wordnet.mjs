/** Reads the WordNet 3.1 database files into synsets, their relations and the words of their glosses. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Synset
 * @property {'noun' | 'verb' | 'adj' | 'adv'} partOfSpeech
 * @property {readonly { lemma: string, tags: number }[]} lemmas As WordNet spells them, `_` for a space; `tags` is
 *   how often the sense was met in the tagged corpora.
 * @property {readonly { symbol: string, target: number }[]} relations `target` is an index into the synsets.
 * @property {readonly string[]} definition Words of the definition, lower case.
 * @property {readonly string[]} examples Words of the quoted examples, lower case.
 */

const PARTS_OF_SPEECH = ['noun', 'verb', 'adj', 'adv'];
/** Letter by which pointers name a part of speech; adjective satellites count as adjectives. */
const LETTER = { noun: 'n', verb: 'v', adj: 'a', adv: 'r' };
/** `ss_type` of a sense key, by its digit. */
const LETTER_OF_SENSE_TYPE = { 1: 'n', 2: 'v', 3: 'a', 4: 'r', 5: 'a' };

/** Lower-case words of a text; an apostrophe splits, as it does for the stemmer. @param {string} text */
export function wordsOf(text) {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/** Lines of a database file without the licence that opens it (its lines begin with a space). */
function records(directory, name) {
  const lines = readFileSync(join(directory, name), 'latin1').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith(' '));
}

/** `lemma offset letter` -> times the sense was met in the tagged corpora. */
function readTagCounts(directory) {
  const counts = new Map();
  for (const line of records(directory, 'index.sense')) {
    const [key = '', offset, , tags] = line.split(' ');
    if (tags === '0') continue;
    const percent = key.indexOf('%');
    const letter = LETTER_OF_SENSE_TYPE[key[percent + 1]];
    counts.set(`${key.slice(0, percent)} ${offset} ${letter}`, Number(tags));
  }
  return counts;
}

/**
 * Every synset of WordNet, in the order of its files (nouns, verbs, adjectives, adverbs).
 * @param {string} directory Holds data.noun, index.sense and so on.
 * @returns {Synset[]}
 */
export function readWordNet(directory) {
  const tagCounts = readTagCounts(directory);
  const synsets = [];
  const pointers = [];
  const indexOf = new Map();
  for (const part of PARTS_OF_SPEECH) {
    const letter = LETTER[part];
    for (const line of records(directory, `data.${part}`)) {
      const bar = line.indexOf(' | ');
      const fields = line.slice(0, bar).split(' ');
      const offset = fields[0];
      indexOf.set(`${letter}${offset}`, synsets.length);

      const lemmaCount = Number.parseInt(fields[3], 16);
      const lemmas = [];
      for (let i = 0; i < lemmaCount; i++) {
        const lemma = fields[4 + 2 * i].replace(/\(.*\)$/, '');
        lemmas.push({ lemma, tags: tagCounts.get(`${lemma.toLowerCase()} ${offset} ${letter}`) ?? 0 });
      }

      const at = 4 + 2 * lemmaCount;
      const targets = new Map();
      for (let i = 0; i < Number(fields[at]); i++) {
        const [symbol, targetOffset, targetLetter] = fields.slice(at + 1 + 4 * i, at + 4 + 4 * i);
        targets.set(`${symbol} ${targetLetter}${targetOffset}`, symbol);
      }
      pointers.push(targets);

      const gloss = line.slice(bar + 3);
      const quote = gloss.indexOf('"');
      const definition = quote < 0 ? gloss : gloss.slice(0, quote);
      const examples = quote < 0 ? '' : gloss.slice(quote);
      synsets.push({
        partOfSpeech: part,
        lemmas,
        relations: [],
        definition: wordsOf(definition),
        examples: wordsOf(examples),
      });
    }
  }
  for (const [index, targets] of pointers.entries()) {
    for (const [target, symbol] of targets) {
      synsets[index].relations.push({ symbol, target: indexOf.get(target.slice(symbol.length + 1)) });
    }
  }
  return synsets;
}
