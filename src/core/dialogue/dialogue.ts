/** Decides what a person asks for within a conversation: the utterance alone, or together with what was said before. */
import { type Conversation, remember } from '../conversation.ts';
import type { AnswerIntent, GapIntent, Intent } from '../intent.ts';
import type { Reading, Word } from '../language/reader.ts';
import type { Match, Matcher } from '../matcher/matcher.ts';
import type { Pack } from '../pack.ts';
import type { Claim } from '../report.ts';
import { type Act, actOf } from './acts.ts';
import { questionsIn } from './clauses.ts';
import { inContext, isRepair, leansOnContext } from './context.ts';
import { figuresIn } from './figures.ts';
import { aboutAnswer, claimsAbout } from './ledger.ts';

/** What was asked for. */
export type Request =
  /** Whatever fits these words, the utterance's own or with those of an earlier question. */
  | { readonly kind: 'match'; readonly reading: Reading; readonly whole?: Reading; readonly match: Match }
  /** This answer, the intent's own or one about it. */
  | { readonly kind: 'answer'; readonly intent: AnswerIntent }
  /** Something about the last answer that the report does not tell. */
  | { readonly kind: 'untold'; readonly intent: AnswerIntent; readonly text: string };

export interface Dialogue {
  /** What an utterance asks for, or each of its questions when it asks several that can all be told apart. */
  requests(utterance: string, conversation: Conversation): readonly [Request, ...Request[]];
}

export interface DialogueOptions {
  readonly pack: Pack;
  readonly matcher: Matcher;
  /** Whether a word carries meaning of its own. */
  readonly isTelling: (word: Word) => boolean;
}

