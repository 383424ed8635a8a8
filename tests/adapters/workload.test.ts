import { describe, expect, it } from 'vitest';
import { retry } from '../../src/adapters/retry.ts';
import { createSeen } from '../../src/adapters/seen.ts';
import { createWorkload } from '../../src/adapters/workload.ts';

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

describe('The workload', () => {
  it('waits for what is under way, and takes nothing new meanwhile', async () => {
    const done: string[] = [];
    const workload = createWorkload(() => undefined);
    workload.run(() => wait(20).then(() => void done.push('first')));
    const drained = workload.drain(1_000);
    workload.run(async () => void done.push('late'));
    expect(await drained).toBe(true);
    expect(done).toEqual(['first']);
    expect(workload.size).toBe(0);
  });

  it('stops waiting after the time it is given', async () => {
    const workload = createWorkload(() => undefined);
    workload.run(() => wait(200));
    expect(await workload.drain(10)).toBe(false);
    expect(workload.size).toBe(1);
  });

  it('hands on what goes wrong, even at once', async () => {
    const errors: unknown[] = [];
    const workload = createWorkload((error) => errors.push(error));
    workload.run(() => Promise.reject('later'));
    workload.run(() => {
      throw 'at once';
    });
    await workload.drain(100);
    expect(errors.sort()).toEqual(['at once', 'later']);
  });
});

describe('Trying again', () => {
  const options = {
    isFatal: (error: unknown) => error === 'fatal',
    signal: new AbortController().signal,
    firstPause: 1,
  };

  it('pauses twice as long each time, up to a bound', async () => {
    const pauses: number[] = [];
    let left = 4;
    const attempt = async () => {
      left -= 1;
      if (left > 0) throw new Error('not yet');
      return 'there';
    };
    const onRetry = (_: unknown, pause: number) => void pauses.push(pause);
    expect(await retry(attempt, { ...options, onRetry, longestPause: 2 })).toBe('there');
    expect(pauses).toEqual([1, 2, 2]);
  });

  it('ends at once with an error that it cannot mend', async () => {
    await expect(
      retry(() => Promise.reject('fatal'), { ...options, onRetry: () => expect.unreachable() }),
    ).rejects.toBe('fatal');
  });

  it('ends when it is told to, in the middle of a pause', async () => {
    const stop = new AbortController();
    const trying = retry(() => Promise.reject('down'), {
      ...options,
      signal: stop.signal,
      firstPause: 60_000,
      onRetry: () => stop.abort(),
    });
    await expect(trying).rejects.toBe('down');
  });
});

describe('What was seen', () => {
  it('is known again until it is the oldest of too many', () => {
    const seen = createSeen(2);
    expect(['a', 'a', 'b', 'c', 'a'].map((id) => seen.before(id))).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });
});
