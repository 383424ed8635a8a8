/** A small pack on another subject than the bundled one: an invented report on a ferry. */
import type { AnswerIntent, GapIntent, IndexName, Intent, SmalltalkIntent } from '../../src/core/intent.ts';
import type { Pack } from '../../src/core/pack.ts';
import type { Claim, Report } from '../../src/core/report.ts';

const LINES = [
  'Ferry Marigold runs aground off Tarn',
  'The ferry Marigold ran aground on a sandbank at the mouth of Tarn harbour early on Tuesday, 12 May.',
  'There were 184 passengers on board, said the operator, Bluewater Lines.',
  'Captain Ines Okafor told the Tarn Gazette, "The fog came down within a minute and the light of the buoy was out."',
  'Two passengers were allegedly hurt when they fell on the stairs.',
  'The harbour master, Piet Vos, confirmed that the buoy had been reported broken three weeks before.',
  'Bluewater Lines is to pay every passenger 60 euros.',
  'The tug Hercules pulled the ferry free at noon.',
  'Sailings are to resume on Friday, 15 May, Bluewater Lines said, and the harbour master, Piet Vos, agreed.',
  'Schoolchildren watched from the pier and fed the gulls with their sandwiches.',
];

const report: Report = {
  title: 'Ferry Marigold runs aground off Tarn',
  date: '2015-05-13',
  language: 'en',
  credits: 'With inputs from the Tarn Gazette',
  passages: LINES.map((text, i) => ({ line: i + 1, text })),
};

const claims: readonly Claim[] = [
  {
    id: 'aground',
    passage: 2,
    quote: 'The ferry Marigold ran aground on a sandbank at the mouth of Tarn harbour',
    standing: 'stated',
    date: 'Tuesday, 12 May',
  },
  {
    id: 'passengers',
    passage: 3,
    quote: 'There were 184 passengers on board',
    speaker: 'Bluewater Lines',
    role: 'operator',
    standing: 'stated',
  },
  {
    id: 'fog',
    passage: 4,
    quote: '"The fog came down within a minute and the light of the buoy was out."',
    speaker: 'Ines Okafor',
    role: 'captain',
    outlet: 'the Tarn Gazette',
    standing: 'quoted',
  },
  { id: 'hurt', passage: 5, quote: 'Two passengers were allegedly hurt', standing: 'alleged' },
  {
    id: 'buoy',
    passage: 6,
    quote: 'the buoy had been reported broken three weeks before',
    speaker: 'Piet Vos',
    role: 'harbour master',
    standing: 'confirmed',
    date: 'three weeks before',
  },
  { id: 'payment', passage: 7, quote: 'is to pay every passenger 60 euros', standing: 'stated' },
  { id: 'tug', passage: 8, quote: 'The tug Hercules pulled the ferry free at noon.', standing: 'stated' },
  {
    id: 'resume',
    passage: 9,
    quote: 'Sailings are to resume on Friday, 15 May',
    speaker: 'Bluewater Lines',
    standing: 'stated',
    date: 'Friday, 15 May',
  },
];

interface Wording {
  readonly group: string;
  readonly question: string;
  readonly answer: AnswerIntent['answer'];
  readonly phrases: readonly string[];
  /** Questions the matcher has not seen. */
  readonly tests: readonly string[];
  readonly index?: readonly IndexName[];
  readonly related?: readonly string[];
}

const answer = (id: string, { index = [], related = [], ...wording }: Wording): AnswerIntent => ({
  kind: 'answer',
  id,
  index,
  related,
  ...wording,
});