export function createDialogue({ pack, matcher, isTelling }: DialogueOptions): Dialogue {
  const intents = new Map(pack.intents.map((intent) => [intent.id, intent]));
  const claims = new Map(pack.claims.map((claim) => [claim.id, claim]));
  const claimsOf = ({ answer }: AnswerIntent): readonly Claim[] => [
    ...new Set(answer.flatMap((s) => s.claims.flatMap((id) => claims.get(id) ?? []))),
  ];
  const linesOf = (intent: AnswerIntent) => claimsOf(intent).map((claim) => claim.passage);
  const answersOf = (ids: readonly string[]) => ids.flatMap((id) => asAnswer(intents.get(id)) ?? []);
  const answers = pack.intents.flatMap((intent) => asAnswer(intent) ?? []);

  /** The answers that give one figure each, of the last answer and those that rest on the same passages. */
  const answersByFigure = (last: AnswerIntent): ReadonlyMap<number, AnswerIntent> => {
    const figures = new Map<number, AnswerIntent>();
    const near = new Set([last, ...answersOf(last.related)].flatMap(linesOf));
    for (const intent of answers) {
      const [figure, ...more] = figuresIn(claimsOf(intent));
      if (figure === undefined || more.length > 0 || !linesOf(intent).some((line) => near.has(line)))
        continue;
      if (!figures.has(figure) || intent.id === last.id) figures.set(figure, intent);
    }
    return figures;
  };

  const byFigure = (act: 'higher' | 'lower' | 'other', last: AnswerIntent): AnswerIntent | undefined => {
    const figures = answersByFigure(last);
    const shown = figuresIn(claimsOf(last));
    const comparable = [...figures.keys()].filter((f) => Math.max(...shown, f) <= 10 * Math.min(...shown, f));
    const others = comparable.filter((f) => !(shown.length === 1 && shown[0] === f));
    if (comparable.length < 2) return undefined;
    const chosen = { higher: Math.max(...comparable), lower: Math.min(...comparable), other: others[0] }[act];
    return chosen === undefined ? undefined : figures.get(chosen);
  };

  /** The next answer whose passages have not been shown: of the same group first, then along the related ones. */
  const more = (last: AnswerIntent, conversation: Conversation): AnswerIntent | undefined => {
    const shown = new Set(conversation.turns.flatMap((turn) => answersOf(turn.intents)).flatMap(linesOf));
    const isNew = (intent: AnswerIntent) => !linesOf(intent).some((line) => shown.has(line));
    const ofGroup = answers.filter((intent) => intent.group === last.group && isNew(intent));
    const related = new Set([last]);
    for (const intent of related) for (const next of answersOf(intent.related)) related.add(next);
    return (
      ofGroup.find((intent) => last.related.includes(intent.id)) ??
      ofGroup[0] ??
      [...related].find((i) => isNew(i))
    );
  };

  /** An answer near the last one that rests on a confirmation. */
  const confirmation = (last: AnswerIntent): AnswerIntent | undefined => {
    if (claimsOf(last).some((claim) => claim.standing === 'confirmed')) return undefined;
    return answersOf(last.related).find((intent) =>
      claimsOf(intent).every((claim) => claim.standing === 'confirmed'),
    );
  };

  const isSmalltalk = ({ kind, candidates: [first] }: Match) =>
    kind === 'matched' && intents.get(first?.intent ?? '')?.kind === 'smalltalk';

  const perform = (act: Act, last: AnswerIntent, conversation: Conversation): Request | undefined => {
    switch (act) {
      case 'higher':
      case 'lower':
      case 'other':
        return answerRequest(byFigure(act, last));
      case 'more':
        return (
          answerRequest(more(last, conversation)) ?? {
            kind: 'untold',
            intent: last,
            text: 'That is all the report says of it.',
          }
        );
      case 'date':
        return (
          answerRequest(aboutAnswer(act, last, claimsOf(last))) ?? {
            kind: 'untold',
            intent: last,
            text: 'The report gives no date for that.',
          }
        );
      case 'confirmed':
        return answerRequest(confirmation(last) ?? aboutAnswer(act, last, claimsOf(last)));
      case 'source':
      case 'quote':
        return answerRequest(aboutAnswer(act, last, claimsAbout(act, claimsOf(last), pack.claims)));
    }
  };

  /** What was asked or answered last, small talk passed over, as words that a follow-up may leave out. */
  const contextOf = ({ turns }: Conversation): Reading | undefined => {
    for (const turn of [...turns].reverse()) {
      const [answered] = answersOf(turn.intents);
      if (answered) {
        const voices = claimsOf(answered).flatMap((claim) => [claim.speaker ?? '', claim.outlet ?? '']);
        return matcher.reader.read([answered.question, ...new Set(voices)].join(' '));
      }
      if (!isSmalltalk(matcher.match(turn.utterance))) return matcher.reader.read(turn.utterance);
    }
    return undefined;
  };

  const request = (reading: Reading, conversation: Conversation): Request => {
    const match = matcher.matchReading(reading);
    const alone = { kind: 'match', reading, match } as const;
    const context = contextOf(conversation);
    if (!context) return alone;
    const last = answersOf(conversation.turns.flatMap((turn) => turn.intents)).at(-1);
    const act = actOf(reading);
    const performed = last && act && perform(act, last, conversation);
    if (performed) return performed;
    if (isSmalltalk(match)) return alone;
    if (!leansOnContext(reading)) return alone;
    const whole = inContext(reading, context, isTelling);
    const inWhole = isRepair(reading) ? matcher.matchReading(whole) : matcher.matchReading(reading, whole);
    return inWhole.kind === 'matched' || match.kind !== 'matched'
      ? { kind: 'match', reading, whole, match: inWhole }
      : alone;
  };

  /** The intent that answers or refuses a request for sure; undefined when it is neither. */
  const settled = (asked: Request): AnswerIntent | GapIntent | undefined => {
    if (asked.kind !== 'match') return asked.kind === 'answer' ? asked.intent : undefined;
    const intent = intents.get(
      asked.match.kind === 'matched' ? (asked.match.candidates[0]?.intent ?? '') : '',
    );
    return intent?.kind === 'smalltalk' ? undefined : intent;
  };

  return {
    requests(utterance, conversation) {
      const whole = request(matcher.reader.read(utterance), conversation);
      const asked: Request[] = [];
      const found: (AnswerIntent | GapIntent)[] = [];
      let soFar = conversation;
      for (const question of questionsIn(utterance)) {
        const part = request(matcher.reader.read(question), soFar);
        const intent = settled(part);
        if (!intent) return [whole];
        asked.push(part);
        found.push(intent);
        soFar = remember(soFar, {
          utterance: question,
          intents: intent.kind === 'answer' ? [intent.id] : [],
        });
      }
      const isRepeated = new Set(found).size < found.length;
      const [first, ...others] = asked;
      const isAnswered = found.some((intent) => intent.kind === 'answer');
      return first && others.length > 0 && isAnswered && !isRepeated ? [first, ...others] : [whole];
    },
  };
}

function asAnswer(intent: Intent | undefined): AnswerIntent | undefined {
  return intent?.kind === 'answer' ? intent : undefined;
}

function answerRequest(intent: AnswerIntent | undefined): Request | undefined {
  return intent && { kind: 'answer', intent };
}
