/** Reads a message as a person sees it: escapes undone, formatting marks gone. */
import type { RenderedForReader } from '../contract.ts';
import { flatten } from './schemas.ts';

interface Loose {
  readonly type?: number;
  readonly content?: string;
  readonly label?: string;
  readonly url?: string;
  readonly custom_id?: string;
  readonly options?: readonly { readonly label: string; readonly value: string }[];
  readonly components?: readonly Loose[];
}

/** Text and labels of a message or of an interaction's answer, in reading order. */
export function readMessage(body: unknown): RenderedForReader {
  const all = flatten((body as Loose).components) as Loose[];
  return {
    text: all.flatMap((c) => (c.type === 10 ? plain(c.content ?? '') : [])).join('\n'),
    labels: all.flatMap((c) => [
      ...(c.label === undefined ? [] : [c.label]),
      ...(c.options ?? []).map((o) => o.label),
    ]),
  };
}

/** What the button or the choice of that name carries. */
export function idOf(body: unknown, label: string): string {
  const all = flatten((body as Loose).components) as Loose[];
  const carried = all.flatMap((c) => [
    ...(c.label === label && c.custom_id !== undefined ? [c.custom_id] : []),
    ...(c.options ?? []).filter((o) => o.label === label).map((o) => o.value),
  ]);
  const [first] = carried;
  if (first === undefined)
    throw new Error(`Cannot find "${label}" among ${readMessage(body).labels.join(', ')}`);
  return first;
}

function plain(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => line.replace(/^(-#|###|>|-) /, ''))
    .join('\n')
    .replace(/(?<!\\)\*\*/g, '')
    .replace(/\\([^0-9A-Za-z\s])/g, '$1')
    .replaceAll('\u200b', '');
}
