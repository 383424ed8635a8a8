/** An explanation as lines for a person. */
import { printable } from '../adapters/terminal/text.ts';
import type { ReplyExplanation } from '../core/responder.ts';
import { columns } from './output.ts';

/** Rows of each section: those after them weigh next to nothing. */
const MAX_SHOWN = 12;

const signed = (weight: number) => `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(2)}`;
const share = (p: number) => p.toFixed(2);

/** Why a reply came out as it did, without line ends. */
export function whyLines(why: ReplyExplanation): string[] {
  const { match, threshold, none, byMeaning, repairs, terms, features, unexplained, similar, missingNames } =
    why;
  const section = (title: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : ['', title, ...columns(rows.slice(0, MAX_SHOWN)).map((row) => `  ${row}`)];
  const lines = [
    `Why: ${match.kind}, by ${byMeaning ? 'words and meaning' : 'the words alone'}; an answer needs a confidence of ${share(threshold)}.`,
    ...section(
      'What the conversation and its claims did',
      why.conversation.map((step) => [step]),
    ),
    ...section('Candidates, best first', [
      ...match.candidates.map(({ intent, confidence }) => [share(confidence), intent]),
      [share(none), '(none of them)'],
    ]),
    ...section(
      'Typos repaired',
      repairs.map(({ typed, read }) => [`${typed} → ${read}`]),
    ),
    ...section(
      'Names and notions found',
      terms.map((term) => [term]),
    ),
    ...section(
      'What told the best from the runner-up',
      features.map(({ feature, weight }) => [signed(weight), feature]),
    ),
    ...section(
      'Words explained by like ones',
      similar.map(({ word, by, support }) => [word, `≈ ${by}`, share(support)]),
    ),
    ...section(
      'Words the best answer leaves unexplained',
      unexplained.map(({ word, weight, support }) => [
        word,
        `weight ${share(weight)}`,
        `explained ${share(support)}`,
      ]),
    ),
    ...section(
      'Names the best answer does not speak of',
      missingNames.map((name) => [name]),
    ),
    ...section(
      'What the confidence of the best rests on: share, signal, value',
      [...why.signals]
        .sort((x, y) => Math.abs(y.weight) - Math.abs(x.weight))
        .map(({ signal, value, weight }) => [signed(weight), signal, value.toFixed(3)]),
    ),
  ];
  return lines.map(printable);
}
