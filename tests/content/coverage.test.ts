import { describe, expect, it } from 'vitest';
import { coverage } from '../../src/content/coverage.ts';
import { load } from './pack-fixture.ts';

describe('the coverage', () => {
  it('lists passage by passage which answers cite it, or why none does', () => {
    const loaded = load((sources) => {
      delete sources.intents['deep/cost'];
      sources.report['waivers'] = [{ passage: 5, reason: 'A rumour.' }];
    });
    if (loaded.kind === 'broken') throw new Error('Cannot use the fixture: it is broken');
    const { report, claims, intents, waivers } = loaded.pack;
    const rows = coverage({ passages: report.passages, claims, intents, waivers });
    expect(rows.map(({ passage, intents: ids, waiver }) => [passage.line, ids, waiver])).toEqual([
      [1, ['title'], undefined],
      [2, ['ships'], undefined],
      [3, ['leaving'], undefined],
      [4, ['lamp'], undefined],
      [5, [], 'A rumour.'],
    ]);
  });
});
