/** What must not change an answer, and what must: every test utterance of the bundled report that is answered is asked again, changed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { readPack } from '../../src/commands/open-pack.ts';
import { footnote, jsonLines, ROOT } from './footnote.ts';

interface Asked {
  readonly utterance: string;
  readonly intent: string;
}

/** Mulberry32: where a typo goes is the same each time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = createRandom(1);
const below = (limit: number) => Math.floor(random() * limit);

/** A letter dropped, doubled or swapped with the next in one word of eight letters or more; undefined where there is none. */
function withTypo(utterance: string): string | undefined {
  const words = [...utterance.matchAll(/\b[a-z]{8,}\b/gu)];
  const word = words[below(words.length)];
  if (!word) return undefined;
  const [text] = word;
  const at = 1 + below(text.length - 2);
  const slips = [
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + text.charAt(at) + text.slice(at),
    text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
  ];
  return utterance.slice(0, word.index) + slips[below(3)] + utterance.slice(word.index + text.length);
}

const withoutEnd = (utterance: string) => utterance.replace(/[?.!]+$/u, '');

/** The change, and the least share of answers that stay the same. */
const HARMLESS: readonly (readonly [string, (utterance: string) => string | undefined, number])[] = [
  ['capitals', (u) => u.toUpperCase(), 1],
  ['small letters', (u) => u.toLowerCase(), 1],
  ['no punctuation', (u) => u.replace(/[?!.,;]+(?=\s|$)/gu, ''), 0.99],
  ['more punctuation', (u) => `${withoutEnd(u)}?!!`, 1],
  ['more space', (u) => `  ${u.replaceAll(' ', '   ')} `, 1],
  ['a greeting', (u) => `Hi everyone! ${u}`, 0.99],
  ['"please"', (u) => `${withoutEnd(u)}, please?`, 0.99],
  ['"thanks"', (u) => `${u} Thanks a lot!`, 0.99],
  ['a polite opening', (u) => `hey, quick question: ${u}`, 0.98],
  ['the report named first', (u) => `In the report, ${u}`, 0.95],
  ['the report named last', (u) => `${withoutEnd(u)} in the report?`, 0.95],
  ['a typo in a long word', withTypo, 0.97],
];

/** Names and figures of nothing in the report. */
const STRANGER = 'Olaf Scholz';
const OTHER_FIGURE = '73,500';

interface Variant extends Asked {
  readonly change: string;
}

interface Answered {
  readonly answers: readonly { readonly intent: string; readonly text: string }[];
}

async function ask(asked: readonly Asked[]): Promise<readonly Answered[]> {
  const input = asked.map(({ utterance }) => JSON.stringify({ question: utterance })).join('\n');
  const { stdout } = await footnote(['ask', '--json', '--pack', ROOT], { input });
  return jsonLines(stdout) as unknown as readonly Answered[];
}

const intentsOf = (reply: Answered | undefined) => reply?.answers.map((a) => a.intent).join();

/** What must make a difference: another name, another number. */
const HARMFUL: readonly (readonly [string, (utterance: string) => string, RegExp])[] = [
  [
    'another name',
    (u) => u.replace(/\b(?:John Kirby|Dmytro Kuleba|Ramzan Kadyrov|Kirby|Kuleba|Kadyrov)\b/iu, STRANGER),
    // Of two questions the one about the stranger is refused by itself.
    /Scholz|does not mention/u,
  ],
  ['another number', (u) => u.replace(/\b\d{2},?000\b/u, OTHER_FIGURE), /73,500/u],
];

describe('the answers of the bundled report', () => {
  let answered: readonly Asked[];
  const replies = new Map<string, { readonly variant: Variant; readonly reply: Answered | undefined }[]>();

  beforeAll(async () => {
    const pack = await readPack(ROOT);
    const asked = pack.intents.flatMap((intent) =>
      intent.kind === 'answer' ? intent.tests.map((utterance) => ({ utterance, intent: intent.id })) : [],
    );
    const got = await ask(asked);
    answered = asked.filter(({ intent }, i) => intentsOf(got[i]) === intent);
    const variants: Variant[] = [...HARMLESS, ...HARMFUL].flatMap(([change, make]) =>
      answered.flatMap(({ utterance, intent }) => {
        const said = make(utterance);
        return said === undefined || said === utterance ? [] : [{ change, utterance: said, intent }];
      }),
    );
    const then = await ask(variants);
    for (const [i, variant] of variants.entries()) {
      const list = replies.get(variant.change) ?? [];
      replies.set(variant.change, [...list, { variant, reply: then[i] }]);
    }
  }, 120_000);

  it('are asked for by enough utterances for this to mean something', () => {
    expect(answered.length).toBeGreaterThan(400);
  });

  it.each(HARMLESS)('stay the same with %s', (change, _, least) => {
    const asked = replies.get(change) ?? [];
    const others = asked.filter(({ variant, reply }) => intentsOf(reply) !== variant.intent);
    const list = others.map((o) => `${o.variant.utterance} -> ${intentsOf(o.reply)}`).join('\n');
    expect(1 - others.length / asked.length, list).toBeGreaterThanOrEqual(least);
  });

  it.each(HARMFUL)('are not given for %s as if it were the same', (change, _, right) => {
    const asked = replies.get(change) ?? [];
    // Never the same answer as if nothing were wrong: another one, none, or one that sets it right.
    const misled = asked.filter(
      ({ variant, reply }) =>
        intentsOf(reply) === variant.intent && !right.test(reply?.answers[0]?.text ?? ''),
    );
    expect(asked.length).toBeGreaterThan(3);
    expect(misled.map((m) => m.variant.utterance)).toEqual([]);
  });
});
