/** From an utterance to a reply: the one way every adapter asks. */
import { composeAnswer } from './answer.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import { type Conversation, NEW_CONVERSATION } from './conversation.ts';
import { createDialogue } from './dialogue/dialogue.ts';
import { createPremises } from './dialogue/premises.ts';
import { refusedFor } from './dialogue/refusals.ts';
import type { Request } from './dialogue/requests.ts';
import { createExcerptFinder, type ExcerptFinder } from './excerpt.ts';
import type { AnswerIntent, GapIntent } from './intent.ts';
import type { Reading } from './language/reader.ts';
import type { WordVectors } from './language/word-vectors.ts';
import type { Explanation } from './matcher/explanation.ts';
import { createTrainedMatcher } from './matcher/matcher.ts';
import type { Pack } from './pack.ts';
import { type TrainedPack, trainPack } from './pack-training.ts';
import type { AnswerReply, Option, Reply } from './reply.ts';

export interface Responder {
  readonly catalogue: Catalogue;
  /** Never throws, whatever was typed. */
  reply(utterance: string, conversation?: Conversation): Reply;
  /** The answer of an intent chosen by hand, as buttons do; undefined when the pack has no such answer. */
  replyWith(intent: string): AnswerReply | undefined;
  /** The questions that fit what has been typed so far, best first; the catalogue's order when nothing was. */
  suggest(typed: string, limit: number): readonly Option[];
  /** Why `reply` decides as it does. */
  explain(utterance: string, conversation?: Conversation): ReplyExplanation;
}

/** Why a match came out as it did, and what the conversation had to do with it, a sentence for each question asked. */
export interface ReplyExplanation extends Explanation {
  readonly conversation: readonly string[];
}

export interface ResponderOptions {
  /** Word vectors; without them rarely used words are understood less well. */
  readonly vectors?: WordVectors;
  /** What `trainPack` gave for this very pack and these vectors; trained anew when absent. */
  readonly trained?: TrainedPack;
}

/** Questions offered beside a refusal. */
const MAX_SUGGESTIONS = 3;
/** Options of a disambiguation. */
const MAX_OPTIONS = 4;
/** Least confidence an option of a disambiguation needs. */
const MIN_OPTION_CONFIDENCE = 0.08;

const REFUSALS = {
  later: 'The report is of {date} and says nothing of what came after.',
  opinion: 'The report of {date} has no opinion, advice or prediction on that, and neither have I.',
} as const;

/** Small talk needs less confidence than an answer: a pleasantry out of place misleads nobody. */
const SMALLTALK_CONFIDENCE = 0.3;

