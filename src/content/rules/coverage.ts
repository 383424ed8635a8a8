/** Every passage can be asked for, or a waiver says why not. */
import { coverage } from '../coverage.ts';
import { type Draft, FILES } from '../draft.ts';
import { type Problem, shown } from '../problem.ts';

export function coverageProblems({ report, text, claims, intents, unreadable }: Draft): readonly Problem[] {
  if (!report || !text) return [];
  const { waivers } = report;
  const problems = waivers.flatMap(({ passage }, index): Problem[] => {
    const place = { file: FILES.report, path: `waivers[${index}].passage`, value: String(passage) };
    if (passage > text.passages.length) {
      const message = `Cannot waive passage ${passage}: the report has ${text.passages.length}`;
      return [{ ...place, message, remedy: 'Correct the number or remove the waiver.' }];
    }
    if (waivers.findIndex((waiver) => waiver.passage === passage) < index) {
      const message = `Cannot waive passage ${passage} twice: an earlier waiver names it`;
      return [{ ...place, message, remedy: 'Remove one of the two.' }];
    }
    return [];
  });
  // What cannot be read may cite anything: the passages it leaves open are no problem of their own.
  if (!claims || intents.length === 0 || unreadable.size > 0) return problems;

  const rows = coverage({
    passages: text.passages,
    claims: claims.map((source) => source.claim),
    intents: intents.map((source) => source.intent),
    waivers,
  });
  for (const { passage, intents: citing, waiver } of rows) {
    if (citing.length === 0 && waiver === undefined) {
      problems.push({
        file: FILES.text,
        path: `line ${passage.line}`,
        value: passage.text,
        message: `Cannot answer from passage ${passage.line}: no answer cites ${shown(passage.text)}`,
        remedy: `Cite it in an answer, or waive it with a reason under waivers in ${FILES.report}.`,
      });
    }
    if (citing.length > 0 && waiver !== undefined) {
      problems.push({
        file: FILES.report,
        path: `waivers[${waivers.findIndex((one) => one.passage === passage.line)}]`,
        value: String(passage.line),
        message: `Cannot waive passage ${passage.line}: ${citing.length === 1 ? `"${citing[0]}" cites it` : `${citing.length} answers cite it, "${citing[0]}" first`}`,
        remedy: 'Remove the waiver.',
      });
    }
  }
  return problems;
}
