import { PassThrough } from 'node:stream';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { createConversationStore } from '../../../src/adapters/conversation-store.ts';
import { createTerminalAdapter } from '../../../src/adapters/terminal/adapter.ts';
import { createSampleResponder } from '../sample-responder.ts';

/** A chat over streams that are terminals, or are not. */
function createChat({ isTTY }: { isTTY: boolean }) {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY, columns: 72 });
  let printed = '';
  output.on('data', (chunk) => {
    printed += chunk;
  });
  const responder = createSampleResponder();
  const adapter = createTerminalAdapter({
    responder,
    conversations: createConversationStore(),
    input: input as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    colours: pc.createColors(false),
  });
  return { adapter, input, responder, printed: () => printed };
}

/** What a whole chat prints. */
async function chat(lines: readonly string[], { isTTY = false } = {}): Promise<string> {
  const { adapter, input, printed } = createChat({ isTTY });
  await adapter.start();
  input.end(lines.map((line) => `${line}\n`).join(''));
  await adapter.ended;
  await adapter.stop();
  return printed();
}

describe('the terminal adapter', () => {
  it('answers the lines of a pipe and nothing else', async () => {
    expect(await chat(['', 'What will the repair cost?', '  '])).toBe(
      [
        'Between $2m & $3m. [1]',
        '',
        '  [1] “between $2m and $3m & take six months”',
        '      the report · stated · line 6',
        '',
        'As of 8 March 2022',
        '',
        '',
      ].join('\n'),
    );
  });

  it('greets and prompts on a terminal', async () => {
    const printed = await chat(['hello'], { isTTY: true });
    expect(printed).toContain('Why the harbour bridge is closed');
    expect(printed).toContain('8 March 2022');
    expect(printed.match(/> /gu)?.length).toBeGreaterThanOrEqual(2);
  });

  it('takes a number for the option that has it, and remembers the turn', async () => {
    const printed = await chat(['which', '2', 'again']);
    expect(printed.match(/\[1\] “The harbour bridge was closed on Friday, 4 March”/gu)).toHaveLength(2);
  });

  it('says which numbers there are', async () => {
    expect(await chat(['which', '9'])).toContain(
      'There is no option 9. Type a number from 1 to 3, or a question.',
    );
  });

  it('takes a number for a question when no options stand, or when it is a figure', async () => {
    const { adapter, input, responder } = createChat({ isTTY: false });
    await adapter.start();
    input.end('7\nwhich\n2022\n');
    await adapter.ended;
    expect(responder.asked.map(({ utterance }) => utterance)).toEqual(['7', 'which', '2022']);
  });

  it.each([
    ['/topics', 'The warning\n  5  Did anybody warn the city?'],
    ['/people', 'People in the report\n  1  Who is Ada Brown?'],
    ['/numbers', 'Numbers in the report\n'],
    ['/timeline', 'Timeline of the report\n'],
    ['/quote 7', '“The city has not said who will pay for it.”\n\nLine 7 · As of 8 March 2022'],
    ['/quote 70', 'The report has no such passage. Its lines go from 1 to 8.'],
    ['/about', 'With inputs from the Harbour Herald.'],
    ['/help', 'Type a question, or the number of an option.'],
  ])('knows %s', async (line, expected) => {
    expect(await chat([line])).toContain(expected);
  });

  it('asks about what only looks like a command', async () => {
    const { adapter, input, responder } = createChat({ isTTY: false });
    await adapter.start();
    input.end('/why is it closed\n');
    await adapter.ended;
    expect(responder.asked).toHaveLength(1);
  });

  it.each(['/quit', 'exit', 'QUIT'])('ends at %s', async (line) => {
    expect(await chat([line, 'hello'])).toBe('');
  });

  it.each([true, false])('lets go of its input when it is stopped (terminal: %s)', async (isTTY) => {
    const { adapter } = createChat({ isTTY });
    await adapter.start();
    await adapter.stop();
    await expect(adapter.ended).resolves.toBeUndefined();
  });

  it('can be stopped before it was started', async () => {
    const { adapter } = createChat({ isTTY: false });
    await adapter.stop();
  });
});
