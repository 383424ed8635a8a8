/** What a conversation is about: the latest question that was not small talk, what it got, and the latest answer. */
import type { Conversation } from '../conversation.ts';
import type { AnswerIntent, GapIntent } from '../intent.ts';
import type { QuestionType } from '../language/question.ts';
import type { Reader, Reading, Word } from '../language/reader.ts';
import { actOf } from './acts.ts';
import type { PackAnswers, Relation } from './answers.ts';
import { type Lean, type Leaning, leaningOf } from './context.ts';
import type { Elliptical } from './followups.ts';
import { isName, keyOf } from './phrase-index.ts';

/** The latest question with what it was about. */
export interface Topic {
  readonly intent: AnswerIntent | GapIntent;
  /** The question as it was asked, or the answer's own when it only asked about an answer. */
  readonly question: Reading;
  readonly type: QuestionType;
  /** Keys of all that was said of it. */
  readonly known: ReadonlySet<string>;
  /** Names it is about. */
  readonly names: readonly Word[];
}

export interface Memory {
  readonly topic: Topic | undefined;
  /** The latest answer. */
  readonly last: AnswerIntent | undefined;
  /** All answers, the latest first. */
  readonly answered: readonly AnswerIntent[];
  /** Whether something was asked since the latest answer and got none. */
  readonly isStale: boolean;
}

export const NO_MEMORY: Memory = { topic: undefined, last: undefined, answered: [], isStale: false };

/**
 * What an utterance without an answer was: a pleasantry, a question the report is known not to answer, one that got several
 * answers to choose from, the likeliest first, or anything else.
 */
export type Unanswered =
  | { readonly kind: 'smalltalk' | 'nothing' }
  | { readonly kind: 'gap'; readonly intent: GapIntent }
  | { readonly kind: 'offered'; readonly intent: AnswerIntent };

export interface Remembering {
  readonly reader: Reader;
  readonly answers: PackAnswers;
  /** What an earlier utterance was, with what was remembered when it was said. */
  unanswered(utterance: string, memory: Memory): Unanswered;
}

/** Goes through a conversation from its latest answer on; what was before that is remembered as answers only. */
export function recall({ turns }: Conversation, remembering: Remembering): Memory {
  const { answers, reader } = remembering;
  const answered = turns.flatMap((turn) => [...answers.of(turn.intents)]).reverse();
  const [last] = answered;
  const lastAt = turns.findLastIndex((turn) => answers.of(turn.intents).length > 0);
  const start: Memory = last
    ? {
        topic: topicOfAnswer(last, reader.read(turns[lastAt]?.utterance ?? ''), reader, answers),
        last,
        answered,
        isStale: false,
      }
    : NO_MEMORY;
  let memory = start;
  for (const { utterance } of turns.slice(lastAt + 1)) {
    const got = remembering.unanswered(utterance, memory);
    if (got.kind === 'smalltalk') continue;
    if (got.kind === 'offered') {
      // Whoever goes on without choosing goes on from what stood first.
      const topic = topicOfAnswer(got.intent, reader.read(utterance), reader, answers);
      memory = { topic, last: got.intent, answered: [got.intent, ...memory.answered], isStale: false };
      continue;
    }
    const topic =
      got.kind === 'gap' ? topicOfGap(got.intent, reader.read(utterance), memory.topic) : memory.topic;
    memory = { ...memory, topic, isStale: true };
  }
  return memory;
}

function topicOfAnswer(intent: AnswerIntent, asked: Reading, reader: Reader, answers: PackAnswers): Topic {
  const own = reader.read(intent.question);
  const { lean, type } = leaningOf(asked);
  const question = actOf(asked) || (lean && type === 'none') ? own : asked;
  const said = [own, ...answers.textsOf(intent).map((text) => reader.read(text))];
  return {
    intent,
    question,
    type: leaningOf(question).type,
    known: new Set([question, ...said].flatMap(({ words }) => words.map(keyOf))),
    names: [question, own, ...said.slice(1, 2)].flatMap(namesIn),
  };
}

/** A gap's own question may name many things; what was asked, and what that leant on, is what it was about. */
function topicOfGap(intent: GapIntent, question: Reading, before: Topic | undefined): Topic {
  const { lean, type } = leaningOf(question);
  const leantOn = lean ? before : undefined;
  return {
    intent,
    question,
    type: type === 'none' && leantOn ? leantOn.type : type,
    known: new Set([...question.words.map(keyOf), ...(leantOn?.known ?? [])]),
    names: [...namesIn(question), ...(leantOn?.names ?? [])],
  };
}

/** A question that leans, together with what it leans on. */
export function within(
  { said, type, lean }: Leaning,
  topic: Topic,
  answers: PackAnswers,
): Omit<Elliptical, 'fresh'> {
  const kinds = new Set(said.filter(isName).map((word) => word.term?.kind));
  const replaced = new Set(topic.names.filter((word) => kinds.has(word.term?.kind)).map(keyOf));
  const names = topic.names.filter((word) => !replaced.has(keyOf(word)));
  const asked = leaningOf(topic.question).said.filter((word) => !isName(word));
  const nearness = (intent: AnswerIntent | GapIntent) => {
    if (intent === topic.intent) {
      const asksElse =
        lean !== 'repair' && (intent.kind === 'gap' || (type !== 'none' && type !== topic.type));
      return asksElse ? 1 : ANSWERED[lean ?? 'fragment'];
    }
    return NEARNESS[answers.relation(intent, topic.intent)];
  };
  // "And the Danes?" asks the same of another; "their names?" asks something else of the same.
  const takesOver = lean === 'continuation' || lean === 'repair' || kinds.size > 0;
  return {
    said,
    type: type === 'none' && takesOver ? topic.type : type,
    known: new Set([...topic.known].filter((key) => !replaced.has(key))),
    kept: new Set(names.map(keyOf)),
    ...(((type === 'none' && takesOver) || lean === 'repair') && {
      asked: { intent: topic.intent, keys: new Set(asked.map(keyOf)) },
    }),
    nearness,
  };
}

const NEARNESS: Readonly<Record<Relation, number>> = { passage: 1, related: 0.85, group: 0.8, none: 0.6 };
/** Weights of what has just been answered: least when the person says that it was not meant. */
const ANSWERED: Readonly<Record<Lean, number>> = {
  pointer: 0.7,
  fragment: 0.7,
  continuation: 0.5,
  repair: 0.1,
};

function namesIn({ words }: Reading): readonly Word[] {
  return words.filter(isName);
}
