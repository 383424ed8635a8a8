import { describe, expect, it } from 'vitest';
import { withStatement } from './pack-fixture.ts';

const faults = (text: string, claims: readonly string[]) =>
  withStatement(text, claims).map(({ path, value }) => `${path}: ${value}`);

describe('what a statement may say', () => {
  it.each([
    ['a figure of a quote', 'Ada Quill claimed that around 300 ships pass.', ['ships']],
    ['a figure with another grouping', 'Ada Quill claimed: around 300 ships.', ['ships']],
    ['a number word as digits', 'Some believe it costs about $20 a night for 6 months.', ['cost']],
    ['a hedged range', 'Some believe it costs between about $20 and $30.', ['cost']],
    ['a date of the claim, in part', 'In May Captain Bo Reed was allegedly leaving.', ['leaving']],
    ["a date with the report's year", 'On Monday, 3 May 2021, he was allegedly leaving.', ['leaving']],
    ["the report's own date", 'On 4 May 2021 it had been lit since 1990.', ['lamp']],
    ["the report's own title", 'The report "Lighthouse keepers of Northland" says since 1990.', ['lamp']],
    ['an outlet and a role', 'The Harbour Master claimed it to the Daily Gull.', ['ships']],
    ['a possessive', "Ada Quill's figure is claimed.", ['ships']],
    ['a name as an adjective', 'Some people of Northland believe it.', ['cost']],
    ['a word that opens a sentence', 'Nobody else is named. Since 1990: It has been lit.', ['lamp']],
    ['verbatim words, curly quotation marks', 'It is said to be “lit since 1990,” no less.', ['lamp']],
    ['another form of the hedge', 'It is an allegation that Captain Bo Reed leaves.', ['leaving']],
    ['another form of claiming', 'Ada Quill claims it.', ['ships']],
  ])('%s', (_, text, claims) => {
    expect(faults(text, claims)).toEqual([]);
  });

  it.each([
    ['a figure of its own', 'Ada Quill claimed that around 400 ships pass.', ['ships'], '400'],
    [
      'a figure of another scale',
      'Ada Quill claimed that around 300 thousand ships pass.',
      ['ships'],
      'thousand',
    ],
    ['another number word', 'Some believe it costs that for seven months.', ['cost'], 'seven'],
    ['another currency', 'Some believe it costs about €20.', ['cost'], '€20'],
    ['a round number for a vague one', 'Some believe it takes hundreds.', ['cost'], 'hundreds'],
    ['a year of its own', 'It has been lit since 1991.', ['lamp'], '1991'],
    ['another day', 'On 4 April he was allegedly leaving.', ['leaving'], '4 April'],
    ['a day of one date and a month of another', 'It was lit on 3 April.', ['lamp'], '3 April'],
    ['the day of a date as a count', 'He is allegedly leaving with 3 others.', ['leaving'], '3'],
    ['the day of the report as the day of something else', 'It was lit on 4 May.', ['lamp'], '4 May'],
    ['the year of the report as the year of something else', 'It has been lit since 2021.', ['lamp'], '2021'],
    ['another weekday', 'On Tuesday, 3 May, he was allegedly leaving.', ['leaving'], 'Tuesday'],
    ['a week of its own', 'It was lit last week.', ['lamp'], 'last week'],
    ['a name from outside', 'The lamp was lit by Zelda.', ['lamp'], 'Zelda'],
    ['a name of another claim', 'The lamp was lit by Quill.', ['lamp'], 'Quill'],
    ['a name at the head of a sentence', 'Quill lit the lamp.', ['lamp'], 'Quill'],
    ['an abbreviation', 'UK officials lit the lamp.', ['lamp'], 'UK'],
    ['words in quotation marks that nobody said', 'The lamp is "very bright".', ['lamp'], 'very bright'],
  ])('not %s', (_, text, claims, value) => {
    expect(faults(text, claims)).toEqual([`answer[0].text: ${value}`]);
  });

  it.each([
    ['claimed', 'Around 300 ships pass each week.', ['ships']],
    ['alleged', 'Captain Bo Reed is leaving.', ['leaving']],
    ['believe', 'Some say it costs that much.', ['cost']],
    ['some', 'They believe it costs that much.', ['cost']],
    ['around', 'Ada Quill claimed that 300 ships pass.', ['ships']],
    ['about', 'Some believe it costs $30 a night.', ['cost']],
    ['around', 'Ada Quill claimed that about 300 ships pass.', ['ships']],
  ])('not without the "%s" of its claim', (hedge, text, claims) => {
    const problems = withStatement(text, claims);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(new RegExp(`^Cannot drop "${hedge}"`));
  });

  it('names a claim that has what is missing', () => {
    expect(withStatement('The lamp was lit by Quill.', ['lamp'])[0]?.remedy).toBe(
      'Cite ships, which has it, or reword the statement without it.',
    );
  });
});
