/** Judges what a turn of a dialogue got, by its expectation and the claim ledger. */
import type { TestTurn } from '../content/schema.ts';
import type { AnswerIntent, Intent } from '../core/intent.ts';
import type { Pack } from '../core/pack.ts';
import type { AnswerReply, Reply } from '../core/reply.ts';
import { type Claim, REPORT_AS_SPEAKER } from '../core/report.ts';
import type { Responder } from '../core/responder.ts';
import { shareAPassage } from './evaluation.ts';

/**
 * `right`: what was expected · `near`: a disambiguation that has it, or an answer that rests on the same passage ·
 * `wrong`: another answer, or one where there is none · `missed`: no answer where there is one.
 */
export const TURN_OUTCOMES = ['right', 'near', 'wrong', 'missed'] as const;
export type TurnOutcome = (typeof TURN_OUTCOMES)[number];

export interface TurnJudge {
  /** `before`: the earlier turns of the same person. */
  outcome(reply: Reply, turn: TestTurn, before: readonly TestTurn[]): TurnOutcome;
  /** Whether the report has anything to give; small talk counts. */
  isAnswerable(turn: TestTurn, before: readonly TestTurn[]): boolean;
}

/** `responder` tells what the answers meant rest on. */
export function createTurnJudge(
  { claims, intents }: Pick<Pack, 'claims' | 'intents'>,
  responder: Pick<Responder, 'replyWith'>,
): TurnJudge {
  const intentsById = new Map(intents.map((intent) => [intent.id, intent]));
  const claimsById = new Map(claims.map((claim) => [claim.id, claim]));
  const kindOf = (id: string) => intentsById.get(id)?.kind;

  /** The claims of the answer that an earlier turn should have got, the latest first to be found. */
  const claimsBefore = (before: readonly TestTurn[]): readonly Claim[] => {
    for (const { gives = [], or = [] } of [...before].reverse()) {
      const answers = [...gives, ...or].flatMap((id) => asAnswer(intentsById.get(id)) ?? []);
      if (answers.length > 0) {
        const ids = answers.flatMap(({ answer }) => answer.flatMap((statement) => statement.claims));
        return ids.flatMap((id) => claimsById.get(id) ?? []);
      }
    }
    return [];
  };

  /** What a reply about an answer may say, any of it; undefined when the ledger has nothing. */
  const tellings = (act: NonNullable<TestTurn['about']>, told: readonly Claim[]): readonly string[] => {
    switch (act) {
      case 'source':
        return told.flatMap(({ speaker = REPORT_AS_SPEAKER, outlet = speaker }) => [speaker, outlet]);
      case 'confirmed':
        return [...told.map(({ standing }) => standing), 'confirmed'];
      case 'date':
        return told.flatMap(({ date }) => date ?? []);
      case 'quote': {
        const speakers = new Set(told.map(({ speaker }) => speaker));
        const same = claims.filter(({ speaker }) => speaker !== undefined && speakers.has(speaker));
        return [...told, ...same].map(({ quote }) => bare(quote));
      }
      case 'more':
        return [];
    }
  };

  const isAnswerable: TurnJudge['isAnswerable'] = ({ gives, or = [], about }, before) => {
    if (gives) return [...gives, ...or].some((id) => kindOf(id) !== 'gap');
    return about !== 'date' || tellings('date', claimsBefore(before)).length > 0;
  };

  const aboutOutcome = (reply: Reply, act: NonNullable<TestTurn['about']>, before: readonly TestTurn[]) => {
    if (reply.kind === 'smalltalk') return 'wrong';
    if (reply.kind !== 'answer') return 'missed';
    if (act === 'more') {
      const given = new Set(before.flatMap(({ gives = [] }) => gives));
      return reply.answers.every(({ intent }) => !given.has(intent)) ? 'right' : 'wrong';
    }
    const told = claimsBefore(before);
    const text = textOf(reply);
    const tells = tellings(act, told).some((telling) => text.includes(telling));
    // That something else is confirmed says nothing of what was asked about; only a quote may come from elsewhere.
    return tells && (act === 'quote' || restsOn(reply, told)) ? 'right' : 'wrong';
  };

  /** Whether the reply gives all of these and nothing else where something of them has no answer. */
  const giveOutcome = (reply: Reply, wanted: readonly string[]): TurnOutcome => {
    const answers = wanted.filter((id) => kindOf(id) === 'answer');
    const smalltalk = wanted.find((id) => kindOf(id) === 'smalltalk');
    const given = reply.kind === 'answer' ? reply.answers.map(({ intent }) => intent) : [];
    if (answers.length > 0) {
      if (answers.every((id) => given.includes(id))) {
        const declines = wanted.length > answers.length;
        return declines && given.length > answers.length ? 'wrong' : 'right';
      }
      if (reply.kind === 'disambiguation' || reply.kind === 'excerpt')
        return reply.options.some(({ intent }) => answers.includes(intent)) ? 'near' : 'missed';
      const meant = answers.flatMap((id) => responder.replyWith(id) ?? []);
      if (meant.some((answer) => shareAPassage(reply, answer))) return 'near';
      return reply.kind === 'answer' || reply.kind === 'smalltalk' ? 'wrong' : 'missed';
    }
    if (smalltalk !== undefined) {
      if (reply.kind === 'smalltalk') return reply.intent === smalltalk ? 'right' : 'wrong';
      return reply.kind === 'answer' ? 'wrong' : 'missed';
    }
    return reply.kind === 'answer' ? 'wrong' : 'right';
  };

  return {
    isAnswerable,
    outcome(reply, turn, before) {
      const { gives = [], or = [], about, says = [] } = turn;
      const found = !about
        ? best([gives, ...or.map((id) => [id])].map((wanted) => giveOutcome(reply, wanted)))
        : isAnswerable(turn, before)
          ? aboutOutcome(reply, about, before)
          : giveOutcome(reply, []);
      const text = textOf(reply);
      return found === 'right' && !says.every((telling) => text.includes(telling)) ? 'near' : found;
    },
  };
}

function restsOn(reply: AnswerReply, claims: readonly Claim[]): boolean {
  return reply.answers.some(({ footnotes }) =>
    footnotes.some(({ citation }) => claims.some(({ passage }) => passage === citation.passage)),
  );
}

function asAnswer(intent: Intent | undefined): AnswerIntent | undefined {
  return intent?.kind === 'answer' ? intent : undefined;
}

function best(outcomes: readonly TurnOutcome[]): TurnOutcome {
  return TURN_OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? 'missed';
}

/** A quote without quotation marks and commas at its ends, which a reply may leave out. */
function bare(quote: string): string {
  return quote.replace(/^["“]|,?["”]$/gu, '');
}

function textOf(reply: Reply): string {
  if (reply.kind !== 'answer') return reply.text;
  return reply.answers.flatMap(({ statements }) => statements.map(({ text }) => text)).join(' ');
}