const answers: readonly AnswerIntent[] = [
  answer('resume-when', {
    group: 'What comes next',
    question: 'When do sailings resume?',
    answer: [{ text: 'Sailings are to resume on Friday, 15 May, Bluewater Lines said.', claims: ['resume'] }],
    phrases: [
      'When will the boats run again?',
      'When does the service restart?',
      'On which day do sailings start again?',
      'When is the next crossing?',
      'What day does the service resume?',
      'next sailing date',
      'service restart day',
      'boats running again when',
      'when can i take the boat again',
      'Can you tell me when departures resume?',
      'Is it known when the timetable goes back to normal?',
      'How soon will the line operate again?',
    ],
    tests: [
      'when does the line operate again',
      'what day will the boats run again?',
      'date of the next sailing',
    ],
    index: ['timeline'],
  }),
  answer('compensation-amount', {
    group: 'What comes next',
    question: 'How much are passengers paid?',
    answer: [{ text: 'Every passenger is to be paid 60 euros.', claims: ['payment'] }],
    phrases: [
      'How much compensation do travellers get?',
      'What is the refund?',
      'How much money does each passenger receive?',
      'What does the company pay the passengers?',
      'How many euros does everybody get?',
      'What sum is paid out as compensation?',
      'compensation amount',
      'refund per person',
      'euros per passenger',
      'how much cash do they get back',
      'Do the travellers get their money back?',
      'Will the operator compensate people?',
    ],
    tests: [
      'how much of a refund do people get',
      'compensation per traveller',
      'What money will the company pay out?',
    ],
    index: ['numbers'],
    related: ['passengers-number'],
  }),
  answer('passengers-number', {
    group: 'The accident',
    question: 'How many passengers were on board?',
    answer: [{ text: 'There were 184 passengers on board, Bluewater Lines said.', claims: ['passengers'] }],
    phrases: [
      'How many people were on the ferry?',
      'How many travellers did the Marigold carry?',
      'What was the number of people aboard?',
      'How full was the ship?',
      'How many were on it?',
      'number of passengers',
      'passenger count',
      'people aboard the ferry',
      'how many ppl on the boat',
      'Can you tell me how many persons were travelling?',
      'How large was the crowd on board?',
      'I would like to know the headcount on the ship',
    ],
    tests: [
      'how many persons were aboard the Marigold',
      'count of people on the ship',
      'Could you tell me how many travellers were on the ferry?',
    ],
    index: ['numbers'],
    related: ['injured-number', 'compensation-amount'],
  }),
  answer('aground-why', {
    group: 'The accident',
    question: 'Why did the ferry run aground?',
    answer: [
      {
        text: 'The captain, Ines Okafor, said that fog came down and the light of the buoy was out.',
        claims: ['fog'],
      },
      { text: 'The ferry ran aground on a sandbank.', claims: ['aground'] },
      {
        text: 'The harbour master, Piet Vos, confirmed that the buoy had been reported broken; the captain spoke of its light.',
        claims: ['buoy', 'fog'],
      },
    ],
    phrases: [
      'What caused the accident?',
      'Why did the Marigold hit the sandbank?',
      'What was the reason for the grounding?',
      'How did the ship get stuck?',
      'What went wrong?',
      'What led to the accident?',
      'cause of the grounding',
      'reason ferry stuck',
      'accident cause',
      'why did it crash',
      'How come the ship ran onto the sand?',
      'Can you explain how the accident happened?',
    ],
    tests: [
      'what was the cause of the accident',
      'reason for the ship getting stuck',
      'How come the ferry hit the sand?',
    ],
    related: ['buoy-reported', 'captain-who', 'no-such-intent'],
  }),
  answer('captain-who', {
    group: 'The people',
    question: 'Who was the captain?',
    answer: [{ text: 'The captain was Ines Okafor.', claims: ['fog'] }],
    phrases: [
      'Who commanded the ferry?',
      'Who steered the Marigold?',
      "What is the captain's name?",
      'Who is Ines Okafor?',
      'Who was in command of the ship?',
      'Who was at the helm?',
      'name of the captain',
      'captain of the Marigold',
      'skipper name',
      'who is okafor',
      'Who was the skipper that morning?',
      'Tell me who was in charge of the ship',
    ],
    tests: ['who was the skipper of the ferry', 'the name of the captain please', 'Who had command?'],
    index: ['people'],
  }),
  answer('injured-number', {
    group: 'The accident',
    question: 'Was anybody hurt?',
    answer: [
      { text: 'Two passengers were allegedly hurt.', claims: ['hurt'] },
      { text: 'Allegedly two.', claims: ['hurt'] },
    ],
    phrases: [
      'How many people were injured?',
      'Were there any injuries?',
      'Did somebody get hurt?',
      'How many wounded were there?',
      'Were any travellers harmed?',
      'Are there casualties?',
      'number of injured',
      'injuries on the ferry',
      'anyone hurt',
      'people wounded',
      'Did everybody escape unhurt?',
      'Is it true that travellers were injured on the stairs?',
    ],
    tests: ['was anyone injured', 'how many wounded', 'did any travellers get hurt in the accident'],
    index: ['numbers'],
  }),
  answer('buoy-reported', {
    group: 'The accident',
    question: 'Was it known that the buoy was broken?',
    answer: [
      {
        text: 'The harbour master, Piet Vos, confirmed that the buoy had been reported broken three weeks before.',
        claims: ['buoy'],
      },
    ],
    phrases: [
      'Did the harbour know of the broken buoy?',
      'When was the buoy reported broken?',
      'How long had the light been out of order?',
      'What did the harbour master say about the buoy?',
      'Had anyone reported the defective light?',
      'Who knew that the buoy did not work?',
      'broken buoy reported',
      'buoy light defect known',
      'harbour master on the buoy',
      'since when was the buoy dark',
      'What did Piet Vos confirm?',
      'Was the port warned that the buoy had failed?',
    ],
    tests: ['did anyone know the buoy was defective', 'since when was the light broken', 'What did Vos say?'],
    index: ['timeline', 'people'],
  }),
  answer('towed-how', {
    group: 'The rescue',
    question: 'How was the ferry freed?',
    answer: [{ text: 'The tug Hercules pulled it free at noon.', claims: ['tug'] }],
    phrases: [
      'Who pulled the ferry off the sandbank?',
      'How did they get the ship free?',
      'Which tug helped?',
      'What is the name of the tug?',
      'When was the Marigold refloated?',
      'How was it towed off?',
      'tug name',
      'ferry towed free',
      'refloated how',
      'who towed it',
      'Did a tugboat rescue the ship?',
      'At what time was it pulled free?',
    ],
    tests: ['which tugboat towed it', 'how did they pull the ship off', 'was the Marigold towed free?'],
  }),
];

