import { describe, expect, it } from 'vitest';
import { pause, settlesWithin } from '../../src/adapters/pause.ts';

describe('a pause', () => {
  it('ends at once when it is called off, before or while it lasts', async () => {
    const before = performance.now();
    await pause(60_000, AbortSignal.abort());
    const calling = new AbortController();
    const paused = pause(60_000, calling.signal);
    calling.abort();
    await paused;
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('waiting for a promise', () => {
  it('tells whether it settled in time, whichever way', async () => {
    expect(await settlesWithin(1_000, Promise.resolve())).toBe(true);
    expect(await settlesWithin(1_000, Promise.reject(new Error('no')))).toBe(true);
    expect(await settlesWithin(5, new Promise(() => {}))).toBe(false);
  });
});
