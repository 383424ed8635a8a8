/** The report's bytes and passages: nothing changed since the ledger was written, no line empty. */
import { type Draft, FILES } from '../draft.ts';
import { type Problem, shown } from '../problem.ts';

export function textProblems({ report, text }: Draft): readonly Problem[] {
  if (!text) return [];
  const problems: Problem[] = [];
  if (report && report.sha256 !== text.sha256) {
    problems.push({
      file: FILES.report,
      path: 'sha256',
      value: report.sha256,
      message: `Cannot vouch for ${FILES.text}: its SHA-256 is "${text.sha256}", not ${shown(report.sha256)}`,
      remedy:
        'Restore the report; if it was changed on purpose, check every quote and write the new hash here.',
    });
  }
  if (text.passages.length === 0) {
    problems.push({
      file: FILES.text,
      path: '',
      value: '',
      message: 'Cannot answer from the report: it has no passages',
      remedy: 'Write one passage a line.',
    });
  }
  for (const passage of text.passages) {
    if (passage.text.trim() !== '') continue;
    problems.push({
      file: FILES.text,
      path: `line ${passage.line}`,
      value: passage.text,
      message: `Cannot use passage ${passage.line}: the line is empty`,
      remedy: 'Remove the line: passages are counted by lines.',
    });
  }
  return problems;
}
