import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEncoder, type Encoder } from '../../src/core/meaning/encoder.ts';
import {
  createEncoderPool,
  type EncoderPool,
  type EncoderPoolOptions,
} from '../../src/operations/encoder-pool.ts';

const ASSET = fileURLToPath(new URL('../../assets/encoder.bin', import.meta.url));

const pools: EncoderPool[] = [];
const problems: string[] = [];
const createPool = (options: Partial<EncoderPoolOptions> = {}): EncoderPool => {
  const pool = createEncoderPool({
    asset: ASSET,
    timeoutMs: 10_000,
    onProblem: (message) => problems.push(message),
    ...options,
  });
  pools.push(pool);
  return pool;
};
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  problems.length = 0;
});

/**
 * A thread that encodes a text as its length, dies over "die", goes silent over "hang", and lets "slow" take a while.
 * Its encodings also hold how many lists of texts it has had.
 */
const FAKE = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    let lists = 0;
    const pause = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
    parentPort.on('message', (texts) => {
      lists++;
      if (texts.includes('die')) throw new Error('it was told to');
      if (texts.includes('hang')) while (true);
      if (texts.includes('slow')) pause(100);
      parentPort.postMessage({ kind: 'encoded', encodings: Int8Array.from(texts.flatMap((text) => [text.length, lists])) });
    });
    parentPort.postMessage({ kind: 'ready' });
  `)}`,
);
const lengths = (encodings: readonly (Int8Array | undefined)[]) => encodings.map((encoding) => encoding?.[0]);

describe('a pool with the encoder', () => {
  let encoder: Encoder;
  beforeAll(() => {
    encoder = createEncoder(readFileSync(ASSET));
  });

  it('gives the same encodings as the encoder itself, from a file and from bytes', async () => {
    const texts = ['who pays the army?', '', 'what is the weather like', 'who pays the army?'];
    for (const asset of [ASSET, new Uint8Array(readFileSync(ASSET))]) {
      const pool = createPool({ asset });
      expect(pool.state()).toEqual({ ready: false, healthy: true, waiting: 0 });
      expect(await pool.encode(texts)).toEqual(encoder.encodeAll(texts));
      expect(pool.state()).toEqual({ ready: true, healthy: true, waiting: 0 });
    }
    expect(problems).toEqual([]);
  });

  it('says once that the file is missing, and goes without', async () => {
    const asset = join(tmpdir(), 'no-such-encoder.bin');
    const pool = createPool({ asset, size: 2 });
    expect(await pool.encode(['one', 'two'])).toEqual([undefined, undefined]);
    expect(await pool.encode(['one'])).toEqual([undefined]);
    expect(pool.state()).toMatchObject({ ready: false, healthy: false });
    expect(problems).toEqual([
      `Cannot use ${JSON.stringify(asset)}: there is no such file. It is part of the package: install it again, or restore the file from the repository.`,
    ]);
  });

  it('says once that the file is damaged, and goes without', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'encoder-'));
    const asset = join(folder, 'encoder.bin');
    const bytes = readFileSync(ASSET);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 4;
    writeFileSync(asset, bytes);
    const pool = createPool({ asset });
    expect(await pool.encode(['one'])).toEqual([undefined]);
    expect(problems).toEqual([
      `Cannot use ${JSON.stringify(asset)}: its checksum does not match. It is part of the package: install it again, or restore the file from the repository.`,
    ]);
    rmSync(folder, { recursive: true });
  });

  it('keeps the process alive while somebody waits, and no longer', () => {
    const program = new URL('../../dist/operations/encoder-pool.js', import.meta.url);
    const script = `
      import { createEncoderPool } from ${JSON.stringify(program.href)};
      const pool = createEncoderPool({ asset: ${JSON.stringify(ASSET)}, timeoutMs: Infinity });
      const [encoding] = await pool.encode(['who pays?']);
      console.log(encoding.length);`;
    const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect({ stdout, status }).toEqual({ stdout: '384\n', status: 0 });
  });
});

