import { describe, expect, it } from 'vitest';
import type { AbandonedDelivery } from '../../src/adapters/deliveries.ts';
import { createMemoryDeliveries, DeliveryLost } from '../../src/adapters/deliveries.ts';
import { createIntake } from '../../src/adapters/intake.ts';
import { createLate } from '../../src/adapters/late.ts';
import { createSeldom } from '../../src/adapters/seldom.ts';
import { createWorkload } from '../../src/adapters/workload.ts';
import { createAway, createLedger } from './ledger.ts';
import { createMemoryLog } from './memory-log.ts';

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const describeError = (error: unknown) => ({ error: String(error) });
const ada = { user: 'ada', channel: 'c' };

describe('Deliveries in memory', () => {
  it('are each taken once, on each platform, until too many came after', async () => {
    const deliveries = createMemoryDeliveries(2);
    const taken = [];
    for (const id of ['a', 'a', 'b', 'c', 'a']) taken.push(await deliveries.take('x', id));
    expect(taken).toEqual([true, false, true, true, true]);
    expect(await deliveries.take('y', 'a')).toBe(true);
    expect(await deliveries.abandoned('x')).toEqual([]);
  });
});

describe('The intake', () => {
  const intakeOf = (deliveries: Parameters<typeof createIntake>[0]['deliveries'], patience = 50) => {
    const log = createMemoryLog();
    return {
      log,
      intake: createIntake({ platform: 'x', deliveries, log, patience, describe: describeError }),
    };
  };

  it('lets each question in once', async () => {
    const { intake } = intakeOf(createMemoryDeliveries());
    expect(await intake.admit('1', ada)).toEqual({ kind: 'go' });
    expect(await intake.admit('1', ada)).toEqual({ kind: 'taken' });
  });

  it('closes what it gave up: nobody answers later what people were told to ask again', async () => {
    const { deliveries, back } = createAway();
    const done: string[] = [];
    const watched = {
      ...deliveries,
      done: async (platform: string, id: string) => {
        await deliveries.done(platform, id);
        done.push(id);
      },
    };
    const { intake } = intakeOf(watched);
    expect(await intake.admit('1', ada, 'redo')).toEqual({ kind: 'away' });
    expect(done).toEqual([]);
    back();
    await wait(20);
    expect(done).toEqual(['1']);
  });

  it('goes on trying to write down what was answered, without holding anybody up', async () => {
    const { deliveries, back } = createAway('rejects');
    const { intake } = intakeOf(deliveries);
    intake.done('1');
    back();
    await intake.close(3_000);
    expect(await deliveries.take('x', '1')).toBe(true);
  });

  it('sends even when that cannot be written down, and not when somebody else does by now', async () => {
    const { deliveries } = createAway('rejects');
    expect(await intakeOf(deliveries).intake.sending('1')).toBe(true);
    const lost = { ...deliveries, sending: () => Promise.reject(new DeliveryLost()) };
    expect(await intakeOf(lost).intake.sending('1')).toBe(false);
  });

  it('says to people and in channels once in a while why it does not answer', () => {
    const { intake } = intakeOf(createMemoryDeliveries());
    const away = { kind: 'away' } as const;
    const slow = { kind: 'wait', who: 'user', seconds: 1 } as const;
    const ben = { ...ada, user: 'ben' };
    expect([away, away, slow, slow].map((refusal) => intake.mayTell(refusal, ada))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([away, slow].map((refusal) => intake.mayTell(refusal, ben))).toEqual([false, true]);
  });
});

describe('What is said seldom', () => {
  it('is said again after the interval, and when the clock was set back', () => {
    let now = 1_000;
    const seldom = createSeldom(100, { clock: () => now });
    expect([seldom('a'), seldom('a'), seldom('b')]).toEqual([true, false, true]);
    now += 100;
    expect(seldom('a')).toBe(true);
    now -= 500;
    expect([seldom('a'), seldom('a')]).toEqual([true, false]);
  });

  it('remembers no more than its bound', () => {
    const seldom = createSeldom(100, { clock: () => 0, maxRemembered: 1 });
    expect(['a', 'b', 'a'].map(seldom)).toEqual([true, true, true]);
  });
});

describe('The workload', () => {
  it('takes no more than it can bear, and more when there is room again', async () => {
    const workload = createWorkload(() => undefined, { limit: 2 });
    expect([1, 2, 3].map(() => workload.run(() => wait(10)))).toEqual(['started', 'started', 'full']);
    await wait(30);
    expect(workload.run(async () => {})).toBe('started');
    await workload.drain(100);
    expect(workload.run(async () => {})).toBe('stopping');
  });
});

describe('The workload, when there is more than can be done in time', () => {
  const busyFor = (milliseconds: number) => async () => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  };

  it('takes in what arrives before it goes on with what waits', async () => {
    const workload = createWorkload(() => undefined);
    const order: string[] = [];
    for (const name of ['first', 'second']) workload.run(async () => void order.push(name));
    order.push('arrived');
    await workload.drain(1_000);
    expect(order).toEqual(['arrived', 'first', 'second']);
  });

  it('takes nothing more while what waits has waited too long, and then again', async () => {
    const workload = createWorkload(() => undefined, { patience: 20 });
    const started = Array.from({ length: 30 }, () => workload.run(busyFor(5)));
    expect(started.every((one) => one === 'started')).toBe(true);
    await wait(60);
    expect(workload.run(async () => {})).toBe('full');
    while (workload.size > 0) await wait(5);
    expect(workload.run(async () => {})).toBe('started');
  });

  it('does not mind a few that have waited because the process stood still', async () => {
    const workload = createWorkload(() => undefined, { patience: 20 });
    for (let i = 0; i < 5; i += 1) workload.run(async () => {});
    await busyFor(40)();
    expect(workload.run(async () => {})).toBe('started');
  });
});

