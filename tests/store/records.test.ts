/** What `stats` and `export` read: the same from both databases. */
import { expect, it } from 'vitest';
import { openRecords, type Records } from '../../src/store/records.ts';
import {
  close,
  describeBoth,
  keepLog,
  newFolder,
  open,
  type Place,
  question,
  SECRET,
  until,
} from './harness.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2030, 5, 28, 12);

async function reading<T>(place: Place, work: (records: Records) => Promise<T>): Promise<T> {
  const records = await openRecords({ ...place, secrets: [SECRET], log: keepLog() });
  if (!records) throw new Error('Cannot read: nothing is kept.');
  try {
    return await work(records);
  } finally {
    await records.close();
  }
}

describeBoth('the statistics', ({ newPlace }) => {
  it('add up what was asked, week by week', async () => {
    const place = await newPlace();
    let now = NOW;
    const store = await open(place, { clock: () => now });
    const at = (daysAgo: number, ...entries: readonly Parameters<typeof question>[0][]) => {
      now = NOW - daysAgo * DAY_MS;
      for (const entry of entries) store.journal.asked(question(entry));
    };
    at(0, { intents: ['bridge', 'toll'], milliseconds: 1 }, { outcome: 'smalltalk', intents: ['hello'] });
    at(
      6.9,
      { intents: ['bridge'], milliseconds: 2 },
      { outcome: 'fallback', reason: 'gap', intents: ['pay', 'toll'] },
    );
    at(
      7.1,
      { outcome: 'fallback', reason: 'unmatched', intents: [] },
      { outcome: 'disambiguation', intents: ['a', 'b'] },
    );
    at(13, { outcome: 'excerpt', intents: ['pay'] }, { platform: 'discord', milliseconds: 900 });
    at(15, { intents: ['long-ago'] });
    now = NOW - DAY_MS;
    for (const helpful of [true, true, false]) {
      await store.feedback.record({ platform: 'slack', intent: 'bridge', packVersion: '1', helpful });
    }
    await close(store);

    const statistics = await reading(place, (records) => records.statistics(NOW, 2));
    expect(statistics.weeks).toEqual([
      {
        from: NOW - 14 * DAY_MS,
        answered: 1,
        disambiguated: 1,
        excerpts: 1,
        refused: 1,
        smalltalk: 0,
        helpful: 0,
        notHelpful: 0,
      },
      {
        from: NOW - 7 * DAY_MS,
        answered: 2,
        disambiguated: 0,
        excerpts: 0,
        refused: 1,
        smalltalk: 1,
        helpful: 2,
        notHelpful: 1,
      },
    ]);
    expect(statistics.platforms).toEqual([
      { platform: 'slack', count: 7 },
      { platform: 'discord', count: 1 },
    ]);
    expect(statistics.reasons).toEqual([
      { reason: 'gap', count: 1 },
      { reason: 'unmatched', count: 1 },
    ]);
    expect(statistics.asked).toEqual([
      { intent: 'bridge', count: 3, helpful: 2, notHelpful: 1 },
      { intent: 'toll', count: 1, helpful: 0, notHelpful: 0 },
    ]);
    expect(statistics.missed).toEqual([{ intent: 'pay', count: 2, helpful: 0, notHelpful: 0 }]);
    expect(statistics.medianMilliseconds).toBe(1.5);
  });

  it('are there when nothing was asked', async () => {
    const place = await newPlace();
    await close(await open(place));
    const { weeks, asked, medianMilliseconds } = await reading(place, (records) =>
      records.statistics(NOW, 4),
    );
    expect(weeks).toHaveLength(4);
    expect(asked).toEqual([]);
    expect(medianMilliseconds).toBeUndefined();
  });
});

describeBoth('the records', ({ newPlace }) => {
  it('come each once, in order, however many there are, with the words that are kept', async () => {
    const place = await newPlace();
    let now = NOW;
    const store = await open(place, { clock: () => now });
    for (let i = 0; i < 4_500; i += 1) {
      // Several at the same moment, across the ends of chunks.
      if (i % 7 === 0) now += 1;
      store.journal.asked(question({ utterance: `mail ada@example.org about ${i}` }));
    }
    await close(store);
    const all = await reading(place, async (records) => {
      const found: string[] = [];
      for await (const chunk of records.questions(0))
        found.push(...chunk.map(({ utterance }) => utterance ?? ''));
      return found;
    });
    expect(all).toEqual(Array.from({ length: 4_500 }, (_, i) => `mail [email] about ${i}`));
  });

  it('begin where they are asked to', async () => {
    const place = await newPlace();
    let now = NOW;
    const store = await open(place, { clock: () => now });
    for (const helpful of [true, false]) {
      await store.feedback.record({ platform: 'slack', intent: 'bridge', packVersion: '1', helpful });
      now += DAY_MS;
    }
    await until(() => store.queued === 0);
    await reading(place, async (records) => {
      const found = [];
      for await (const chunk of records.verdicts(NOW + 1)) found.push(...chunk);
      expect(found).toEqual([
        { at: NOW + DAY_MS, platform: 'slack', intent: 'bridge', packVersion: '1', helpful: false },
      ]);
    });
  });
});

it('makes no file only to look into it', async () => {
  expect(await openRecords({ folder: newFolder(), secrets: [], log: keepLog() })).toBeUndefined();
});
