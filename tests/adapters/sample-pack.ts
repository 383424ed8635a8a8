/** A small pack for the adapters' tests: a report of eight lines with what an answer can have. */
import type { AnswerIntent, IndexName, Statement } from '../../src/core/intent.ts';
import type { Claim, Report } from '../../src/core/report.ts';

export const SAMPLE_VERSION = '0123456789ab';

const LINES = [
  'The harbour bridge was closed on Friday, 4 March, after an inspection.',
  'City engineer Ada Brown said, "We found a crack in the second pillar," as quoted by the Harbour Herald.',
  'The Herald reported that about 12,000 people cross the bridge every day.',
  'A union allegedly warned the city two years ago.',
  'The mayor, Tom Reed, confirmed on Monday, 7 March, that the warning had reached him.',
  'The repair is to cost between $2m and $3m & take six months.',
  'The city has not said who will pay for it.',
  'Ferries run every 20 minutes <until further notice>, from *both* banks.',
];

export const SAMPLE_REPORT: Report = {
  title: 'Why the harbour bridge is closed',
  date: '2022-03-08',
  language: 'en',
  credits: 'With inputs from the Harbour Herald',
  passages: LINES.map((text, i) => ({ line: i + 1, text })),
};

export const SAMPLE_CLAIMS: readonly Claim[] = [
  {
    id: 'closed',
    passage: 1,
    quote: 'The harbour bridge was closed on Friday, 4 March',
    standing: 'stated',
    date: 'Friday, 4 March',
  },
  {
    id: 'crack',
    passage: 2,
    quote: '"We found a crack in the second pillar,"',
    speaker: 'Ada Brown',
    role: 'City engineer',
    outlet: 'the Harbour Herald',
    standing: 'quoted',
  },
  {
    id: 'crossings',
    passage: 3,
    quote: 'about 12,000 people cross the bridge every day',
    speaker: 'The Harbour Herald',
    standing: 'reported',
  },
  {
    id: 'warning',
    passage: 4,
    quote: 'A union allegedly warned the city two years ago.',
    speaker: 'A union',
    standing: 'alleged',
    date: 'two years ago',
  },
  {
    id: 'warning-reached',
    passage: 5,
    quote: 'confirmed on Monday, 7 March, that the warning had reached him',
    speaker: 'Tom Reed',
    role: 'mayor',
    standing: 'confirmed',
    date: 'Monday, 7 March',
  },
  { id: 'cost', passage: 6, quote: 'between $2m and $3m & take six months', standing: 'stated' },
  {
    id: 'ferries',
    passage: 8,
    quote: 'Ferries run every 20 minutes <until further notice>, from *both* banks.',
    standing: 'stated',
  },
];

function answer(
  id: string,
  group: string,
  question: string,
  statements: readonly [Statement, ...Statement[]],
  {
    index = [],
    related = [],
  }: { readonly index?: readonly IndexName[]; readonly related?: readonly string[] } = {},
): AnswerIntent {
  return {
    kind: 'answer',
    id,
    group,
    question,
    answer: statements,
    index,
    related,
    phrases: [question],
    tests: [],
  };
}

export const SAMPLE_INTENTS: readonly AnswerIntent[] = [
  answer(
    'bridge-why',
    'The bridge',
    'Why is the bridge closed?',
    [
      { text: 'The harbour bridge was closed after an inspection.', claims: ['closed'] },
      {
        text: 'City engineer Ada Brown said a crack was found in the second pillar.',
        claims: ['crack', 'closed'],
      },
    ],
    { related: ['bridge-when', 'crossings-number', 'repair-cost', 'warning-who'] },
  ),
  answer(
    'bridge-when',
    'The bridge',
    'When was the bridge closed?',
    [{ text: 'On Friday, 4 March.', claims: ['closed'] }],
    { index: ['timeline'], related: ['bridge-why'] },
  ),
  answer(
    'engineer-who',
    'The bridge',
    'Who is Ada Brown?',
    [{ text: 'Ada Brown is the city engineer.', claims: ['crack'] }],
    { index: ['people'] },
  ),
  answer(
    'crossings-number',
    'The bridge',
    'How many people cross the bridge?',
    [{ text: 'The Herald reported that about 12,000 people cross it every day.', claims: ['crossings'] }],
    { index: ['numbers'] },
  ),
  answer(
    'warning-who',
    'The warning',
    'Did anybody warn the city?',
    [
      { text: 'A union allegedly warned the city two years ago.', claims: ['warning'] },
      {
        text: 'The mayor, Tom Reed, confirmed that the warning had reached him.',
        claims: ['warning-reached'],
      },
    ],
    { index: ['people', 'timeline'], related: ['repair-cost'] },
  ),
  answer(
    'repair-cost',
    'The repair',
    'What will the repair cost?',
    [{ text: 'Between $2m & $3m.', claims: ['cost'] }],
    { index: ['numbers'] },
  ),
  answer('ferries', 'The repair', 'Are there <ferries>, and *how often*?', [
    { text: 'Ferries run every 20 minutes <until further notice>, from *both* banks.', claims: ['ferries'] },
  ]),
];
