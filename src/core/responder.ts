/** From an utterance to a reply: the one way every adapter asks. */
import { composeAnswer } from './answer.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import { type Conversation, NEW_CONVERSATION } from './conversation.ts';
import { createDialogue } from './dialogue/dialogue.ts';
import { createPremises } from './dialogue/premises.ts';
import { refusedFor } from './dialogue/refusals.ts';
import type { Request } from './dialogue/requests.ts';
import { nearestQuotes } from './excerpt.ts';
import type { AnswerIntent, GapIntent } from './intent.ts';
import type { Reading } from './language/reader.ts';
import type { WordVectors } from './language/word-vectors.ts';
import type { Explanation } from './matcher/explanation.ts';
import { type Candidate, createTrainedMatcher } from './matcher/matcher.ts';
import type { Embedding } from './matcher/meaning.ts';
import type { Pack } from './pack.ts';
import { type TrainedPack, trainPack } from './pack-training.ts';
import type { AnswerReply, Option, Reply } from './reply.ts';

export interface Responder {
  readonly catalogue: Catalogue;
  /** Never rejects, whatever was typed. */
  reply(utterance: string, conversation?: Conversation): Promise<Reply>;
  /** The answer of an intent chosen by hand, as buttons do; undefined when the pack has no such answer. */
  replyWith(intent: string): AnswerReply | undefined;
  /** The questions that fit what has been typed so far, best first; the catalogue's order when nothing was. */
  suggest(typed: string, limit: number): readonly Option[];
  /** Why `reply` decides as it does. */
  explain(utterance: string, conversation?: Conversation): Promise<ReplyExplanation>;
}

/** Turns texts into embeddings elsewhere than where replies are made; undefined for what it cannot do now. */
export interface AsyncEncoder {
  /** Never rejects. */
  encode(texts: readonly string[]): Promise<readonly (Embedding | undefined)[]>;
}

/** Why a match came out as it did, and what the conversation had to do with it, a sentence for each question asked. */
export interface ReplyExplanation extends Explanation {
  readonly conversation: readonly string[];
}

export interface ResponderOptions {
  /** Word vectors; without them rarely used words are understood less well. */
  readonly vectors?: WordVectors;
  /** Asked for the questions whose words alone are not sure; without it they alone decide. */
  readonly encoder?: AsyncEncoder;
  /** What `trainPack` gave for this very pack and these vectors; trained anew when absent. */
  readonly trained?: TrainedPack;
}

/** Questions offered beside a refusal. */
const MAX_SUGGESTIONS = 3;
/** Rounds of asking the encoder for one reply: what is asked may lead to what else is asked. */
const MAX_ROUNDS = 4;

const UNSURE = 'I have no answer that surely fits.';

const REFUSALS = {
  later: 'The report is of {date} and says nothing of what came after.',
  opinion: 'The report of {date} has no opinion, advice or prediction on that, and neither have I.',
} as const;

