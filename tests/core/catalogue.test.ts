import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../src/core/catalogue.ts';
import { smallPack } from './small-pack.ts';

const catalogue = createCatalogue(smallPack);
const idsOf = (options: readonly { readonly intent: string }[]) => options.map((o) => o.intent);
const everything = catalogue.groups.flatMap((g) => g.options);

describe('the catalogue', () => {
  it('holds every answer once, and no gap or small talk', () => {
    const answers = smallPack.intents.filter((i) => i.kind === 'answer').map((i) => i.id);
    expect([...idsOf(everything)].sort()).toEqual([...answers].sort());
  });

  it('follows the report, not the order of the files', () => {
    expect(catalogue.groups.map((g) => g.name)).toEqual([
      'The accident',
      'The people',
      'What comes next',
      'The rescue',
    ]);
    expect(idsOf(catalogue.groups[0]?.options ?? [])).toEqual([
      'passengers-number',
      'aground-why',
      'injured-number',
      'buoy-reported',
    ]);
  });

  it('is the same however the intents are ordered', () => {
    const turned = createCatalogue({ ...smallPack, intents: [...smallPack.intents].reverse() });
    expect(turned.groups).toEqual(catalogue.groups);
  });

  it('puts each question under the words of its intent', () => {
    expect(catalogue.option('captain-who')).toEqual({
      intent: 'captain-who',
      question: 'Who was the captain?',
    });
  });

  it.each(['ticket-price', 'greeting', 'nothing-such', '', '__proto__'])('has no option "%s"', (id) => {
    expect(catalogue.option(id)).toBeUndefined();
  });

  it.each([
    ['people', ['captain-who', 'buoy-reported']],
    ['numbers', ['passengers-number', 'injured-number', 'compensation-amount']],
    ['timeline', ['buoy-reported', 'resume-when']],
  ] as const)('has a list of %s in the order of the report', (name, ids) => {
    expect(idsOf(catalogue.list(name))).toEqual(ids);
  });

  it('names the report and the version of the pack', () => {
    expect(catalogue.report).toBe(smallPack.report);
    expect(catalogue.version).toBe(smallPack.version);
  });
});
