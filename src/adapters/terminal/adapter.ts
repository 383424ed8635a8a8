/** The terminal adapter: lines in, replies out; a chat on a terminal, a filter on a pipe. */
import { createInterface } from 'node:readline';
import type { Colors } from 'picocolors/types.js';
import type { IndexName } from '../../core/intent.ts';
import type { Option } from '../../core/reply.ts';
import type { Adapter } from '../adapter.ts';
import { type Asking, ask, choose, onlyAsker } from '../ask.ts';
import {
  aboutText,
  helpText,
  INDEX_TITLES,
  passageLabel,
  quoted,
  readableDate,
  reportDateLine,
  WORDING,
} from '../wording.ts';
import { readLines } from './lines.ts';
import {
  heading,
  optionsOf,
  paragraphs,
  type RenderOptions,
  renderGroups,
  renderOptions,
  renderReply,
  widthFor,
} from './render.ts';
import { wrap } from './text.ts';

export interface TerminalOptions extends Asking {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly colours: Colors;
}

export interface TerminalAdapter extends Adapter {
  /** Resolves when there is nothing more to read, or the person has said goodbye. */
  readonly ended: Promise<void>;
}

/** There is one person at a terminal, and one conversation. */
const PERSON = onlyAsker('terminal');
const PROMPT = '> ';
const WAYS = [
  'Type a question, or the number of an option.',
  '/topics, /people, /numbers and /timeline list what can be asked; /quote 7 shows a line of the report; /about, /help and /quit do what they say.',
];
const NUMBER = /^\d{1,3}$/u;
/** With more digits a number that picks nothing is a figure somebody asks about, such as a year. */
const MAX_PICKED_DIGITS = 2;

export function createTerminalAdapter({
  responder,
  conversations,
  input,
  output,
  colours,
}: TerminalOptions): TerminalAdapter {
  const { catalogue } = responder;
  const chatting = input.isTTY === true && output.isTTY === true;
  let offered: readonly Option[] = [];
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let reader = { stop: () => end() };

  const options = (): RenderOptions => ({
    report: catalogue.report,
    width: widthFor(output.isTTY ? output.columns : undefined),
    colours,
    pick: true,
  });
  const print = (lines: readonly string[]): Promise<void> =>
    new Promise((resolve) => {
      const block = [...(chatting ? [''] : []), ...lines, '', ''].join('\n');
      // A pipe that is read slowly is waited for.
      if (output.write(block)) resolve();
      else output.once('drain', resolve);
    });
  const prose = (parts: readonly string[]) => paragraphs(...parts.map((part) => wrap(part, options().width)));

  /** The lines of a command's reply; undefined for what is no command. */
  const command = (line: string): string[] | undefined => {
    const [, name = '', argument = ''] = /^\/(\w+)(?:\s+(.*))?$/u.exec(line) ?? [];
    switch (name) {
      case 'topics':
        offered = catalogue.groups.flatMap((group) => group.options);
        return renderGroups(catalogue.groups, options());
      case 'people':
      case 'numbers':
      case 'timeline':
        return index(name);
      case 'quote': {
        const passage = catalogue.report.passages[Number(argument) - 1];
        return passage
          ? paragraphs(wrap(quoted(passage.text.trim()), options().width), [
              colours.dim(`${passageLabel(passage)} · ${reportDateLine(catalogue.report)}`),
            ])
          : prose([`${WORDING.noPassage} Its lines go from 1 to ${catalogue.report.passages.length}.`]);
      }
      case 'about':
        return prose(aboutText(catalogue));
      case 'help':
        return prose(helpText(catalogue, { ways: WAYS }));
      default:
        return undefined;
    }
  };
  const index = (name: IndexName) => {
    offered = catalogue.list(name);
    if (offered.length === 0) return prose([WORDING.emptyIndex]);
    return [colours.bold(INDEX_TITLES[name]), ...renderOptions(offered, options())];
  };

  /** Answers one line; false when it ends the chat. */
  const take = async (line: string): Promise<boolean> => {
    const said = line.trim();
    if (said === '') return true;
    if (/^(?:\/?(?:quit|exit))$/iu.test(said)) return false;
    const picked = NUMBER.test(said) ? offered[Number(said) - 1] : undefined;
    const reply = picked && (await choose({ responder, conversations }, PERSON, picked.intent));
    if (picked && reply) {
      offered = optionsOf(reply);
      await print(paragraphs(heading(picked.question, options()), renderReply(reply, options())));
      return true;
    }
    if (NUMBER.test(said) && said.length <= MAX_PICKED_DIGITS && offered.length > 0) {
      await print(
        prose([`There is no option ${said}. Type a number from 1 to ${offered.length}, or a question.`]),
      );
      return true;
    }
    const lines = command(said);
    if (lines) {
      await print(lines);
      return true;
    }
    const answer = await ask({ responder, conversations }, PERSON, said);
    offered = optionsOf(answer);
    await print(renderReply(answer, options()));
    return true;
  };

  const chat = async () => {
    const lines = createInterface({ input, output, prompt: PROMPT, historySize: 100 });
    lines.on('SIGINT', () => lines.close());
    reader = { stop: () => lines.close() };
    await print([
      ...heading(catalogue.report.title, options()),
      colours.dim(readableDate(catalogue.report.date)),
      '',
      ...prose([
        'Ask a question about this report. /topics lists what can be asked, /help the rest, /quit leaves.',
      ]),
    ]);
    lines.prompt();
    for await (const line of lines) {
      if (!(await take(line))) break;
      lines.prompt();
    }
    lines.close();
    // The shell's own prompt starts on a line of its own.
    output.write('\n');
  };

  const filter = async () => {
    const iterator = readLines(input);
    reader = { stop: () => input.destroy() };
    for await (const line of iterator) if (!(await take(line))) break;
  };

  return {
    name: 'terminal',
    ended,
    async start() {
      const reading = chatting ? chat() : filter();
      reading
        // Destroying the input on stop ends the reading early, which is what was wanted.
        .catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') output.write(`Cannot read on: ${error.message}\n`);
        })
        .finally(end);
    },
    async stop() {
      reader.stop();
      await ended;
    },
  };
}
