/** Answers say what their claims say: every figure, date, name and quotation of a statement, and every hedge. */
import type { Claim, Report } from '../../core/report.ts';
import type { Draft } from '../draft.ts';
import { type Problem, shown } from '../problem.ts';
import {
  type CalendarDate,
  createFactReader,
  type FactReader,
  type Facts,
  type Figure,
  type Token,
} from './facts.ts';
import { lostHedges } from './hedges.ts';

/** What a statement may take its facts from. */
interface Sources {
  readonly facts: readonly Facts[];
  /** The day the report speaks as of. */
  readonly today: CalendarDate | undefined;
}

/** Judges the statements of English reports in full, those of other languages by their quotations and digits. */
export function statementProblems({ report, text, claims, intents }: Draft): readonly Problem[] {
  if (!report || !text || !claims) return [];
  const english = /^en\b/i.test(report.language);
  const ledger = new Map(claims.map(({ claim }) => [claim.id, claim]));
  const read = createFactReader();
  const sourcesOf = sourceReader(report, read);
  const answers = intents.flatMap(({ file, intent }) => (intent.kind === 'answer' ? [{ file, intent }] : []));
  const isName = nameTest(
    read,
    text.passages.map((passage) => passage.text),
    answers.flatMap(({ intent }) => [intent.question, ...intent.answer.map((statement) => statement.text)]),
  );

  return answers.flatMap(({ file, intent }) =>
    intent.answer.flatMap((statement, index): readonly Problem[] => {
      const cited = statement.claims.flatMap((id) => ledger.get(id) ?? []);
      if (cited.length < statement.claims.length) return [];
      const place = { file, path: `answer[${index}].text` };
      const sources = sourcesOf(cited);
      const ids = cited.map((claim) => claim.id).join(', ');
      const unfounded = (kind: string, value: string, holds: (sources: Sources) => boolean): Problem => {
        const other = claims.find(({ claim }) => holds(sourcesOf([claim])))?.claim.id;
        const cite = other === undefined ? '' : `Cite ${other}, which has it, or reword`;
        return {
          ...place,
          value,
          message: `Cannot state the ${kind} ${shown(value)}: it stands neither in the quotes of its claims (${ids}) nor in who said it, where and when`,
          remedy: `${cite || 'Reword'} the statement without it.`,
        };
      };

      const problems = quotations(statement.text)
        .filter(
          (words) =>
            !cited.some((claim) => flat(claim.quote).includes(words)) && !flat(report.title).includes(words),
        )
        .map((words) => ({
          ...place,
          value: words,
          message: `Cannot quote ${shown(words)}: no quote of its claims (${ids}) has these words`,
          remedy: 'Copy the words from a quote, or remove the quotation marks.',
        }));
      const facts = read(statement.text);
      for (const figure of facts.figures) {
        if (!english && !/\d/.test(figure.value)) continue;
        if (!hasFigure(sources, figure))
          problems.push(unfounded('figure', figure.text, (one) => hasFigure(one, figure)));
      }
      if (!english) return problems;

      for (const date of facts.dates) {
        if (!hasDate(sources, date)) problems.push(unfounded('date', date.text, (one) => hasDate(one, date)));
      }
      for (const words of statement.text.match(RELATIVE_DATE) ?? []) {
        const date = words.toLowerCase();
        const said = cited.some((claim) => `${claim.quote} ${claim.date ?? ''}`.toLowerCase().includes(date));
        if (!said) problems.push(unfounded('date', words, () => false));
      }
      for (const name of facts.names.filter(isName)) {
        if (!hasName(sources, name.text))
          problems.push(unfounded('name', name.text, (one) => hasName(one, name.text)));
      }
      for (const { hedge, figure, claim } of lostHedges(statement.text, cited, read)) {
        problems.push({
          ...place,
          value: statement.text,
          message: `Cannot drop "${hedge}"${figure === undefined ? '' : ` before "${figure}"`}: "${claim}" has it, and ${shown(statement.text)} says more than its claim`,
          remedy: `Write "${hedge}"${figure === undefined ? ', or another form of the word' : ` before "${figure}"`}.`,
        });
      }
      return problems;
    }),
  );
}

/** The report's own title and, in full, its date may be stated with any claim. */
function sourceReader(
  report: Pick<Report, 'title' | 'date'>,
  read: FactReader,
): (claims: readonly Claim[]) => Sources {
  const [today] = read(report.date).dates;
  return (claims) => {
    const said = claims.flatMap(({ quote, speaker, role, outlet, date }) => [
      quote,
      speaker,
      role,
      outlet,
      date,
    ]);
    return {
      facts: [report.title, ...said].flatMap((text) => (text === undefined ? [] : [read(text)])),
      today,
    };
  };
}

function hasFigure({ facts }: Sources, { value, sign }: Figure): boolean {
  return facts.some(
    ({ figures, dates }) =>
      figures.some((one) => one.value === value && (sign === '' || sign === one.sign)) ||
      dates.some((date) => String(date.year) === value),
  );
}

/** A date may leave out what its source gives, and add the report's own year. */
function hasDate({ facts, today }: Sources, { day, month, year }: CalendarDate): boolean {
  if (today && day === today.day && month === today.month && year === today.year) return true;
  return facts.some(({ dates }) =>
    dates.some(
      (one) =>
        one.month === month &&
        (day === undefined || day === one.day) &&
        (year === undefined || year === (one.year ?? today?.year)),
    ),
  );
}

/** "Russia" and "Russian" are one name; abbreviations such as "US" must stand as they are. */
function hasName({ facts }: Sources, name: string): boolean {
  if (facts.some(({ words }) => words.has(name))) return true;
  if (name === name.toUpperCase()) return false;
  const small = name.toLowerCase();
  const stem = nameStem(name);
  return facts.some(
    ({ words, names }) => words.has(small) || names.some((one) => nameStem(one.text) === stem),
  );
}

/** A name without the ending that makes it an adjective or a people; three letters at least remain. */
function nameStem(name: string): string {
  const small = name.toLowerCase();
  const stem = small.replace(/(?:ians?|ia|ans?|a|e|s)$/, '');
  return stem.length >= 3 ? stem : small;
}

/**
 * Whether a capitalised word is a name. Inside a sentence all but "The" are; at its head those are that the report or
 * an answer capitalises inside a sentence and never writes small, and abbreviations.
 */
function nameTest(
  read: FactReader,
  passages: readonly string[],
  answers: readonly string[],
): (word: Token) => boolean {
  const small = new Set<string>();
  const inside = new Set<string>();
  for (const { tokens, names } of [...passages, ...answers].map(read)) {
    for (const { text } of tokens) if (/^\p{Ll}/u.test(text)) small.add(text);
    for (const name of names) if (!name.initial) inside.add(name.text);
  }
  return ({ text, initial }) => {
    if (text === 'The') return false;
    if (!initial) return true;
    return /^\p{Lu}{2,}$/u.test(text) || (inside.has(text) && !small.has(text.toLowerCase()));
  };
}

const RELATIVE_DATE =
  /\b(?:(?:last|this|next|previous) (?:week|weekend|month|year)|yesterday|today|tomorrow)\b/gi;

/** The words between double quotation marks, without a comma or full stop that closes them. */
function quotations(statement: string): readonly string[] {
  return [...flat(statement).matchAll(/"([^"]*)"/g)].map((match) =>
    (match[1] ?? '').replace(/[.,;:?!]$/, ''),
  );
}

/** Quotation marks and apostrophes look alike to a reader; so do they here. */
function flat(text: string): string {
  return text.replace(/[“”„]/g, '"').replace(/[‘’]/g, "'");
}
