/** A reply as JSON for programs: the same keys in every line, absent values as null. */
import type { Option, Reply } from '../core/reply.ts';
import type { Citation } from '../core/report.ts';
import type { Responder } from '../core/responder.ts';

export interface CitationJson {
  readonly quote: string;
  /** 1-based line number in the report. */
  readonly passage: number;
  readonly speaker: string;
  readonly outlet: string | null;
  readonly standing: string;
  readonly date: string | null;
}

export interface AnswerJson {
  readonly intent: string;
  readonly confidence: number;
  /** The statements, a space between them. */
  readonly text: string;
  readonly citations: readonly CitationJson[];
}

export interface OptionJson {
  readonly intent: string;
  readonly question: string;
  /** Those of the answer it leads to. */
  readonly citations: readonly CitationJson[];
}

export interface ReplyJson {
  readonly kind: Reply['kind'];
  readonly answers: readonly AnswerJson[];
  readonly options: readonly OptionJson[];
  /** Of an excerpt: the quotes nearest to what was asked. */
  readonly passages: readonly CitationJson[];
  /** Why there is no answer; null unless `kind` is `fallback`. */
  readonly reason: string | null;
  readonly text: string;
}

/** Confidence is printed with this many digits: more would claim a precision nobody measured. */
const CONFIDENCE_DIGITS = 4;

export function replyJson(reply: Reply, responder: Pick<Responder, 'replyWith'>): ReplyJson {
  const answers = (reply.kind === 'answer' ? reply.answers : []).map(
    ({ intent, confidence, statements, footnotes }): AnswerJson => ({
      intent,
      confidence: Number(confidence.toFixed(CONFIDENCE_DIGITS)),
      text: statements.map((s) => s.text).join(' '),
      citations: footnotes.map((f) => citationJson(f.citation)),
    }),
  );
  return {
    kind: reply.kind,
    answers,
    options: (reply.kind === 'answer' ? [] : reply.options).map((option) => optionJson(option, responder)),
    passages: (reply.kind === 'excerpt' ? reply.passages : []).map(citationJson),
    reason: reply.kind === 'fallback' ? reply.reason : null,
    text: reply.kind === 'answer' ? answers.map((a) => a.text).join('\n') : reply.text,
  };
}

export function optionJson(
  { intent, question }: Option,
  responder: Pick<Responder, 'replyWith'>,
): OptionJson {
  const answers = responder.replyWith(intent)?.answers ?? [];
  return {
    intent,
    question,
    citations: answers.flatMap((a) => a.footnotes.map((f) => citationJson(f.citation))),
  };
}

function citationJson({ quote, passage, speaker, outlet, standing, date }: Citation): CitationJson {
  return { quote, passage, speaker, outlet: outlet ?? null, standing, date: date ?? null };
}
