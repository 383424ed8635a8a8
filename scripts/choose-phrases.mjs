/**
 * Chooses among the training phrases of a pack those that differ most, and moves the rest to data/held-out.yaml.
 *
 *   node scripts/choose-phrases.mjs [--pack DIR] [--keep 40] [--keep-gaps 80] [--held-out 20]
 *
 * An answer keeps 40 phrases and a gap 80: with fewer of the latter more is answered that the report does not say (docs/matching.md).
 * An intent keeps the phrases that stand best for all of them: one after the other the phrase is taken that brings the
 * others closest to one that was taken (facility location, greedily: Nemhauser, Wolsey and Fisher 1978), by the cosine of
 * the encoder's embeddings. Of the rest, those farthest from all that were taken become held-out utterances, which
 * `footnote evaluate --all` asks; what is left after that repeats what is there and is dropped. Files keep their order and comments.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dump, load } from 'js-yaml';
import { createEncoder } from '../dist/core/meaning/encoder.js';

const { values: options } = parseArgs({
  options: {
    pack: { type: 'string', default: '.' },
    keep: { type: 'string', default: '40' },
    'keep-gaps': { type: 'string', default: '80' },
    'held-out': { type: 'string', default: '20' },
  },
});
const keep = {
  answer: Number(options.keep),
  gap: Number(options['keep-gaps']),
  smalltalk: Number(options.keep),
};
const heldOut = Number(options['held-out']);
const encoder = createEncoder(readFileSync(new URL('../assets/encoder.bin', import.meta.url)));
/** A phrase's line in a file: two spaces, a hyphen, the text. */
const ITEM = /^ {2}- (?<text>.*)$/u;

const rest = {};
const folder = join(options.pack, 'intents');
for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!name.endsWith('.yaml')) continue;
  const file = join(folder, name);
  const text = readFileSync(file, 'utf8');
  const { kind, phrases } = load(text);
  const cosines = cosinesOf(phrases);
  const kept = new Set(choose(cosines, keep[kind]));
  const left = phrases
    .map((phrase, i) => ({ phrase, nearest: Math.max(...[...kept].map((k) => cosines[i][k])), i }))
    .filter(({ i }) => !kept.has(i))
    .sort((a, b) => a.nearest - b.nearest)
    .slice(0, heldOut);
  const id = name.replace(/^.*[/\\]|\.yaml$/gu, '');
  if (left.length > 0) rest[id] = left.map(({ phrase }) => phrase);
  const chosen = new Set([...kept].map((k) => phrases[k]));
  writeFileSync(file, withPhrases(text, chosen));
}
writeFileSync(
  join(options.pack, 'data/held-out.yaml'),
  `# yaml-language-server: $schema=../schema/held-out.schema.json\n${dump(rest, { lineWidth: -1, quotingType: '"', forceQuotes: true })}`,
);

function cosinesOf(texts) {
  const units = encoder.encodeAll(texts).map((embedding) => {
    const length = Math.hypot(...embedding);
    return Float32Array.from(embedding, (x) => x / length);
  });
  return units.map((a) => Float32Array.from(units, (b) => a.reduce((sum, x, d) => sum + x * b[d], 0)));
}

/** The places of `count` texts that stand best for all. */
function choose(cosines, count) {
  const nearest = new Float32Array(cosines.length).fill(-1);
  const chosen = [];
  while (chosen.length < Math.min(count, cosines.length)) {
    const gains = cosines.map((row, i) =>
      chosen.includes(i) ? -1 : row.reduce((sum, x, j) => sum + Math.max(0, x - nearest[j]), 0),
    );
    const best = gains.indexOf(Math.max(...gains));
    chosen.push(best);
    cosines[best].forEach((x, j) => {
      nearest[j] = Math.max(nearest[j], x);
    });
  }
  return chosen;
}

/** The file without the phrases that were not chosen. */
function withPhrases(text, chosen) {
  let inPhrases = false;
  const lines = text.split('\n').filter((line) => {
    if (/^\S/u.test(line)) inPhrases = line.startsWith('phrases:');
    const item = inPhrases && ITEM.exec(line);
    return !item || chosen.has(load(item.groups.text));
  });
  return lines.join('\n');
}
