/** `footnote ask`: one question, one reply; or a line of JSON for each line of JSON. */
import pc from 'picocolors';
import { MAX_LINE_LENGTH, readLines } from '../adapters/terminal/lines.ts';
import { renderReply, widthFor } from '../adapters/terminal/render.ts';
import { takesColour } from '../config.ts';
import { askJson } from './ask-json.ts';
import { CommandFailure } from './failure.ts';
import { openPack } from './open-pack.ts';
import { write } from './output.ts';
import { replyJson } from './reply-json.ts';
import { whyLines } from './why.ts';

export interface AskOptions {
  readonly pack: string;
  readonly json: boolean;
  readonly why: boolean;
}

/** `words` make up the question; without any it is read from standard input. */
export async function runAsk(words: readonly string[], { pack: dir, json, why }: AskOptions): Promise<void> {
  const { stdin, stdout } = process;
  if (words.length === 0 && !json && stdin.isTTY) {
    throw new CommandFailure(
      'Cannot ask: there is no question. Write it behind the command, as in: footnote ask "how many foreign volunteers?"',
      2,
    );
  }
  const { pack, responder } = await openPack(dir);
  if (json && words.length === 0) {
    await askJson({ responder, why, input: stdin, output: stdout });
    return;
  }
  const question = words.length > 0 ? words.join(' ') : await readQuestion(stdin);
  const reply = await responder.reply(question);
  if (json) {
    const explained = {
      ...replyJson(reply, responder),
      ...(why && { why: await responder.explain(question) }),
    };
    await write(stdout, `${JSON.stringify(explained)}\n`);
    return;
  }
  const lines = renderReply(reply, {
    report: pack.report,
    width: widthFor(stdout.isTTY ? stdout.columns : undefined),
    colours: pc.createColors(takesColour(stdout)),
    pick: false,
  });
  if (why) lines.push('', ...whyLines(await responder.explain(question)));
  await write(stdout, `${lines.join('\n')}\n`);
}

/** All of standard input as one question. */
async function readQuestion(input: AsyncIterable<Uint8Array | string>): Promise<string> {
  let question = '';
  for await (const line of readLines(input)) {
    question += `${line}\n`;
    if (question.length >= MAX_LINE_LENGTH) break;
  }
  return question.trim();
}
