/** The authored files' format: one schema for each kind of file is the check, the types and the JSON Schema. */
import { z } from 'zod';
import { INDEXES } from '../core/intent.ts';
import { DEFAULT_MAX_WRONG } from '../core/matcher/matcher.ts';
import { LEXICON_KINDS } from '../core/pack.ts';
import { STANDINGS } from '../core/report.ts';

/** With fewer ways to ask, a matcher knows the wording of one author, not the question. */
export const FEWEST_PHRASES = 5;
/** An intent without a test utterance cannot be measured. */
export const FEWEST_TESTS = 1;
/** A question is the label of a button, and Discord cuts those at 80 characters. */
export const LONGEST_QUESTION = 80;
/** An id travels in a button's hidden value, of which Discord allows 100 characters in all. */
export const LONGEST_ID = 60;
/** More sentences than a reader takes in at a glance. */
export const MOST_STATEMENTS = 4;
/** More questions to ask next than stand beside an answer. */
export const MOST_RELATED = 4;

const text = z.string().regex(/\S/, 'it must not be blank');
// One check instead of three: a pack has thousands of phrases.
const oneLine = z.string().regex(/^\S(?:.*\S)?$/, 'it must be one line of text without space at its ends');
const passage = z.int().min(1).describe("The passage's line number in report.txt, from 1.");

/** An id: of an intent (its file's name), of a claim. */
export const idSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'it must be lower-case letters and digits, joined by hyphens')
  .max(LONGEST_ID);

const waiverSchema = z.strictObject({
  passage,
  reason: oneLine.describe('Why no answer needs to cite it.'),
});

export const reportSchema = z.strictObject({
  title: oneLine.describe("The report's title."),
  date: z.iso
    .date('it must be a calendar date such as 2022-03-08')
    .describe('The date the report speaks as of, YYYY-MM-DD.'),
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$/, 'it must be a language tag such as en or en-GB')
    .describe('The language of the report, a BCP 47 tag.'),
  credits: oneLine.describe('Whom the report credits.').exactOptional(),
  url: z
    .url({ protocol: /^https?$/, error: 'it must be a web address that starts with https:// or http://' })
    .describe('Where the report is published.')
    .exactOptional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'it must be 64 hexadecimal digits in lower case')
    .describe('SHA-256 of report.txt, as `sha256sum` prints it.'),
  waivers: z.array(waiverSchema).default([]).describe('Passages no answer needs to cite.'),
  maxWrong: z
    .number()
    .gt(0)
    .lt(1)
    .default(DEFAULT_MAX_WRONG)
    .describe('The share of wrong answers to aim for: less means more "did you mean" and fewer answers.'),
});

export const claimSchema = z.strictObject({
  id: idSchema.describe('What statements cite it by.'),
  passage,
  quote: z.string().min(1).describe('Copied byte for byte from its passage.'),
  speaker: oneLine.describe('On whose word it rests; without one, on the report itself.').exactOptional(),
  role: oneLine.describe("The speaker's office or description, in the report's words.").exactOptional(),
  outlet: oneLine.describe('The publication it came through.').exactOptional(),
  standing: z.enum(STANDINGS).describe('How firmly it is made, as the report words it.'),
  date: oneLine.describe("When it was said or happened, in the report's own words.").exactOptional(),
});

export const claimsSchema = z.array(claimSchema).min(1);

const statementSchema = z.strictObject({
  text: oneLine.describe('One sentence.'),
  claims: z.tuple([idSchema], idSchema).describe('The claims of data/claims.yaml it rests on.'),
});

const trained = {
  phrases: z
    .array(oneLine)
    .min(FEWEST_PHRASES)
    .describe('Training phrases: how different people would ask this.'),
  tests: z.array(oneLine).min(FEWEST_TESTS).describe('Test utterances: the matcher never sees them.'),
};
const question = oneLine
  .max(LONGEST_QUESTION)
  .describe('The question as a reader would put it; shown in lists and on buttons.');
