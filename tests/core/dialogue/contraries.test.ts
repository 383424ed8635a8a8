import { expect, it } from 'vitest';
import { contradicted } from '../../../src/core/dialogue/contraries.ts';
import type { Claim, Standing } from '../../../src/core/report.ts';
import { smallMatcher } from '../small-responder.ts';

const { reader } = smallMatcher;
const claim = (quote: string, standing: Standing = 'stated'): Claim => ({
  id: quote,
  passage: 1,
  quote,
  standing,
});
const said = (question: string, ...claims: (string | Claim)[]) =>
  contradicted(
    reader.read(question),
    claims.map((one) => (typeof one === 'string' ? claim(one) : one)),
    reader,
  ).map(({ said, told }) => [said, told]);

it('a word is found of which a claim says the contrary', () => {
  expect(said('why did he deny it?', 'he did confirm the rumours')).toEqual([['deny', 'confirm']]);
  expect(said('why did he deny it?', claim('the buoy is broken', 'confirmed'))).toEqual([
    ['deny', 'confirmed'],
  ]);
  expect(said('was it confirmed?', 'he denied it')).toEqual([['confirmed', 'denied']]);
});

it('nothing is found where the claims say the same, neither or both', () => {
  expect(said('did he confirm it?', 'he did confirm it')).toEqual([]);
  expect(said('why did he deny it?', 'the ferry ran aground')).toEqual([]);
  expect(said('why did he deny it?', 'he confirmed it', 'she denied it')).toEqual([]);
  expect(said('did he deny or confirm it?', 'he confirmed it')).toEqual([]);
});