/** Answers from a checked pack. */
export function createResponder(pack: Pack, { vectors, encoder, trained }: ResponderOptions = {}): Responder {
  const catalogue = createCatalogue(pack);
  const intents = new Map(pack.intents.map((intent) => [intent.id, intent]));
  const claims = new Map(pack.claims.map((claim) => [claim.id, claim]));
  const context = { report: pack.report, claims, option: catalogue.option };
  const learnt = trained ?? trainPack(pack, vectors);
  /** What is known of meaning while one reply is being made, and what turned out to be needed. */
  let known: ReadonlyMap<string, Embedding | undefined> = new Map();
  let wanted = new Set<string>();
  const matcher = createTrainedMatcher(learnt.matcher, {
    lexicon: pack.lexicon,
    maxWrong: pack.settings.maxWrong,
    ...(vectors && { vectors }),
    ...(encoder && {
      embed: (text: string) => {
        if (!known.has(text)) wanted.add(text);
        return known.get(text);
      },
    }),
  });
  /**
   * Decides with what is known of meaning, and again with the embeddings that this turned out to need: the decision stays free
   * of waiting, and the encoder can be anywhere.
   */
  const withMeaning = async <T>(decide: () => T): Promise<T> => {
    const embeddings = new Map<string, Embedding | undefined>();
    for (let round = 1; ; round += 1) {
      known = embeddings;
      wanted = new Set();
      const decision = decide();
      // Suggestions are made by the words alone, whatever was asked before.
      known = new Map();
      const texts = [...wanted];
      if (!encoder || texts.length === 0 || round > MAX_ROUNDS) return decision;
      const got = await encoder.encode(texts);
      texts.forEach((text, i) => {
        embeddings.set(text, got[i]);
      });
    }
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
      case 'either':
        return {
          kind: 'disambiguation',
          text: 'Which of these do you mean?',
          options: optionsOf(request.intents),
        };
    }
  };

  const matched = (request: Extract<Request, { kind: 'match' }>): Reply => {
    const { kind, candidates } = request.match;
    const top = candidates[0];
    const intent = top && intents.get(top.intent);
    if (kind === 'matched' && top && intent) {
      switch (intent.kind) {
        case 'answer':
          return answer(intent, top.confidence, request.reading);
        case 'gap':
          return refuse(intent);
        case 'smalltalk':
          return { kind: 'smalltalk', intent: intent.id, text: fill(intent.text), options: starters };
      }
    }
    const likely = answersAmong(candidates);
    if (kind === 'unsure') return nearest(likely);
    const refused = refusedFor(request.reading, pack.report.date);
    if (!refused) return outside();
    const options = optionsOf(likely.map(({ id }) => id)).slice(0, MAX_SUGGESTIONS);
    return { kind: 'fallback', reason: refused, text: fill(REFUSALS[refused]), options };
  };

  /** The answers that are near, best first: those among the candidates, then what comes closest to the gaps among them. */
  const answersAmong = (candidates: readonly Candidate[]): readonly AnswerIntent[] => {
    const near = candidates.flatMap(({ intent: id }) => intents.get(id) ?? []);
    const closest = near.flatMap((intent) => (intent.kind === 'gap' ? intent.nearest : []));
    const answers = [...near, ...closest.flatMap((id) => intents.get(id) ?? [])];
    return [...new Set(answers.filter((intent) => intent.kind === 'answer'))];
  };

  const outside = (): Reply => ({
    kind: 'fallback',
    reason: 'out-of-scope',
    text: 'That is not something the report speaks of. I answer questions about the report only.',
    options: starters,
  });

  /** Neither an answer nor a denial: what the report says nearest to what was asked. */
  const nearest = (likely: readonly AnswerIntent[]): Reply => {
    const [first, ...others] = nearestQuotes(likely, context);
    if (!first) return outside();
    return {
      kind: 'excerpt',
      text: `${UNSURE} The nearest in the report:`,
      passages: [first.citation, ...others.map(({ citation }) => citation)],
      options: [first, ...others].flatMap(({ intent }) => catalogue.option(intent) ?? []),
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
      // Its quotes have no place here, so neither has the line that leads to them.
      const said = reply.kind === 'excerpt' ? UNSURE : reply.text;
      return [{ text: ['On the other question:', ...strangers, said].join(' '), footnotes: [] }];
    });
    return {
      kind: 'answer',
      answers: [{ ...first, statements: [...remarks, ...first.statements] }, ...others],
    };
  };

  return {
    catalogue,
    reply: (utterance, conversation = NEW_CONVERSATION) =>
      withMeaning((): Reply => {
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
      }),
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
    explain: (utterance, conversation = NEW_CONVERSATION) =>
      withMeaning(() => {
        const requests = dialogue.requests(utterance, conversation);
        const [first] = requests;
        const reading =
          first.kind === 'match' || first.kind === 'found' ? first.reading : matcher.reader.read(utterance);
        return { ...matcher.explain(reading), conversation: requests.flatMap(({ why }) => why ?? []) };
      }),
  };
}
