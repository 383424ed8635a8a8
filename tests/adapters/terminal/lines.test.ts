import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LINE_LENGTH, readLines } from '../../../src/adapters/terminal/lines.ts';

async function linesOf(...chunks: (string | Uint8Array)[]): Promise<string[]> {
  async function* stream() {
    yield* chunks;
  }
  const lines: string[] = [];
  for await (const line of readLines(stream())) lines.push(line);
  return lines;
}

describe('readLines', () => {
  it.each([
    ['nothing', '', []],
    ['a last line without an end', 'a\nb', ['a', 'b']],
    ['empty lines', '\n\na\n', ['', '', 'a']],
    ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
    ['a carriage return inside', 'a\rb\n', ['a\rb']],
    ['a line separator inside', 'a\u2028b\n', ['a\u2028b']],
  ])('reads %s', async (_, text, expected) => {
    expect(await linesOf(text)).toEqual(expected);
  });

  it('joins characters and line ends that were cut between chunks', async () => {
    const bytes = new TextEncoder().encode('héllo €\r\n🎉\n');
    expect(await linesOf(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(['héllo €', '🎉']);
  });

  it('keeps no more of a line than its bound, and reads the next one', async () => {
    const [long, next] = await linesOf('x'.repeat(MAX_LINE_LENGTH), 'xxx\nnext');
    expect(long).toHaveLength(MAX_LINE_LENGTH);
    expect(next).toBe('next');
  });

  it('gives the same lines however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', '\n', '\r\n', 'é', '🎉')),
        fc.integer({ min: 1, max: 5 }),
        async (parts, size) => {
          const bytes = new TextEncoder().encode(parts.join(''));
          const chunks = [];
          for (let i = 0; i < bytes.length; i += size) chunks.push(bytes.slice(i, i + size));
          const expected = parts.join('').split(/\r?\n/u);
          if (expected.at(-1) === '') expected.pop();
          expect(await linesOf(...chunks)).toEqual(expected);
        },
      ),
    );
  });
});
