/** `ask --json`: one JSON object a line in, one a line out, in order, whatever the lines hold. */
import { ask, onlyAsker } from '../adapters/ask.ts';
import { createConversationStore } from '../adapters/conversation-store.ts';
import { MAX_LINE_LENGTH, readLines } from '../adapters/terminal/lines.ts';
import { NEW_CONVERSATION } from '../core/conversation.ts';
import type { Responder } from '../core/responder.ts';
import { write } from './output.ts';
import { replyJson } from './reply-json.ts';

export interface AskJsonOptions {
  readonly responder: Responder;
  /** Embeds the explanation as `why`. */
  readonly why: boolean;
  readonly input: AsyncIterable<Uint8Array | string>;
  readonly output: NodeJS.WritableStream;
}

interface Request {
  readonly question: string;
  /** Undefined when the question stands alone. */
  readonly conversation: string | undefined;
}

/** Answers every line until the input ends; a line that cannot be read gets `{"kind":"error","message":…}`. */
export async function askJson({ responder, why, input, output }: AskJsonOptions): Promise<void> {
  const conversations = createConversationStore();
  for await (const line of readLines(input)) {
    const request = parseRequest(line);
    if (typeof request === 'string') {
      await write(output, `${JSON.stringify({ kind: 'error', message: request })}\n`);
      continue;
    }
    const { question, conversation } = request;
    const before = conversation === undefined ? undefined : await conversations.get(conversation);
    const reply =
      conversation === undefined
        ? await responder.reply(question)
        : await ask({ responder, conversations }, onlyAsker(conversation), question);
    const json = {
      ...replyJson(reply, responder),
      ...(why && { why: await responder.explain(question, before ?? NEW_CONVERSATION) }),
    };
    await write(output, `${JSON.stringify(json)}\n`);
  }
}

const SHAPE =
  'Write one object a line, such as {"question":"how many?"}; "conversation" and "user" are optional texts.';

/** The request of a line, or what is wrong with it. */
export function parseRequest(line: string): Request | string {
  if (line.length >= MAX_LINE_LENGTH) {
    return `Cannot read the line: it has ${MAX_LINE_LENGTH} characters or more. Shorten the question.`;
  }
  let value: unknown;
  try {
    // A byte order mark can only stand before the first line, and JSON.parse refuses it.
    value = JSON.parse(line.replace(/^\uFEFF/u, ''));
  } catch (error) {
    return `Cannot read the line as JSON: ${error instanceof Error ? error.message : error}. ${SHAPE}`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `Cannot read the line: it is ${Array.isArray(value) ? 'a list' : JSON.stringify(value).slice(0, 60)}, not an object. ${SHAPE}`;
  }
  const { question, conversation, user } = value as Readonly<Record<string, unknown>>;
  if (typeof question !== 'string') {
    const fact = question === undefined ? 'it has no "question"' : '"question" is not a text';
    return `Cannot answer the line: ${fact}. ${SHAPE}`;
  }
  for (const [key, id] of Object.entries({ conversation, user })) {
    if (id !== undefined && id !== null && typeof id !== 'string') {
      return `Cannot answer the line: "${key}" is not a text. ${SHAPE}`;
    }
  }
  return {
    question,
    // Two people in one conversation do not share what they asked.
    conversation: typeof conversation === 'string' ? JSON.stringify([conversation, user ?? null]) : undefined,
  };
}
