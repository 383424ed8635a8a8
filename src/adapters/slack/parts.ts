/** Text to be shown, said once and delivered twice: as rich text blocks and as the plain twin. */
import { cutText } from '../shorten.ts';
import { type Block, paragraph, quotation, richText, type Span } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { escapeWithin } from './mrkdwn.ts';

/** A paragraph, or a quotation. */
export interface Part {
  readonly quote?: boolean;
  readonly spans: readonly Span[];
}

/** A paragraph in one style; never empty, because Slack refuses a message or a modal that shows nothing. */
export function textPart(text: string, style: Omit<Span, 'text'> = {}): Part {
  return { spans: [{ text: cutText(text, LIMITS.blockText).trim() || '…', ...style }] };
}

/** UTF-16 code units. */
export function lengthOf({ spans }: Part): number {
  return spans.reduce((sum, { text }) => sum + text.length, 0);
}

/** A part that fits a block: its spans are cut where the block is full. */
function fit(part: Part): Part {
  let left = LIMITS.blockText;
  const spans = part.spans.map((span) => {
    const text = cutText(span.text, Math.max(left, 0));
    left -= text.length;
    return { ...span, text };
  });
  return { ...part, spans };
}

/** The parts as rich text, in as many blocks as they need. */
export function toBlocks(parts: readonly Part[]): Block[] {
  const blocks: Part[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const part of parts.map(fit)) {
    const length = lengthOf(part);
    if (length === 0) continue;
    if (used + length > LIMITS.blockText) {
      blocks.push([]);
      used = 0;
    }
    blocks.at(-1)?.push(part);
    used += length;
  }
  return blocks.map((block) =>
    richText(...block.map(({ quote, spans }) => (quote ? quotation(...spans) : paragraph(...spans)))),
  );
}

/** The parts as the text of a message, escaped: for notifications and screen readers. */
export function toText(parts: readonly Part[]): string {
  const text = parts.map(({ spans }) => spans.map((span) => span.text).join('')).join('\n');
  // Slack refuses a message without text.
  return escapeWithin(text.trim() || '…', LIMITS.plainText);
}