describe('Answering late', () => {
  const one: AbandonedDelivery = { id: '1', redo: '{}', sending: false };

  it('tries again what did not work, looking first, and gives up after a while', async () => {
    const tried: AbandonedDelivery[] = [];
    const ledger = createLedger();
    const deliveries = ledger.living();
    await deliveries.take('x', '1', '{}');
    const log = createMemoryLog();
    const late = createLate({
      platform: 'x',
      deliveries: { ...deliveries, abandoned: async () => (tried.length === 0 ? [one] : []) },
      workload: createWorkload(() => undefined),
      log,
      describe: describeError,
      every: 5,
      answer: async (delivery) => {
        tried.push(delivery);
        if (tried.length === 2) throw new Error('broken');
        return false;
      },
    });
    late.start();
    await ledger.until('done');
    await wait(30);
    late.stop();
    expect(tried).toHaveLength(6);
    expect(tried.map(({ sending }) => sending)).toEqual([false, true, true, true, true, true]);
    expect(log.text()).toContain('given up');
  });

  it('goes on looking when the store is away, and starts nothing more once it is stopped', async () => {
    const answered: string[] = [];
    let looks = 0;
    const late = createLate({
      platform: 'x',
      deliveries: {
        ...createMemoryDeliveries(),
        abandoned: async () => {
          looks += 1;
          if (looks === 1) throw new Error('away');
          return looks === 2 ? [one] : [];
        },
      },
      workload: createWorkload(() => undefined),
      log: createMemoryLog(),
      describe: describeError,
      every: 5,
      answer: async ({ id }) => {
        answered.push(id);
        return true;
      },
    });
    late.start();
    await wait(60);
    expect(answered).toEqual(['1']);
    late.stop();
    const before = looks;
    await wait(30);
    expect(looks - before).toBeLessThanOrEqual(1);
  });

  it('waits for room when there is none', async () => {
    const answered: string[] = [];
    const workload = createWorkload(() => undefined, { limit: 1 });
    workload.run(() => wait(40));
    const late = createLate({
      platform: 'x',
      deliveries: createMemoryDeliveries(),
      workload,
      log: createMemoryLog(),
      describe: describeError,
      every: 5,
      answer: async ({ id }) => {
        answered.push(id);
        return true;
      },
    });
    late.again(one);
    late.start();
    await wait(20);
    expect(answered).toEqual([]);
    await wait(60);
    late.stop();
    expect(answered).toEqual(['1']);
  });
});
