/** The evaluation as one self-contained page: no scripts, nothing loaded from elsewhere. */
import { printable } from '../adapters/terminal/text.ts';
import { type Certificate, certificateLines } from './certificate.ts';
import { type Evaluation, EXPECTATIONS, type Expectation, type Measured } from './evaluation.ts';
import { reliabilityChart, riskChart } from './evaluation-charts.ts';
import { type Markup, markup, trusted } from './markup.ts';
import { counted, percent } from './output.ts';
import { expectedCalibrationError, type Judged, reliabilityBins, riskByCoverage } from './reliability.ts';

export interface EvaluationPageContent {
  /** The report's. */
  readonly title: string;
  readonly evaluation: Evaluation;
  /** Every question with its best candidate, answered or not. */
  readonly judged: readonly Judged[];
  readonly certificate: Certificate;
  /** Why a question was answered as it was, line by line. */
  whyOf(utterance: string): readonly string[];
}

const STYLE = trusted(`
:root { color-scheme: light dark; --ink: #1c2128; --paper: #fff; --faint: #656d76; --rule: #d0d7de; --blue: #0969da; --good: 26 127 55; --bad: 207 34 46; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #0d1117; --faint: #8d96a0; --rule: #30363d; --blue: #4493f8; --good: 63 185 80; --bad: 248 81 73; }
}
body { margin: 2rem auto; max-width: 68rem; padding: 0 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
p, figcaption { max-width: 46rem; } figcaption, .faint { color: var(--faint); font-size: .875rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid var(--rule); text-align: right; font-weight: normal; }
th:first-child { text-align: left; } thead th { color: var(--faint); font-size: .875rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 2rem; } figure { margin: 0; }
svg { width: 100%; height: auto; } svg text { fill: var(--faint); font-size: 11px; }
.grid { stroke: var(--rule); } .bar { fill: var(--blue); opacity: .75; } .line { fill: none; stroke: var(--blue); stroke-width: 2; }
.ideal { fill: none; stroke: var(--faint); stroke-dasharray: 4 4; }
.rate { width: 12rem; } .rate span { display: block; height: .7rem; background: var(--blue); }
.scroll { overflow-x: auto; } .matrix { font-size: .75rem; } .matrix th, .matrix td { padding: .05rem .15rem; min-width: .9rem; }
.matrix tbody th, .matrix thead th:first-child { position: sticky; left: 0; padding-right: .6rem; background: var(--paper); text-align: left; white-space: nowrap; }
.right { background: rgb(var(--good) / .25); } .wrong { background: rgb(var(--bad) / .35); }
details { border-bottom: 1px solid var(--rule); padding: .35rem 0; } summary { cursor: pointer; }
pre { overflow-x: auto; margin: .5rem 0 .5rem 1.2rem; font-size: .8rem; }
.mark { display: inline-block; min-width: 4.5rem; font-size: .8rem; } .mark.is-wrong { color: rgb(var(--bad)); }
`);

const EXPECTED: Readonly<Record<Expectation, string>> = {
  answer: 'questions with an answer',
  gap: 'gaps of the report',
  smalltalk: 'small talk',
  nothing: 'out of scope',
};

/** Beyond these the matrix is more than an eye can take in; the most confused come first. */
const MAX_MATRIX = 60;

