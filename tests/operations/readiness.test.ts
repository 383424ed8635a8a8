import { describe, expect, it } from 'vitest';
import type { Log } from '../../src/adapters/ports.ts';
import { createReadiness, type ReadinessOptions } from '../../src/operations/readiness.ts';

const quiet: Log = { info() {}, warn() {}, error() {}, child: () => quiet };

const readiness = (options: Partial<ReadinessOptions>) =>
  createReadiness({
    adapters: () => [],
    checkStore: async () => {},
    isStopping: () => false,
    log: quiet,
    ...options,
  });

const adapter = (name: string, connected: boolean) => ({ name, state: () => ({ connected, underWay: 0 }) });

describe('readiness', () => {
  it('is there when adapters are connected and the store can be used', async () => {
    const look = readiness({ adapters: () => [adapter('discord', true), { name: 'terminal' }] });
    expect(await look()).toEqual({ ready: true, reasons: [] });
  });

  it('is missing with every reason named', async () => {
    const look = readiness({
      adapters: () => [adapter('discord', false), adapter('slack', true)],
      checkStore: () => Promise.reject(new Error('database "x" of user "y" is gone')),
    });
    const { ready, reasons } = await look();
    expect(ready).toBe(false);
    expect(reasons).toEqual([
      'Not connected: discord.',
      'The store cannot be reached or written; the log says why.',
    ]);
  });

  it('asks a store that hangs once, and says after a while that it hangs', async () => {
    let asked = 0;
    let answer = () => {};
    const look = readiness({
      patience: 20,
      checkStore: () => {
        asked += 1;
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
    });
    const both = await Promise.all([look(), look()]);
    for (const { reasons } of both) expect(reasons).toEqual(['The store has not answered within 0.02 s.']);
    expect(asked).toBe(1);
    answer();
    await Promise.resolve();
    const third = look();
    await new Promise((resolve) => setTimeout(resolve, 1));
    answer();
    expect((await third).ready).toBe(true);
    expect(asked).toBe(2);
  });

  it('ends when stopping begins, whatever else is well', async () => {
    const look = readiness({ isStopping: () => true });
    expect(await look()).toEqual({ ready: false, reasons: ['It is stopping.'] });
  });
});
