/** `footnote coverage`: the report passage by passage, with the answers that cite it. */

import { cutText } from '../adapters/shorten.ts';
import { printable } from '../adapters/terminal/text.ts';
import { coverage, type PassageCoverage } from '../content/coverage.ts';
import { readPack } from './open-pack.ts';
import { columns, write } from './output.ts';

/** Enough of a passage to recognise it by. */
const SHOWN_CHARACTERS = 48;

export async function runCoverage({ pack: dir }: { readonly pack: string }): Promise<void> {
  const { report, ...pack } = await readPack(dir);
  const lines = coverageTable(coverage({ passages: report.passages, ...pack }));
  await write(process.stdout, `${lines.join('\n')}\n`);
}

/** The table with its total, without line ends. */
export function coverageTable(rows: readonly PassageCoverage[]): string[] {
  const covered = rows.filter(({ intents, waiver }) => intents.length > 0 || waiver !== undefined);
  const waived = covered.filter(({ intents }) => intents.length === 0);
  return [
    ...columns([
      ['line', 'passage', 'cited by'],
      ...rows.map(({ passage, intents, waiver }) => [
        String(passage.line).padStart('line'.length),
        cutText(printable(passage.text).trim(), SHOWN_CHARACTERS),
        intents.length > 0
          ? intents.join(', ')
          : waiver === undefined
            ? 'NOTHING'
            : `(waived: ${printable(waiver)})`,
      ]),
    ]),
    '',
    `${covered.length} of ${rows.length} passages covered${waived.length > 0 ? `, ${waived.length} of them waived` : ''}.`,
  ];
}
