/** The small pack with thanks and goodbye, a second count of the passengers for "the other figure", and a name the report has not. */
import type { AnswerIntent, SmalltalkIntent } from '../../../src/core/intent.ts';
import type { Pack } from '../../../src/core/pack.ts';
import { trainPack } from '../../../src/core/pack-training.ts';
import type { Claim } from '../../../src/core/report.ts';
import { createResponder } from '../../../src/core/responder.ts';
import { embed, encoder } from '../embed.ts';
import { smallPack } from '../small-pack.ts';
import { vectors } from '../vectors.ts';

const QUOTE = 'the coast guard counted 191 people on board';

const coastGuardClaim: Claim = {
  id: 'coast-guard',
  passage: smallPack.report.passages.length + 1,
  quote: QUOTE,
  speaker: 'Coast guard',
  outlet: 'Radio Tarn',
  standing: 'claimed',
  date: 'Wednesday',
};

const coastGuardCount: AnswerIntent = {
  kind: 'answer',
  id: 'coast-guard-count',
  group: 'The accident',
  question: 'How many people did the coast guard count?',
  answer: [{ text: 'The coast guard counted 191 people on board.', claims: ['coast-guard'] }],
  phrases: [
    'What is the count of the coast guard?',
    'What number did the coast guard give?',
    'coast guard figure',
    'people counted by the coast guard',
    'How many were on board according to the coast guard?',
    'What did the coast guard say on the number of people?',
    'coast guard headcount',
    'count by the coast guard',
  ],
  tests: ['the number the coast guard gave'],
  index: ['numbers'],
  related: ['passengers-number'],
};

const thanks: SmalltalkIntent = {
  kind: 'smalltalk',
  id: 'thanks',
  text: 'You are welcome.',
  phrases: [
    'thanks',
    'thank you',
    'thanks a lot',
    'many thanks',
    'thank you very much',
    'ok thanks',
    'thx',
    'ty',
  ],
  tests: ['thank you so much'],
};

const goodbye: SmalltalkIntent = {
  kind: 'smalltalk',
  id: 'goodbye',
  text: 'Goodbye.',
  phrases: ['goodbye', 'bye', 'bye bye', 'see you', 'see you later', 'farewell', 'good night', 'so long'],
  tests: ['bye now'],
};

export const ferryPack: Pack = {
  ...smallPack,
  report: {
    ...smallPack.report,
    passages: [
      ...smallPack.report.passages,
      { line: coastGuardClaim.passage, text: `On Wednesday ${QUOTE}, it told Radio Tarn.` },
    ],
  },
  claims: [...smallPack.claims, coastGuardClaim],
  intents: [
    ...smallPack.intents.map((intent) =>
      intent.kind === 'answer' && intent.id === 'passengers-number'
        ? { ...intent, related: [...intent.related, coastGuardCount.id] }
        : intent,
    ),
    coastGuardCount,
    thanks,
    goodbye,
  ],
  lexicon: [
    ...smallPack.lexicon,
    { term: 'Coast guard', kind: 'organisation', same: ['coastguard'] },
    { term: 'Nordline', kind: 'organisation', same: [] },
  ],
};

export const ferryResponder = createResponder(ferryPack, {
  vectors,
  encoder,
  trained: trainPack(ferryPack, vectors, embed),
});
