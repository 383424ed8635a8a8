/** A responder over the sample pack that needs no training: every kind of reply has words that call for it. */
import { composeAnswer } from '../../src/core/answer.ts';
import { type Catalogue, createCatalogue } from '../../src/core/catalogue.ts';
import type { Conversation } from '../../src/core/conversation.ts';
import { nearestQuotes } from '../../src/core/excerpt.ts';
import type { AnswerIntent } from '../../src/core/intent.ts';
import type { Pack } from '../../src/core/pack.ts';
import type { AnswerReply, Reply } from '../../src/core/reply.ts';
import type { Claim, Report } from '../../src/core/report.ts';
import type { Responder } from '../../src/core/responder.ts';
import { SAMPLE_CLAIMS, SAMPLE_INTENTS, SAMPLE_REPORT, SAMPLE_VERSION } from './sample-pack.ts';

export interface SampleOptions {
  readonly intents?: readonly AnswerIntent[];
  readonly claims?: readonly Claim[];
  readonly report?: Report;
  readonly version?: string;
}

/** What `Responder` offers and adapters use, plus the utterances it was asked, newest last. */
export interface SampleResponder extends Responder {
  readonly asked: { readonly utterance: string; readonly conversation: Conversation | undefined }[];
}

/**
 * A question word for word gets its answer; "hello" small talk, "which" a disambiguation, "excerpt" an excerpt,
 * "both" two answers, "again" the answer before, nothing at all `empty`; the rest is unmatched.
 */
export function createSampleResponder({
  intents = SAMPLE_INTENTS,
  claims = SAMPLE_CLAIMS,
  report = SAMPLE_REPORT,
  version = SAMPLE_VERSION,
}: SampleOptions = {}): SampleResponder {
  const catalogue: Catalogue = createCatalogue({ report, claims, intents, version } as unknown as Pack);
  const byId = new Map(intents.map((intent) => [intent.id, intent]));
  const context = { report, claims: new Map(claims.map((c) => [c.id, c])), option: catalogue.option };
  const all = catalogue.groups.flatMap((g) => g.options);
  const asked: SampleResponder['asked'] = [];

  const replyWith = (id: string): AnswerReply | undefined => {
    const intent = byId.get(id);
    return intent && { kind: 'answer', answers: [composeAnswer(intent, 1, context)] };
  };

  const decide = (utterance: string, conversation?: Conversation): Reply => {
    asked.push({ utterance, conversation });
    const said = utterance.trim().toLowerCase();
    const options = all.slice(0, 3);
    if (said === '')
      return { kind: 'fallback', reason: 'empty', text: 'Ask a question about the report.', options };
    const exact = all.find((o) => o.question.toLowerCase() === said);
    const previous = conversation?.turns.findLast((turn) => turn.intents.length > 0)?.intents[0];
    const chosen = exact?.intent ?? (said === 'again' ? previous : undefined);
    const answered = chosen === undefined ? undefined : replyWith(chosen);
    if (answered) return answered;
    const [first, second] = intents;
    if (said === 'both' && first && second) {
      return {
        kind: 'answer',
        answers: [composeAnswer(first, 0.9, context), composeAnswer(second, 0.9, context)],
      };
    }
    if (said.startsWith('hello'))
      return {
        kind: 'smalltalk',
        intent: 'greeting',
        text: `Hello! Ask me about "${report.title}".`,
        options,
      };
    if (said.startsWith('which'))
      return { kind: 'disambiguation', text: 'Which of these do you mean?', options };
    // The last answer first: its quote has characters that mean something to a platform.
    const [near, ...others] = nearestQuotes([...intents.slice(-1), ...intents.slice(0, -1)], context);
    if (said.startsWith('excerpt') && near) {
      return {
        kind: 'excerpt',
        text: 'I have no answer that surely fits. The nearest in the report:',
        passages: [near.citation, ...others.map(({ citation }) => citation)],
        options: [near, ...others].flatMap(({ intent }) => catalogue.option(intent) ?? []),
      };
    }
    return {
      kind: 'fallback',
      reason: 'unmatched',
      text: 'The report does not say, as far as I can tell.',
      options,
    };
  };

  return {
    catalogue,
    asked,
    reply: async (utterance, conversation) => decide(utterance, conversation),
    replyWith,
    suggest: (typed, limit) => {
      const said = typed.trim().toLowerCase();
      const hits = all.filter((o) => said !== '' && o.question.toLowerCase().includes(said));
      return [...hits, ...all.filter((o) => !hits.includes(o))].slice(0, limit);
    },
    explain: async () => {
      throw new Error('Cannot explain: the sample responder has no matcher.');
    },
  };
}
