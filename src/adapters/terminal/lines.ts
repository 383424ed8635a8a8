/** Splits a stream of text into lines. */

/** Longest line that is kept, in UTF-16 code units; the rest of a longer one is dropped. */
export const MAX_LINE_LENGTH = 1_000_000;

/**
 * The lines of UTF-8 text, without their ends. A line ends with LF or CRLF and with nothing else: JSON may hold a bare
 * U+2028, at which node:readline would cut it.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  const keep = (text: string) => {
    const kept = text.slice(0, MAX_LINE_LENGTH - length);
    if (kept !== '') parts.push(kept);
    length += kept.length;
  };
  const take = () => {
    const line = parts.join('');
    parts = [];
    length = 0;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      keep(text.slice(start, end));
      yield take();
      start = end + 1;
    }
    keep(text.slice(start));
  }
  keep(decoder.decode());
  if (length > 0) yield take();
}
