/** What a sentence states that can be checked: its figures, dates and capitalised names. */

/** A word or figure of a sentence. */
export interface Token {
  readonly text: string;
  /** First of its sentence, or after a colon. */
  readonly initial: boolean;
}

/** A figure in a form that compares: "16,000" and "16000" are `16000`, "six" and "6" are `6`, "$200" is `200` with a sign. */
export interface Figure {
  readonly text: string;
  readonly value: string;
  /** Currency sign before it, empty without one. */
  readonly sign: string;
  /** Index of its token. */
  readonly at: number;
}

/** A day, month and year as far as they are given; a month alone counts. */
export interface CalendarDate {
  readonly text: string;
  readonly month: number;
  readonly day?: number;
  readonly year?: number;
}

export interface Facts {
  readonly tokens: readonly Token[];
  /** Those outside of dates. */
  readonly figures: readonly Figure[];
  readonly dates: readonly CalendarDate[];
  /** Capitalised words outside of dates, possessive endings removed. */
  readonly names: readonly Token[];
  /** All words as they stand, possessive endings removed. */
  readonly words: ReadonlySet<string>;
}

const TOKEN =
  /\d{4}-\d{2}-\d{2}(?!\d)|[$€£¥]?\d+(?:[.,]\d+)*(?:%|\p{L}+)?|\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*/gu;
const FIGURE = /^([$€£¥]?)(\d+(?:[.,]\d+)*)(%|\p{L}*)$/u;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
/** Ends a sentence or opens a new one, as far as capital letters go. */
const SENTENCE_BREAK = /[.?!:]["'”’)\]]*\s/u;

const MONTHS = numbered(
  1,
  'January February March April May June July August September October November December',
);
// "One" is left out: it is a pronoun more often than a figure.
const NUMBER_WORDS = numbered(
  2,
  'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
);
/** These keep their form: "hundreds" is not 100. */
const ROUND_WORDS = numbered(
  0,
  'thirty forty fifty sixty seventy eighty ninety half third quarter dozen dozens hundred hundreds thousand thousands million millions billion billions',
);

function numbered(first: number, words: string): ReadonlyMap<string, number> {
  return new Map(words.split(' ').map((word, index) => [word, first + index]));
}

/** `factsOf` with a memory: a quote is read for every statement that cites it. */
export type FactReader = (sentence: string) => Facts;

export function createFactReader(): FactReader {
  const read = new Map<string, Facts>();
  return (sentence) => {
    const facts = read.get(sentence) ?? factsOf(sentence);
    read.set(sentence, facts);
    return facts;
  };
}

/** Reads a sentence; English number words and month names. */
function factsOf(sentence: string): Facts {
  const tokens = tokensOf(sentence);
  const figures: Figure[] = [];
  const dates: CalendarDate[] = [];
  const names: Token[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) break;
    const dated = /^[\p{Lu}\d]/u.test(token.text) ? dateAt(tokens, at) : undefined;
    if (dated) {
      dates.push(dated.date);
      at += dated.length - 1;
      continue;
    }
    const figure = figureOf(token.text, at);
    if (figure) figures.push(figure);
    else if (/^\p{Lu}/u.test(token.text)) names.push({ ...token, text: bare(token.text) });
  }
  return { tokens, figures, dates, names, words: new Set(tokens.map((token) => bare(token.text))) };
}

/** A word without its possessive ending. */
function bare(word: string): string {
  return /['’]/.test(word) ? word.replace(/['’]s?$/, '') : word;
}

function tokensOf(sentence: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: text, index } of sentence.matchAll(TOKEN)) {
    const between = sentence.slice(end, index);
    tokens.push({ text, initial: end === 0 || (between !== ' ' && SENTENCE_BREAK.test(between)) });
    end = index + text.length;
  }
  return tokens;
}

function figureOf(text: string, at: number): Figure | undefined {
  const word = text.toLowerCase();
  const value = ROUND_WORDS.has(word) ? word : NUMBER_WORDS.get(word)?.toString();
  if (value !== undefined) return { text, value, sign: '', at };
  if (!/\d/.test(text)) return undefined;
  const [, sign = '', digits, ending = ''] = FIGURE.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const unit = /^(?:st|nd|rd|th)$/.test(ending) ? '' : ending;
  return { text, value: `${digits.replaceAll(',', '')}${unit}`, sign, at };
}

/** The date that starts at a token: "7 March 2022", "March 7, 2022", "May (2020)", "May", "2022-03-08". */
function dateAt(tokens: readonly Token[], at: number): { date: CalendarDate; length: number } | undefined {
  const [first = '', second = '', third = ''] = [
    tokens[at]?.text,
    tokens[at + 1]?.text,
    tokens[at + 2]?.text,
  ];
  const iso = ISO_DATE.exec(first);
  if (iso) {
    return {
      date: { text: first, year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) },
      length: 1,
    };
  }
  const dayFirst = MONTHS.has(second) ? dayOf(first) : undefined;
  const month = MONTHS.get(dayFirst === undefined ? first : second);
  if (month === undefined) return undefined;
  const day = dayFirst ?? dayOf(second);
  const year = yearOf(day === undefined ? second : third);
  const length = 1 + Number(day !== undefined) + Number(year !== undefined);
  return {
    date: {
      text: [first, second, third].slice(0, length).join(' '),
      month,
      ...(day !== undefined && { day }),
      ...(year !== undefined && { year }),
    },
    length,
  };
}

function dayOf(word: string): number | undefined {
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word) ?? [];
  const day = Number(digits);
  return day >= 1 && day <= 31 ? day : undefined;
}

function yearOf(word: string): number | undefined {
  return /^[12]\d{3}$/.test(word) ? Number(word) : undefined;
}
