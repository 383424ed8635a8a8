import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bytesOf, keepBytes, MARK_BYTES, openEmbeddings } from '../../src/commands/embeddings.ts';

const mark = Buffer.alloc(MARK_BYTES, 7);
const embedding = (n: number) => new Int8Array(384).fill(n);
const folder = mkdtempSync(join(tmpdir(), 'footnote-embeddings-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The bytes of a store that has these texts, each with its place as its embedding. */
function stored(...texts: string[]): Uint8Array {
  const store = openEmbeddings(mark, []);
  for (const [n, text] of texts.entries()) store.set(text, embedding(n));
  return store.toBytes();
}

describe('kept embeddings', () => {
  it('are found by their text in any of several files', () => {
    const store = openEmbeddings(mark, [stored('who paid', 'how many'), stored('', 'when')]);
    expect(store.get('how many')).toEqual(embedding(1));
    expect(store.get('')).toEqual(embedding(0));
    expect(store.get('When')).toBeUndefined();
  });

  it('of another encoder are none', () => {
    expect(openEmbeddings(Buffer.alloc(MARK_BYTES, 8), [stored('who paid')]).get('who paid')).toBeUndefined();
  });

  it.each([
    ['a flipped bit', (bytes: Uint8Array) => bytes.fill((bytes[100] ?? 0) ^ 1, 100, 101)],
    ['a file cut short', (bytes: Uint8Array) => bytes.subarray(0, -1)],
    ['nothing', () => new Uint8Array()],
  ])('are none after %s, rather than wrong ones', (_, damage) => {
    expect(openEmbeddings(mark, [damage(stored('who paid'))]).get('who paid')).toBeUndefined();
  });

  it('survive being written, and leave no draft behind', () => {
    const file = join(folder, 'deep', 'embeddings.bin');
    keepBytes(file, stored('who paid'));
    expect(openEmbeddings(mark, [bytesOf(file)]).get('who paid')).toEqual(embedding(0));
    expect(readdirSync(join(folder, 'deep'))).toEqual(['embeddings.bin']);
  });

  it('are none where there is no file, and where none can be written nothing happens', () => {
    expect(bytesOf(join(folder, 'no', 'such'))).toEqual(new Uint8Array());
    expect(() => keepBytes(join('/dev/null', 'x', 'embeddings.bin'), stored('a'))).not.toThrow();
  });
});