const otherIntents = z.array(idSchema).max(MOST_RELATED).default([]);

export const intentSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('answer').describe('A question the report answers.'),
    question,
    group: oneLine.describe('The heading it stands under in the index of what can be asked.'),
    index: z.array(z.enum(INDEXES)).default([]).describe('The short lists it also appears in.'),
    ...trained,
    answer: z
      .tuple([statementSchema], statementSchema)
      .refine(
        (statements) => statements.length <= MOST_STATEMENTS,
        `it must have ${MOST_STATEMENTS} statements at most`,
      )
      .describe('The sentences of the answer, each with its claims; the first answers the question.')
      .meta({ maxItems: MOST_STATEMENTS }),
    related: otherIntents.describe('Answers a reader may ask for next.'),
  }),
  z.strictObject({
    kind: z.literal('gap').describe('A question people ask that the report does not answer.'),
    question,
    ...trained,
    text: text.describe('What the report does not say.'),
    nearest: otherIntents.describe('Answers that come closest.'),
  }),
  z.strictObject({
    kind: z.literal('smalltalk').describe('A greeting, a thank-you, a question about the bot.'),
    ...trained,
    text: text.describe("The reply; {report} and {date} become the report's title and date."),
  }),
]);

const lexiconEntrySchema = z.strictObject({
  term: oneLine.describe('What all of them stand for.'),
  kind: z.enum(LEXICON_KINDS),
  same: z.array(oneLine).describe('Other ways to say it, of one word or several.'),
});

export const lexiconSchema = z.array(lexiconEntrySchema);

export const outOfScopeSchema = z.strictObject({
  phrases: z
    .array(oneLine)
    .default([])
    .describe('Training: utterances that have nothing to do with the report.'),
  tests: z.array(oneLine).default([]).describe('Utterances of the same kind the matcher never sees.'),
});

export const heldOutSchema = z
  .record(idSchema, z.array(oneLine).min(1))
  .describe('Utterances of each intent that the matcher never sees, more than a day-to-day evaluation asks.');

/** What a person may want to know about an answer, whatever it was. */
export const ABOUT = ['source', 'confirmed', 'date', 'quote', 'more'] as const;

const turnSchema = z
  .strictObject({
    ask: oneLine.describe('What is said.'),
    by: oneLine
      .describe('Who says it, where two people take part; each is remembered apart.')
      .exactOptional(),
    gives: z
      .array(idSchema)
      .describe('The intents that fit it, all of them; an empty list when there is nothing to answer.')
      .exactOptional(),
    or: z.array(idSchema).min(1).describe('Intents of which any one is as good.').exactOptional(),
    about: z
      .enum(ABOUT)
      .describe('What is wanted about the answer before; the claim ledger says what is right.')
      .exactOptional(),
    says: z.array(oneLine).min(1).describe('What the text of the reply has to say.').exactOptional(),
    miss: z
      .literal(true)
      .describe('A known miss: it has to fail, and loses this mark when it no longer does.')
      .exactOptional(),
  })
  .refine(({ gives, about }) => (gives === undefined) !== (about === undefined), {
    error: 'it must have either "gives" or "about"',
  });

export const dialoguesSchema = z.array(
  z.strictObject({
    id: idSchema.describe('What it is listed by.'),
    turns: z.array(turnSchema).min(1).describe('In the order they are said.'),
  }),
);

export type TestDialogue = z.output<typeof dialoguesSchema>[number];
export type TestTurn = TestDialogue['turns'][number];

export type ReportFile = z.output<typeof reportSchema>;

const AUTHORED = {
  report: reportSchema,
  claims: claimsSchema,
  intent: intentSchema,
  lexicon: lexiconSchema,
  'out-of-scope': outOfScopeSchema,
  dialogues: dialoguesSchema,
  'held-out': heldOutSchema,
} as const;

/** The JSON Schema of each kind of file, by the name of its file in `schema/`, as editors understand it (draft 7). */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(AUTHORED).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }), null, 2)}\n`,
    ]),
  );
}