/** The whole document. */
export function evaluationPage({
  title,
  evaluation,
  judged,
  certificate,
  whyOf,
}: EvaluationPageContent): string {
  const { all, misses } = evaluation;
  const bins = reliabilityBins(judged);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Evaluation: ${printable(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>How well the questions about “${printable(title)}” are answered</h1>
${certificateLines(certificate).map((line) => markup`<p>${line}</p>\n`)}
${summary(evaluation)}
<div class="figures">
<figure>${reliabilityChart(bins)}<figcaption>Reliability: of the questions whose best candidate has a confidence, how many of those candidates are right; on the dashed line, as many as it says. Wider bars hold more questions. Expected calibration error ${expectedCalibrationError(judged).toFixed(3)}.</figcaption></figure>
<figure>${riskChart(riskByCoverage(judged), certificate.target)}<figcaption>Risk against coverage: were only the surest answered, how many of those answers would be wrong. Questions without an answer are among them, so the right end shows what answering everything would do. Dashed: the share of wrong answers the pack allows.</figcaption></figure>
</div>
<h2>Hit rate by intent</h2>
${hitRates(all)}
<h2>Confusions</h2>
${confusionMatrix(evaluation)}
<h2>Misses, one by one (${misses.length})</h2>
${misses.map((miss) => missEntry(miss, whyOf))}
</body>
</html>
`.markup;
}

function summary({ tallies, falseAnswers }: Evaluation): Markup {
  const rows = EXPECTATIONS.filter((expectation) => tallies[expectation].questions > 0).map((expectation) => {
    const { questions, hits, offered, wrong, missed } = tallies[expectation];
    const shares = [hits, offered, wrong, missed].map(
      (count) => markup`<td>${percent(count, questions)}</td>`,
    );
    return markup`<tr><th scope="row">${EXPECTED[expectation]}</th><td>${questions}</td>${shares}</tr>\n`;
  });
  return markup`<table>
<thead><tr><th scope="col">asked</th><th scope="col">questions</th><th scope="col">hit</th><th scope="col">did you mean</th><th scope="col">wrong</th><th scope="col">missed</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
<p>False answers, of questions that have none: ${falseAnswers.answered} of ${falseAnswers.questions} (${percent(falseAnswers.answered, falseAnswers.questions)}).</p>`;
}

interface Rate {
  readonly intent: string;
  readonly questions: number;
  readonly hits: number;
}

/** Worst first; what is always hit stands behind a fold. */
function hitRates(all: readonly Measured[]): Markup {
  const rates = ratesOf(all).sort(
    (a, b) => a.hits / a.questions - b.hits / b.questions || b.questions - a.questions,
  );
  const flawless = rates.filter(({ hits, questions }) => hits === questions);
  const table = (rows: readonly Rate[]) => markup`<table>
<thead><tr><th scope="col">meant</th><th scope="col">hits</th><th scope="col">rate</th><th scope="col"></th></tr></thead>
<tbody>
${rows.map(
  ({ intent, questions, hits }) =>
    markup`<tr><th scope="row">${printable(intent)}</th><td>${hits} of ${questions}</td><td>${percent(hits, questions)}</td><td class="rate"><span style="width:${Math.round((100 * hits) / questions)}%"></span></td></tr>\n`,
)}</tbody>
</table>`;
  const flawed = rates.filter(({ hits, questions }) => hits < questions);
  return markup`${flawed.length > 0 ? table(flawed) : markup`<p>Every question was a hit.</p>`}
${flawless.length > 0 && flawed.length > 0 ? markup`<details><summary>${counted(flawless.length, 'intent')} without a miss</summary>${table(flawless)}</details>` : ''}`;
}

function ratesOf(all: readonly Measured[]): Rate[] {
  const rates = new Map<string, Rate>();
  for (const { expected, outcome } of all) {
    const { questions, hits } = rates.get(expected) ?? { questions: 0, hits: 0 };
    rates.set(expected, {
      intent: expected,
      questions: questions + 1,
      hits: hits + (outcome === 'hit' ? 1 : 0),
    });
  }
  return [...rates.values()];
}

/** Those that were taken for another, or another for them; rows are meant, columns are what came. */
function confusionMatrix({ confusions, all }: Evaluation): Markup {
  const involved = [...new Set(confusions.flatMap(({ expected, got }) => [expected, got]))];
  if (involved.length === 0) return markup`<p>No question got an answer that was not meant.</p>`;
  const names = involved.slice(0, MAX_MATRIX).sort();
  const counts = new Map(confusions.map(({ expected, got, count }) => [`${expected}\n${got}`, count]));
  const rates = new Map(ratesOf(all).map((rate) => [rate.intent, rate]));
  const cell = (expected: string, got: string) => {
    if (expected === got) return markup`<td class="right">${rates.get(expected)?.hits ?? 0}</td>`;
    const count = counts.get(`${expected}\n${got}`);
    return count === undefined
      ? markup`<td></td>`
      : markup`<td class="wrong" title="${printable(`${expected} → ${got}`)}">${count}</td>`;
  };
  const rows = names
    .map((name, i) => ({ name, number: i + 1 }))
    .filter(({ name }) => rates.has(name))
    .map(
      ({ name, number }) =>
        markup`<tr><th scope="row">${number} ${printable(name)}</th>${names.map((other) => cell(name, other))}</tr>\n`,
    );
  const headings = names.map((name, i) => markup`<th scope="col" title="${printable(name)}">${i + 1}</th>`);
  return markup`<p>Rows: what was meant; columns, by the same numbers: what was answered. The diagonal counts hits.${
    involved.length > MAX_MATRIX ? ` The ${MAX_MATRIX} most confused of ${involved.length}.` : ''
  }</p>
<div class="scroll"><table class="matrix">
<thead><tr><th scope="col">meant</th>${headings}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}

function missEntry(
  { utterance, expected, got, confidence, outcome }: Measured,
  whyOf: EvaluationPageContent['whyOf'],
): Markup {
  const sure = confidence === null ? '' : ` (${confidence.toFixed(2)})`;
  return markup`<details>
<summary><span class="mark is-${outcome}">${outcome}</span> <bdi>${printable(utterance)}</bdi> <span class="faint">${printable(expected)} → ${printable(got)}${sure}</span></summary>
<pre>${whyOf(utterance).map(printable).join('\n')}</pre>
</details>
`;
}
