/** Splits an utterance into lower-case words and numbers, contractions and chat spelling written out. */
import {
  CHAT_SPELLINGS,
  CLITIC_HOSTS,
  CLOSING_COURTESIES,
  CONTRACTIONS,
  COURTESIES,
  NUMBER_WORDS,
} from './english.ts';

/** Longest part of an utterance that is read, in UTF-16 code units: twice what Discord lets a person send. */
export const MAX_UTTERANCE_LENGTH = 4_000;
/** Most words of an utterance that are read. */
export const MAX_TOKENS = 400;

const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
const QUOTES = /[‘’‛′`´]/gu;
/** A number with its separators inside, thousands of three digits or a decimal point; or a word. */
const TOKEN = /\p{N}+(?:[,.]\p{N}+)*|[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu;
const DIGIT = /^\p{N}/u;
/** 16,000 and, as much of Europe writes it, 16.000. */
const THOUSANDS = /^\p{N}{1,3}(?:[,.]\p{N}{3})+$/u;

/** Canonical form: NFKC, lower case, straight quotes, control and invisible characters as spaces or nothing. */
export function normalise(utterance: string): string {
  return utterance
    .slice(0, MAX_UTTERANCE_LENGTH)
    .normalize('NFKC')
    .slice(0, MAX_UTTERANCE_LENGTH)
    .replace(/\s+/gu, ' ')
    .replace(UNSEEN, '')
    .replace(QUOTES, "'")
    .toLowerCase();
}

/** The words and numbers of an utterance, in order, at most `MAX_TOKENS`. */
export function tokenise(utterance: string): string[] {
  const tokens: string[] = [];
  for (const [raw] of normalise(utterance).matchAll(TOKEN)) {
    if (tokens.length >= MAX_TOKENS) break;
    if (DIGIT.test(raw))
      tokens.push(THOUSANDS.test(raw) ? raw.replace(/[,.]/gu, '') : raw.replace(/,/gu, ''));
    else tokens.push(...expand(raw));
  }
  return withoutCourtesies(joinNumbers(tokens.slice(0, MAX_TOKENS)));
}

function expand(word: string): readonly string[] {
  const plain = word.replace(/'/gu, '');
  const known = CONTRACTIONS.get(plain) ?? CHAT_SPELLINGS.get(plain);
  if (known) return known;
  const cut = word.lastIndexOf("'");
  if (cut < 0) return [word];
  const host = word.slice(0, cut).replace(/'/gu, '');
  switch (word.slice(cut + 1)) {
    case 's':
      return CLITIC_HOSTS.has(host) ? [host, 'is'] : [host];
    case 're':
      return [host, 'are'];
    case 'll':
      return [host, 'will'];
    case 've':
      return [host, 'have'];
    case 'd':
      return [host, 'would'];
    default:
      return [plain];
  }
}

/** By their first word, and by their last: most utterances begin and end with none of these. */
const OPENINGS = groupBy(COURTESIES, (courtesy) => courtesy[0]);
const CLOSINGS = groupBy(CLOSING_COURTESIES, (courtesy) => courtesy.at(-1));

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Leaves out what is said for politeness, unless nothing else is said. */
function withoutCourtesies(tokens: readonly string[]): string[] {
  let start = 0;
  let end = tokens.length;
  const opening = () =>
    OPENINGS.get(tokens[start])?.find(
      (courtesy) => end - start > courtesy.length && courtesy.every((word, i) => tokens[start + i] === word),
    );
  const closing = () =>
    CLOSINGS.get(tokens[end - 1])?.find(
      (courtesy) =>
        end - start > courtesy.length &&
        courtesy.every((word, i) => tokens[end - courtesy.length + i] === word),
    );
  for (let found = opening(); found; found = opening()) start += found.length;
  for (let found = closing(); found; found = closing()) end -= found.length;
  return tokens.slice(start, end);
}

/** Writes "16 k", "16 thousand" and "sixteen thousand" as 16000; small number words stay as they are. */
function joinNumbers(tokens: readonly string[]): string[] {
  const out: string[] = [];
  let i = 0;
  while (i < tokens.length) {
    const read = readNumber(tokens, i);
    if (read) {
      out.push(String(read.value));
      i = read.end;
    } else {
      out.push(tokens[i] ?? '');
      i += 1;
    }
  }
  return out;
}

/** Reads a number that has a digit or a multiplier in it, from `start`. */
function readNumber(tokens: readonly string[], start: number): { value: number; end: number } | undefined {
  let total = 0;
  let group = 0;
  let end = start;
  let counts = false;
  for (let i = start; i < tokens.length; i += 1) {
    const token = tokens[i] ?? '';
    const word = NUMBER_WORDS.get(token);
    if (i === start && DIGIT.test(token)) {
      group = Number(token);
      if (!Number.isFinite(group)) return undefined;
      counts = true;
    } else if (word === undefined) {
      break;
    } else if (word >= 1000) {
      if (i === start) return undefined;
      total += (group || 1) * word;
      group = 0;
      counts = true;
    } else if (word === 100) {
      if (i === start) return undefined;
      group = (group || 1) * word;
      counts = true;
    } else {
      if (counts && i > start && DIGIT.test(tokens[i - 1] ?? '')) break;
      group += word;
    }
    end = i + 1;
  }
  return counts ? { value: total + group, end } : undefined;
}
