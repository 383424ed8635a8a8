/** Tables in Markdown, so that what is printed can be pasted into the documentation. */
import { expectedCalibrationError } from '../../dist/commands/reliability.js';
import { upperBound } from '../../dist/core/matcher/clopper-pearson.js';
import { accuracy, auroc, median, outOfScopeRecall, share } from './measures.mjs';

const CONFIDENCE = 0.95;

/** What is measured of a run that came to its end. */
export function measure({ answers, trainSeconds, peakMegabytes }, { kin }) {
  const inScope = answers.filter((a) => a.expected !== null);
  const outOfScope = answers.filter((a) => a.expected === null);
  return {
    accuracy: accuracy(inScope),
    outOfScopeRecall: outOfScopeRecall(inScope, outOfScope),
    auroc: auroc(inScope, outOfScope),
    trainSeconds,
    medianMicroseconds: median(answers.map((a) => a.microseconds)),
    peakMegabytes,
    ...(answers.some((a) => a.decision !== undefined) && { decisions: measureDecisions(answers, kin) }),
  };
}

/** What comes of a system that decides by itself, and how far its confidence can be believed. */
function measureDecisions(answers, kin) {
  const serves = ({ expected }, intent) => intent === expected || (kin[expected]?.includes(intent) ?? false);
  const inScope = answers.filter((a) => a.expected !== null);
  const outOfScope = answers.filter((a) => a.expected === null);
  const answered = answers.filter((a) => a.decision !== null);
  const wrong = answered.filter((a) => !serves(a, a.decision)).length;
  return {
    right: share(inScope.filter((a) => a.decision === a.expected).length, inScope.length),
    rightOrKin: share(
      inScope.filter((a) => a.decision !== null && serves(a, a.decision)).length,
      inScope.length,
    ),
    falselyAnswered: share(outOfScope.filter((a) => a.decision !== null).length, outOfScope.length),
    wrong,
    asked: answers.length,
    wrongUpperBound: upperBound(wrong, answers.length, CONFIDENCE),
    calibrationError: expectedCalibrationError(
      answers.map((a) => ({ confidence: a.score, right: serves(a, a.best) })),
    ),
  };
}

export const percent = (x) => (x === undefined ? '–' : (100 * x).toFixed(1));
const seconds = (x) => (x < 10 ? `${x.toFixed(2)} s` : `${Math.round(x)} s`);
const rounded = (x) =>
  (x < 100 ? x.toFixed(0) : String(Math.round(x / 10) * 10)).replace(/\B(?=(\d{3})+$)/gu, ',');

/** The systems side by side on one data set. */
export function comparisonTable(runs) {
  return markdown(
    ['system', 'accuracy', 'out-of-scope recall', 'AUROC', 'training', 'µs a question', 'peak MB'],
    runs.map(({ system, measures: m, stopped }) =>
      m
        ? [
            system,
            percent(m.accuracy),
            percent(m.outOfScopeRecall),
            percent(m.auroc),
            seconds(m.trainSeconds),
            rounded(m.medianMicroseconds),
            rounded(m.peakMegabytes),
          ]
        : [system, stopped, '', '', '', '', ''],
    ),
  );
}

/** What Footnote decides by itself, data set by data set. */
export function decisionTable(runs) {
  return markdown(
    [
      'data, system',
      'right',
      'right or as good',
      'falsely answered',
      'wrong of all asked',
      '95% bound',
      'calibration error',
    ],
    runs.map(({ dataset, system, measures: { decisions: d } }) => [
      `${dataset}, ${system}`,
      percent(d.right),
      percent(d.rightOrKin),
      percent(d.falselyAnswered),
      `${d.wrong} of ${d.asked}`,
      percent(d.wrongUpperBound),
      d.calibrationError.toFixed(3),
    ]),
  );
}

/** Cost by number of intents. */
export function scaleTable(runs) {
  return markdown(
    ['system', 'intents × phrases', 'training', 'µs a question', 'peak MB', 'accuracy'],
    runs.map(({ system, dataset, measures: m, stopped, trainSeconds }) =>
      m
        ? [
            system,
            dataset,
            seconds(m.trainSeconds),
            rounded(m.medianMicroseconds),
            rounded(m.peakMegabytes),
            percent(m.accuracy),
          ]
        : [
            system,
            dataset,
            trainSeconds === undefined ? stopped : `${seconds(trainSeconds)}, then ${stopped}`,
            '',
            '',
            '',
          ],
    ),
  );
}

/** A table whose columns are even also as plain text. */
export function markdown(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(3, ...all.map((row) => row[i].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((w, i) => (i === 0 ? '-'.repeat(w) : `${'-'.repeat(w - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