/** Answers from a checked pack. */
export function createResponder(pack: Pack, { vectors, trained }: ResponderOptions = {}): Responder {
  const catalogue = createCatalogue(pack);
  const intents = new Map(pack.intents.map((intent) => [intent.id, intent]));
  const claims = new Map(pack.claims.map((claim) => [claim.id, claim]));
  const context = { report: pack.report, claims, option: catalogue.option };
  const learnt = trained ?? trainPack(pack, vectors);
  const matcher = createTrainedMatcher(learnt.matcher, {
    lexicon: pack.lexicon,
    ...(vectors && { vectors }),
  });
  let made: ExcerptFinder | undefined;
  // Made when first needed: most questions are answered.
  const excerpts = () => {
    made ??= createExcerptFinder(pack.report, matcher.reader, (stem) => vectors?.has(stem) ?? true);
    return made;
  };
  const dialogue = createDialogue({ pack, matcher, phrases: () => learnt.phrases });
  const starters = catalogue.groups.flatMap((g) => g.options.slice(0, 1)).slice(0, MAX_SUGGESTIONS);

  const premises = createPremises(pack.report, pack.claims, matcher.reader);
  const answer = (intent: AnswerIntent, confidence: number, question?: Reading): AnswerReply => {
    const cited = intent.answer.flatMap((s) => s.claims.flatMap((id) => claims.get(id) ?? []));
    const remarks = question ? premises.remarks(question, cited) : [];
    return { kind: 'answer', answers: [composeAnswer(intent, confidence, context, remarks)] };
  };
  const optionsOf = (ids: readonly string[]) => ids.flatMap((id) => catalogue.option(id) ?? []);
  const fill = (text: string) =>
    text.replaceAll('{report}', () => pack.report.title).replaceAll('{date}', () => pack.report.date);

  const refuse = (intent: GapIntent): Reply => ({
    kind: 'fallback',
    reason: 'gap',
    text: intent.text,
    options: optionsOf(intent.nearest),
  });

  const replyTo = (request: Request): Reply => {
    switch (request.kind) {
      case 'about':
        return answer(request.intent, 1);
      case 'found':
        return request.intent.kind === 'gap'
          ? refuse(request.intent)
          : answer(request.intent, request.confidence, request.reading);
      case 'untold': {
        const nearest = optionsOf(request.nearest).slice(0, MAX_SUGGESTIONS);
        const options = nearest.length > 0 ? nearest : starters;
        return { kind: 'fallback', reason: request.reason, text: request.text, options };
      }
      case 'match':
        return matched(request);
    }
  };

  const matched = (request: Extract<Request, { kind: 'match' }>): Reply => {
    const { kind, candidates, outOfScope } = request.match;
    const top = candidates[0];
    const intent = top && intents.get(top.intent);
    const nearest = optionsOf(candidates.map((c) => c.intent)).slice(0, MAX_SUGGESTIONS);
    const isSmalltalk = intent?.kind === 'smalltalk' && (top?.confidence ?? 0) >= SMALLTALK_CONFIDENCE;
    if ((kind === 'matched' || isSmalltalk) && top && intent) {
      switch (intent.kind) {
        case 'answer':
          return answer(intent, top.confidence, request.reading);
        case 'gap':
          return refuse(intent);
        case 'smalltalk':
          return { kind: 'smalltalk', intent: intent.id, text: fill(intent.text), options: starters };
      }
    }
    if (kind === 'ambiguous') {
      const likely = candidates.filter((c) => c.confidence >= MIN_OPTION_CONFIDENCE).map((c) => c.intent);
      const options = optionsOf(likely).slice(0, MAX_OPTIONS);
      if (options.length > 1) return { kind: 'disambiguation', text: 'Which of these do you mean?', options };
    }
    const refused = refusedFor(request.reading, pack.report.date);
    if (refused && !(outOfScope && refused === 'opinion'))
      return { kind: 'fallback', reason: refused, text: fill(REFUSALS[refused]), options: nearest };
    if (outOfScope) {
      return {
        kind: 'fallback',
        reason: 'out-of-scope',
        text: 'That is not something the report speaks of. I answer questions about the report only.',
        options: starters,
      };
    }
    const [first, ...others] = excerpts().find(request.reading);
    if (first) {
      return {
        kind: 'excerpt',
        text: 'There is no curated answer to this, but the report speaks of it here:',
        passages: [first, ...others],
        options: nearest,
      };
    }
    return {
      kind: 'fallback',
      reason: 'unmatched',
      text: 'I have no answer to that: either the report does not say, or I did not understand.',
      options: nearest,
    };
  };

  /** The replies to several questions as one: all the answers, and ahead of them what the report does not say. */
  const joined = (requests: readonly [Request, ...Request[]]): Reply => {
    const replies = requests.map((request) => ({ request, reply: replyTo(request) }));
    const answers = replies.flatMap(({ reply }) => (reply.kind === 'answer' ? reply.answers : []));
    const [first, ...others] = answers;
    if (!first) return replyTo(requests[0]);
    const remarks = replies.flatMap(({ request, reply }) => {
      if (reply.kind === 'answer') return [];
      const strangers = 'reading' in request ? premises.unmentioned(request.reading) : [];
      return [{ text: ['On the other question:', ...strangers, reply.text].join(' '), footnotes: [] }];
    });
    return {
      kind: 'answer',
      answers: [{ ...first, statements: [...remarks, ...first.statements] }, ...others],
    };
  };

  return {
    catalogue,
    reply(utterance, conversation = NEW_CONVERSATION) {
      if (matcher.reader.read(utterance).words.length === 0) {
        return {
          kind: 'fallback',
          reason: 'empty',
          text: 'Ask a question about the report.',
          options: starters,
        };
      }
      const requests = dialogue.requests(utterance, conversation);
      return requests.length > 1 ? joined(requests) : replyTo(requests[0]);
    },
    replyWith(id) {
      const intent = intents.get(id);
      return intent?.kind === 'answer' ? answer(intent, 1) : undefined;
    },
    suggest(typed, limit) {
      const reading = matcher.reader.read(typed);
      const ranked =
        reading.words.length === 0
          ? []
          : optionsOf(matcher.matchReading(reading).candidates.map((c) => c.intent));
      const rest = catalogue.groups
        .flatMap((g) => g.options)
        .filter((o) => !ranked.some((r) => r.intent === o.intent));
      return [...ranked, ...rest].slice(0, limit);
    },
    explain(utterance, conversation = NEW_CONVERSATION) {
      const requests = dialogue.requests(utterance, conversation);
      const [first] = requests;
      const reading =
        first.kind === 'match' || first.kind === 'found' ? first.reading : matcher.reader.read(utterance);
      return { ...matcher.explain(reading), conversation: requests.flatMap(({ why }) => why ?? []) };
    },
  };
}