const gaps: readonly GapIntent[] = [
  {
    kind: 'gap',
    id: 'ticket-price',
    question: 'What does a ticket cost?',
    text: 'The report does not give the price of a ticket.',
    nearest: ['compensation-amount', 'no-such-intent'],
    phrases: [
      'How much is a ticket?',
      'What is the fare?',
      'Price of a return ticket?',
      'Are children cheaper?',
      'Is there a discount for students?',
      'What do I pay for a car?',
      'ticket price',
      'fare for adults',
      'how expensive is the crossing',
      'Where can I buy tickets?',
      'Can I book a seat online?',
      'cost of a day pass',
    ],
    tests: ['how expensive is a ticket', 'the fare for children', 'where do i buy a ticket'],
  },
  {
    kind: 'gap',
    id: 'oil-spill',
    question: 'Did oil leak into the sea?',
    text: 'The report does not speak of oil or of damage to nature.',
    nearest: ['aground-why'],
    phrases: [
      'Was there an oil spill?',
      'Did fuel leak?',
      'Is the water polluted?',
      'How much diesel got into the sea?',
      'Was the environment damaged?',
      'Are fish dying?',
      'oil pollution',
      'fuel leak',
      'environmental damage',
      'is the beach dirty now',
      'Did they clean up the oil?',
      'Is it safe to swim?',
    ],
    tests: ['did any fuel leak out', 'was there pollution of the water', 'oil in the sea?'],
  },
];

const smalltalk: readonly SmalltalkIntent[] = [
  {
    kind: 'smalltalk',
    id: 'greeting',
    text: 'Hello. I answer questions about "{report}" of {date}.',
    phrases: [
      'hello',
      'hi',
      'hey',
      'hi there',
      'good morning',
      'good evening',
      'greetings',
      'hello bot',
      'hey you',
      'howdy',
      'good day',
      'hiya',
    ],
    tests: ['hello there', 'hey good morning', 'hi bot'],
  },
];

const outOfScope = {
  phrases: [
    'What is the weather tomorrow?',
    'Who won the football match?',
    'Tell me a joke',
    'How do I bake bread?',
    'What is the capital of France?',
    'Play some music',
    'Translate this into German',
    'What is 2 plus 2?',
    'Write a poem about love',
    'Recommend a good film',
    'How tall is Mount Everest?',
    'Set an alarm for seven',
    'Which phone is the best?',
    'How do I lose weight?',
    'Who painted the Mona Lisa?',
  ],
  tests: ['how do i bake a cake', 'play a song', 'who won the match yesterday'],
};

export const smallPack: Pack = {
  report,
  claims,
  intents: [...answers, ...gaps, ...smalltalk],
  lexicon: [
    { term: 'Ines Okafor', kind: 'person', same: ['Okafor', 'the captain', 'skipper'] },
    { term: 'Piet Vos', kind: 'person', same: ['Vos', 'harbour master'] },
    { term: 'Bluewater Lines', kind: 'organisation', same: ['Bluewater', 'the operator', 'the company'] },
    { term: 'Tarn Gazette', kind: 'organisation', same: ['Gazette'] },
    { term: 'Marigold', kind: 'concept', same: ['ferry', 'ship', 'vessel'] },
    { term: 'Tarn', kind: 'place', same: [] },
  ],
  outOfScope,
  waivers: [],
  settings: { maxWrong: 0.05 },
  version: 'abcdef012345',
};

/** The test utterances of one kind of intent, each with its intent's id. */
export function utterancesOf(
  kind: Intent['kind'],
): readonly (readonly [utterance: string, intent: string])[] {
  return smallPack.intents
    .filter((intent) => intent.kind === kind)
    .flatMap(({ id, tests }) => tests.map((utterance) => [utterance, id] as const));
}
