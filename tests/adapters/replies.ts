/** Replies of every kind, ordinary and extreme, which every renderer has to show. */
import type { CuratedAnswer, Option, Reply } from '../../src/core/reply.ts';
import type { Citation } from '../../src/core/report.ts';
import { createSampleResponder } from './sample-responder.ts';

const responder = createSampleResponder();
const ask = (utterance: string): Promise<Reply> => responder.reply(utterance);

const HOSTILE =
  '**@everyone** <@123> <!channel> [free](https://evil.example) discord.gg/abc `code` ||x|| & <b> \\ _a_ ~b~';
const hostileOption: Option = { intent: 'bridge-why', question: HOSTILE.slice(0, 80) };

const hostileCitation: Citation = {
  claim: 'c',
  quote: HOSTILE,
  passage: 1,
  offset: 0,
  speaker: HOSTILE,
  standing: 'alleged',
  date: HOSTILE,
};

const hostileAnswer: CuratedAnswer = {
  intent: 'bridge-why',
  question: HOSTILE.slice(0, 80),
  confidence: 1,
  statements: [{ text: HOSTILE, footnotes: [1] }],
  footnotes: [{ number: 1, citation: hostileCitation }],
  related: [hostileOption],
};

/** Forty statements of 200 characters, each with a source of its own: more than any platform shows at once. */
const longAnswer: CuratedAnswer = {
  intent: 'bridge-why',
  question: 'Why is the bridge closed?',
  confidence: 1,
  statements: Array.from({ length: 40 }, (_, i) => ({
    text: `Statement ${i + 1} says something that ${'matters '.repeat(22)}here.`,
    footnotes: [i + 1],
  })),
  footnotes: Array.from({ length: 40 }, (_, i) => ({
    number: i + 1,
    citation: {
      claim: `c${i}`,
      quote: `quote ${i + 1} ${'word '.repeat(20)}end`,
      passage: (i % 8) + 1,
      offset: 0,
      speaker: 'Ada Brown',
      role: 'City engineer',
      outlet: 'the Harbour Herald',
      standing: 'reported' as const,
    },
  })),
  related: [],
};

/** Ordinary replies: they fit every platform whole. */
export const ORDINARY_REPLIES: Readonly<Record<string, Reply>> = {
  'an answer': await ask('Why is the bridge closed?'),
  'an answer with a caveat': await ask('Did anybody warn the city?'),
  'an answer with characters that mean something to a platform': await ask(
    'Are there <ferries>, and *how often*?',
  ),
  'two answers': await ask('both'),
  'a disambiguation': await ask('which'),
  'an excerpt': await ask('excerpt'),
  'a fallback': await ask('What is the meaning of life?'),
  'an empty question': await ask(''),
  'small talk': await ask('hello'),
};

/** Three quotes longer than any platform shows whole, each on somebody else's word. */
const longQuotes: readonly [Citation, Citation, Citation] = [1, 2, 3].map(
  (n): Citation => ({
    claim: `c${n}`,
    quote: `quote ${n} ${'word '.repeat(800)}end`,
    passage: n,
    offset: 0,
    speaker: `Speaker ${n}`,
    role: `${'deputy '.repeat(20)}city engineer`,
    outlet: 'the Harbour Herald',
    standing: 'reported',
    date: 'Friday, 4 March',
  }),
) as [Citation, Citation, Citation];

/** Replies that go to the limits of a platform and beyond. */
export const EXTREME_REPLIES: Readonly<Record<string, Reply>> = {
  'a hostile answer': { kind: 'answer', answers: [hostileAnswer] },
  'a very long answer': { kind: 'answer', answers: [longAnswer] },
  'three very long answers': {
    kind: 'answer',
    answers: [longAnswer, { ...longAnswer, intent: 'a' }, { ...longAnswer, intent: 'b' }],
  },
  'one endless statement': {
    kind: 'answer',
    answers: [{ ...hostileAnswer, statements: [{ text: HOSTILE.repeat(100), footnotes: [1] }] }],
  },
  'one endless quote': {
    kind: 'excerpt',
    text: HOSTILE.repeat(40),
    passages: [{ ...hostileCitation, quote: HOSTILE.repeat(100) }],
    options: Array.from({ length: 30 }, (_, i) => ({ intent: `i${i}`, question: `${HOSTILE} ${i}` })),
  },
  'three very long quotes': {
    kind: 'excerpt',
    text: 'I have no answer that surely fits. The nearest in the report:',
    passages: longQuotes,
    options: longQuotes.map(({ passage }) => ({ intent: `i${passage}`, question: `Question ${passage}?` })),
  },
  'three hostile quotes': {
    kind: 'excerpt',
    text: HOSTILE.repeat(40),
    passages: [
      { ...hostileCitation, quote: HOSTILE.repeat(40) },
      { ...hostileCitation, quote: HOSTILE.repeat(40), passage: 2 },
      { ...hostileCitation, quote: HOSTILE.repeat(40), passage: 3 },
    ],
    options: [hostileOption],
  },
  'a fallback without options': { kind: 'fallback', reason: 'gap', text: HOSTILE, options: [] },
  'a disambiguation with long options': {
    kind: 'disambiguation',
    text: 'Which?',
    options: Array.from({ length: 4 }, (_, i) => ({ intent: `i${i}`, question: 'x'.repeat(300) })),
  },
  'intents too long to carry': {
    kind: 'disambiguation',
    text: 'Which?',
    options: [
      { intent: 'i'.repeat(200), question: 'One?' },
      { intent: 'j'.repeat(200), question: 'Two?' },
    ],
  },
};
