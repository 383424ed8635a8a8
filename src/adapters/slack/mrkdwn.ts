/** Between plain text and Slack's: escaping what is sent, reading what people typed. */
import { cutText } from '../shorten.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes exactly the three characters Slack asks for; every mention and link needs one of them. */
export function escapeText(text: string): string {
  return text.replace(/[&<>]/gu, (character) => ESCAPES[character] ?? character);
}

/** The text escaped and within `limit` UTF-16 code units, cut before escaping so that no escape is cut in two. */
export function escapeWithin(text: string, limit: number): string {
  let cut = cutText(text, limit);
  for (;;) {
    const escaped = escapeText(cut);
    const excess = escaped.length - limit;
    if (excess <= 0) return escaped;
    // One character grows fivefold at most, so a fifth of the excess is the least to give up.
    cut = cutText(cut, cut.length - Math.ceil(excess / 5));
  }
}

const UNESCAPES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** What a person wrote, from the text of a message: the bot's mention dropped, links and channels as they read. */
export function readText(text: string, botUserId?: string): string {
  return text
    .replace(/<([^<>]*)>/gu, (_, token: string) => readToken(token, botUserId))
    .replace(/&(?:amp|lt|gt);/gu, (entity) => UNESCAPES[entity] ?? entity)
    .replace(/\s+/gu, ' ')
    .trim();
}

function readToken(token: string, botUserId: string | undefined): string {
  const [target = '', label] = token.split('|', 2);
  if (target.startsWith('@')) return target === `@${botUserId}` ? ' ' : (label ?? ' ');
  if (target.startsWith('!')) return ' ';
  return label ?? target.replace(/^(?:#|mailto:)/u, '');
}

/** The users a message mentions, by id. */
export function mentionedUsers(text: string): readonly string[] {
  return [...text.matchAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/gu)].flatMap(([, id]) => id ?? []);
}