describe('a pool', () => {
  it('starts no thread before it is asked, and then without texts too', async () => {
    const pool = createPool({ program: FAKE });
    expect(pool.state().ready).toBe(false);
    expect(await pool.encode([])).toEqual([]);
    await expect.poll(() => pool.state().ready).toBe(true);
  });

  it('asks for what it remembers only once', async () => {
    const pool = createPool({ program: FAKE });
    const [first] = await pool.encode(['one']);
    const [second] = await pool.encode(['three']);
    expect([first?.[1], second?.[1]]).toEqual([1, 2]);
    expect(await pool.encode(['one', 'three'])).toEqual([first, second]);
  });

  it('asks for a text once that several wait for', async () => {
    const pool = createPool({ program: FAKE });
    const answers = await Promise.all([pool.encode(['slow']), pool.encode(['slow']), pool.encode(['slow'])]);
    expect(answers.map(([encoding]) => encoding?.[1])).toEqual([1, 1, 1]);
  });

  it('keeps the order of many texts with several threads', async () => {
    const pool = createPool({ program: FAKE, size: 3, maxQueue: 1_000 });
    const texts = Array.from({ length: 300 }, (_, i) => 'x'.repeat(1 + (i % 100)));
    expect(lengths(await pool.encode(texts))).toEqual(texts.map((text) => text.length));
  });

  it('leaves out at once what is too much to wait', async () => {
    const pool = createPool({ program: FAKE, maxQueue: 3 });
    const waiting = pool.encode(['slow', 'two', 'three', 'fourth', 'and the fifth']);
    expect(pool.state().waiting).toBe(3);
    expect(await pool.encode(['six'])).toEqual([undefined]);
    expect(lengths(await waiting)).toEqual([4, 3, 5, undefined, undefined]);
    expect(lengths(await pool.encode(['six']))).toEqual([3]);
    expect(problems).toEqual([]);
  });

  it('replaces a thread that dies, and leaves out only what that had', async () => {
    const pool = createPool({ program: FAKE });
    await pool.encode(['warm']);
    const lost = pool.encode(['die', 'one']);
    const kept = pool.encode(['three']);
    expect(lengths(await lost)).toEqual([undefined, undefined]);
    expect(lengths(await kept)).toEqual([5]);
    expect(lengths(await pool.encode(['warm', 'seven']))).toEqual([4, 5]);
    expect(pool.state().healthy).toBe(true);
    expect(problems).toEqual([
      'Cannot encode texts: a thread ended (it was told to). Another takes its place.',
    ]);
  });

  it('replaces a thread that takes too long', async () => {
    const pool = createPool({ program: FAKE, timeoutMs: 300 });
    await pool.encode([]);
    await expect.poll(() => pool.state().ready).toBe(true);
    expect(await pool.encode(['hang'])).toEqual([undefined]);
    await expect.poll(() => problems).toHaveLength(1);
    expect(problems[0]).toContain('it took longer than 300 ms');
    await pool.encode([]);
    await expect.poll(() => pool.state().ready).toBe(true);
    expect(lengths(await pool.encode(['hello']))).toEqual([5]);
  });

  it('does not wait longer than it may for a thread that is busy', async () => {
    const pool = createPool({ program: FAKE, timeoutMs: 60 });
    await pool.encode([]);
    await expect.poll(() => pool.state().ready).toBe(true);
    expect(await pool.encode(['slow'])).toEqual([undefined]);
  });

  it('tries no more once threads die again and again', async () => {
    const pool = createPool({ program: FAKE });
    for (let i = 0; i < 3; i++) expect(await pool.encode(['die'])).toEqual([undefined]);
    await expect.poll(() => pool.state().healthy).toBe(false);
    expect(await pool.encode(['hello'])).toEqual([undefined]);
    expect(problems).toHaveLength(3);
    expect(problems[2]).toBe(
      'Cannot encode texts: a thread ended (it was told to), as did others within a minute. Restart Footnote to have it tried again.',
    );
  });

  it('goes without when there is no program for its threads', async () => {
    const pool = createPool({ program: new URL('file:///no/such/program.js') });
    expect(await pool.encode(['hello'])).toEqual([undefined]);
    expect(pool.state().healthy).toBe(false);
  });

  it('ends with what is waited for left out', async () => {
    const pool = createPool({ program: FAKE });
    await pool.encode(['known']);
    const waiting = pool.encode(['slow', 'one']);
    await pool.close();
    expect(await waiting).toEqual([undefined, undefined]);
    expect(lengths(await pool.encode(['known', 'other']))).toEqual([5, undefined]);
    expect(pool.state()).toEqual({ ready: false, healthy: false, waiting: 0 });
    expect(problems).toEqual([]);
  });

  it('can be closed before it was ever asked, and twice', async () => {
    const pool = createPool();
    await pool.close();
    await pool.close();
    expect(await pool.encode(['hello'])).toEqual([undefined]);
  });
});
