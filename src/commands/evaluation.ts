/** Measures a responder: asks it labelled questions and counts what comes back. */
import type { Intent } from '../core/intent.ts';
import type { Pack } from '../core/pack.ts';
import type { Reply } from '../core/reply.ts';
import type { Responder } from '../core/responder.ts';

/** A question with what is right for it. */
export interface LabelledQuestion {
  readonly utterance: string;
  /** The intent meant; null when there is nothing to answer, or passages are given. */
  readonly intent: string | null;
  /** For whoever labels without knowing the intents: lines of the report that a right answer rests on, any of them. */
  readonly passages?: readonly [number, ...number[]];
}

/** What is expected: an answer, the admission of a known gap, small talk, or no answer at all. */
export const EXPECTATIONS = ['answer', 'gap', 'smalltalk', 'nothing'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/**
 * `hit`: what was expected · `offered`: it stands among the nearest quotes or the choices · `wrong`: an answer or small talk
 * that is not it · `denied`: a false "the report does not say" · `missed`: nothing of it. Where nothing is to be answered, every reply but an answer is a hit.
 */
export type Outcome = 'hit' | 'offered' | 'wrong' | 'denied' | 'missed';

export interface Measured {
  readonly utterance: string;
  readonly expectation: Expectation;
  /** The intent meant; `nothing` when there is none. */
  readonly expected: string;
  /** The intents answered, or the kind of reply and its reason. */
  readonly got: string;
  /** Of the first answer; null without one. */
  readonly confidence: number | null;
  readonly outcome: Outcome;
  /** An answer that is not the one meant but rests on a passage that one rests on. */
  readonly near: boolean;
}

export interface Tally {
  readonly questions: number;
  readonly hits: number;
  readonly offered: number;
  /** Answers given that are not the one meant. */
  readonly wrong: number;
  /** Questions with an answer of which it was said that the report does not say. */
  readonly denied: number;
  readonly missed: number;
}

export interface Confusion {
  readonly expected: string;
  readonly got: string;
  readonly count: number;
}

export interface Evaluation {
  readonly tallies: Readonly<Record<Expectation, Tally>>;
  /** Answers to questions that have none: gaps and nothing, together. */
  readonly falseAnswers: { readonly questions: number; readonly answered: number };
  /** Most frequent first. */
  readonly confusions: readonly Confusion[];
  /** Every question that was no hit, in the order asked. */
  readonly misses: readonly Measured[];
  readonly all: readonly Measured[];
}

/** The test utterances of a pack, and those held out if they are given, none of which its matcher has seen. */
export function testQuestions(
  { intents, outOfScope }: Pack,
  heldOut: Readonly<Record<string, readonly string[]>> = {},
): readonly LabelledQuestion[] {
  return [
    ...intents.flatMap(({ id, tests }) =>
      [...tests, ...(heldOut[id] ?? [])].map((utterance) => ({ utterance, intent: id })),
    ),
    ...outOfScope.tests.map((utterance) => ({ utterance, intent: null })),
  ];
}

/** Asks every question by itself, without a conversation. An intent the pack does not have counts as an answer. */
export async function evaluate(
  questions: readonly LabelledQuestion[],
  responder: Pick<Responder, 'reply' | 'replyWith'>,
  intents: readonly Intent[],
): Promise<Evaluation> {
  const kinds = new Map(intents.map(({ id, kind }) => [id, kind]));
  const all = await inTurn(questions, async (question): Promise<Measured> => {
    const { utterance, intent, passages } = question;
    const known = intent === null ? 'nothing' : (kinds.get(intent) ?? 'answer');
    const expectation = passages ? 'answer' : known;
    const reply = await responder.reply(utterance);
    const outcome = judge(reply, expectation, question, responder);
    const meant = expectation === 'answer' && intent !== null ? responder.replyWith(intent) : undefined;
    return {
      utterance,
      expectation,
      expected: passages ? `line ${passages.join(' or ')}` : (intent ?? 'nothing'),
      got: describe(reply),
      confidence: reply.kind === 'answer' ? reply.answers[0].confidence : null,
      outcome,
      near: outcome === 'wrong' && meant !== undefined && shareAPassage(reply, meant),
    };
  });
  const misses = all.filter(({ outcome }) => outcome !== 'hit');
  const unanswerable = all.filter(({ expectation }) => expectation === 'gap' || expectation === 'nothing');
  return {
    tallies: {
      answer: tally(all, 'answer'),
      gap: tally(all, 'gap'),
      smalltalk: tally(all, 'smalltalk'),
      nothing: tally(all, 'nothing'),
    },
    falseAnswers: {
      questions: unanswerable.length,
      answered: unanswerable.filter(({ outcome }) => outcome === 'wrong').length,
    },
    confusions: confusions(misses),
    misses,
    all,
  };
}

/** One after the other: the processor is what they all wait for. */
export async function inTurn<T, R>(
  items: readonly T[],
  each: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const out: R[] = [];
  for (const item of items) out.push(await each(item));
  return out;
}

/** Whether two answers rest on a passage in common. */
export function shareAPassage(a: Reply, b: Reply): boolean {
  const passages = passagesOf(b);
  return passagesOf(a).some((passage) => passages.includes(passage));
}

function passagesOf(reply: Reply): readonly number[] {
  if (reply.kind === 'excerpt') return reply.passages.map(({ passage }) => passage);
  if (reply.kind !== 'answer') return [];
  return reply.answers.flatMap(({ footnotes }) => footnotes.map(({ citation }) => citation.passage));
}

function judge(
  reply: Reply,
  expectation: Expectation,
  { intent, passages }: LabelledQuestion,
  { replyWith }: Pick<Responder, 'replyWith'>,
): Outcome {
  /** Whether an answer, given or offered, is the one meant. */
  const isMeant = (id: string) => {
    const answer = passages && replyWith(id);
    return answer ? passagesOf(answer).some((passage) => passages.includes(passage)) : id === intent;
  };
  switch (expectation) {
    case 'gap':
    case 'nothing':
      return reply.kind === 'answer' ? 'wrong' : 'hit';
    case 'smalltalk':
      if (reply.kind === 'smalltalk' && reply.intent === intent) return 'hit';
      return reply.kind === 'answer' || reply.kind === 'smalltalk' ? 'wrong' : 'missed';
    case 'answer':
      switch (reply.kind) {
        case 'answer':
          return reply.answers.some((answer) => isMeant(answer.intent)) ? 'hit' : 'wrong';
        case 'disambiguation':
          return reply.options.some((option) => isMeant(option.intent)) ? 'offered' : 'missed';
        case 'excerpt':
          return isInSight(reply, { intent, ...(passages && { passages }) }, replyWith)
            ? 'offered'
            : 'missed';
        case 'smalltalk':
          return 'wrong';
        case 'fallback':
          return reply.reason === 'gap' ? 'denied' : 'missed';
      }
  }
}

/** Whether a quote of what was meant stands among those shown. */
function isInSight(
  reply: Reply,
  { intent, passages }: Omit<LabelledQuestion, 'utterance'>,
  replyWith: Responder['replyWith'],
): boolean {
  const meant = intent === null ? undefined : replyWith(intent);
  const lines = passages ?? (meant ? passagesOf(meant) : []);
  return passagesOf(reply).some((passage) => lines.includes(passage));
}

/** The intents answered, or the kind of reply and its reason. */
export function describe(reply: Reply): string {
  switch (reply.kind) {
    case 'answer':
      return reply.answers.map(({ intent }) => intent).join(' + ');
    case 'smalltalk':
      return reply.intent;
    case 'fallback':
      return `fallback (${reply.reason})`;
    case 'disambiguation':
    case 'excerpt':
      return reply.kind;
  }
}

function tally(all: readonly Measured[], expectation: Expectation): Tally {
  const mine = all.filter((one) => one.expectation === expectation);
  const count = (outcome: Outcome) => mine.filter((one) => one.outcome === outcome).length;
  return {
    questions: mine.length,
    hits: count('hit'),
    offered: count('offered'),
    wrong: count('wrong'),
    denied: count('denied'),
    missed: count('missed'),
  };
}

function confusions(misses: readonly Measured[]): readonly Confusion[] {
  const counts = new Map<string, Confusion>();
  for (const { expected, got, outcome } of misses) {
    if (outcome !== 'wrong') continue;
    const key = `${expected}\n${got}`;
    counts.set(key, { expected, got, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
