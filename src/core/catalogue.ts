/** What can be asked: the answered questions by group, by short list, and what the report itself is. */
import type { AnswerIntent, IndexName } from './intent.ts';
import type { Pack } from './pack.ts';
import type { Option } from './reply.ts';
import type { Report } from './report.ts';

export interface Group {
  readonly name: string;
  readonly options: readonly Option[];
}

export interface Catalogue {
  readonly report: Report;
  /** The pack's version, as buttons carry it. */
  readonly version: string;
  /** Every answered question, under its group, in the order of the report. */
  readonly groups: readonly Group[];
  /** The questions of a short list, in the order of the report. */
  list(name: IndexName): readonly Option[];
  /** A question by its intent; undefined when the pack has no such answer. */
  option(intent: string): Option | undefined;
}

export function createCatalogue(pack: Pack): Catalogue {
  const lines = new Map(pack.claims.map((claim) => [claim.id, claim.passage]));
  const firstLine = (intent: AnswerIntent) =>
    Math.min(...intent.answer[0].claims.map((id) => lines.get(id) ?? Number.POSITIVE_INFINITY));
  const answers = pack.intents
    .filter((intent) => intent.kind === 'answer')
    .sort((a, b) => firstLine(a) - firstLine(b) || (a.id < b.id ? -1 : 1));
  const toOption = ({ id, question }: AnswerIntent): Option => ({ intent: id, question });
  const groups = [...new Set(answers.map((a) => a.group))].map((name) => ({
    name,
    options: answers.filter((a) => a.group === name).map(toOption),
  }));
  const options = new Map(answers.map((a) => [a.id, toOption(a)]));
  return {
    report: pack.report,
    version: pack.version,
    groups,
    list: (name) => answers.filter((a) => a.index.includes(name)).map(toOption),
    option: (intent) => options.get(intent),
  };
}
