/** Takes a message apart into what it asks for, each part with what was said before it. */
import { type Conversation, remember } from '../conversation.ts';
import type { AnswerIntent, GapIntent } from '../intent.ts';
import { questionType } from '../language/question.ts';
import type { Reading } from '../language/reader.ts';
import { questionsIn, withoutPleasantries } from './clauses.ts';
import { hasName } from './context.ts';
import { createInterpretation, type DialogueOptions } from './interpretation.ts';
import { type Memory, recall, type Unanswered } from './memory.ts';
import type { Request } from './requests.ts';

export interface Dialogue {
  /** What an utterance asks for, or each of its questions when it asks several that can be told apart. */
  requests(utterance: string, conversation: Conversation): readonly [Request, ...Request[]];
}

/** How likely what stands first among several answers has to be to be taken for what is spoken of. */
const MIN_OFFERED = 0.4;
/** A part of a message this long is a question of its own, even if nothing fits it. */
const MIN_PART_WORDS = 4;

/** A remark of a few words that asks nothing: "haha nice". */
function isChatter(reading: Reading): boolean {
  return reading.words.length < MIN_PART_WORDS && !hasName(reading) && questionType(reading) === 'none';
}

export function createDialogue(options: DialogueOptions): Dialogue {
  const { matcher } = options;
  const { reader } = matcher;
  const { answers, request } = createInterpretation(options);

  const isSmalltalk = (asked: Request) =>
    asked.kind === 'match' &&
    asked.match.kind === 'matched' &&
    answers.intent(asked.match.candidates[0]?.intent ?? '')?.kind === 'smalltalk';
  const isPleasantry = (text: string) => {
    const reading = reader.read(text);
    return isSmalltalk({ kind: 'match', reading, match: matcher.matchReading(reading) });
  };

  /** The intent that answers or refuses a request for sure; undefined when it is neither. */
  const settled = (asked: Request): AnswerIntent | GapIntent | undefined => {
    switch (asked.kind) {
      case 'found':
      case 'about':
        return asked.intent;
      case 'untold':
      case 'either':
        return undefined;
      case 'match': {
        const [top] = asked.match.kind === 'matched' ? asked.match.candidates : [];
        const intent = top && answers.intent(top.intent);
        return intent?.kind === 'smalltalk' ? undefined : intent;
      }
    }
  };

  /** What stands first among the answers that were offered in place of one. */
  const offeredBy = (asked: Request): readonly string[] => {
    if (asked.kind === 'either') return asked.intents.slice(0, 1);
    if (asked.kind !== 'match' || asked.match.kind !== 'unsure') return [];
    return asked.match.candidates
      .slice(0, 1)
      .flatMap(({ intent, confidence }) => (confidence >= MIN_OFFERED ? [intent] : []));
  };

  const unanswered = (utterance: string, memory: Memory): Unanswered => {
    const reading = reader.read(withoutPleasantries(utterance, isPleasantry));
    const asked = request(reading, memory);
    const intent = settled(asked);
    if (intent?.kind === 'gap') return { kind: 'gap', intent };
    const [offered] = answers.of(offeredBy(asked));
    if (offered) return { kind: 'offered', intent: offered };
    return { kind: isSmalltalk(asked) || isChatter(reading) ? 'smalltalk' : 'nothing' };
  };
  const memoryOf = (conversation: Conversation) => recall(conversation, { reader, answers, unanswered });

  /** Whether what went before led a later part to something that has nothing to do with it. */
  const isAstray = (part: Request, { topic }: Memory) =>
    part.kind === 'found' && topic !== undefined && answers.relation(part.intent, topic.intent) === 'none';

  /** What each of several questions asks for; none when they are better read as one. */
  const parts = (questions: readonly string[], conversation: Conversation): readonly Request[] => {
    const asked: Request[] = [];
    const intents = new Set<AnswerIntent | GapIntent>();
    let soFar = conversation;
    for (const question of questions) {
      const reading = reader.read(question);
      const memory = memoryOf(soFar);
      const part = request(reading, memory);
      const intent = settled(part);
      if (intent ? intents.has(intent) : reading.words.length < MIN_PART_WORDS) return [];
      if (asked.length > 0 && isAstray(part, memory)) return [];
      if (intent) intents.add(intent);
      asked.push(part);
      soFar = remember(soFar, {
        utterance: question,
        intents: intent?.kind === 'answer' ? [intent.id] : [],
      });
    }
    return [...intents].some((intent) => intent.kind === 'answer') ? asked : [];
  };

  return {
    requests(utterance, conversation) {
      const text = withoutPleasantries(utterance, isPleasantry);
      const [first, ...others] = parts(questionsIn(text), conversation);
      return first && others.length > 0
        ? [first, ...others]
        : [request(reader.read(text), memoryOf(conversation))];
    },
  };
}
