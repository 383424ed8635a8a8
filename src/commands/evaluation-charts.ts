/** The figures of the evaluation page, as SVG that takes its colours from the page. */
import { type Markup, markup } from './markup.ts';
import { counted, percent } from './output.ts';
import type { ReliabilityBin, RiskPoint } from './reliability.ts';

/** Units of the drawing; the page scales it. */
const WIDTH = 360;
const HEIGHT = 270;
const LEFT = 48;
const TOP = 12;
const RIGHT = WIDTH - 22;
const BOTTOM = HEIGHT - 44;
const FIFTHS = [0, 0.2, 0.4, 0.6, 0.8, 1];

const round = (x: number) => Math.round(x * 10) / 10;
const across = (share: number) => round(LEFT + share * (RIGHT - LEFT));
const up = (share: number) => round(BOTTOM - share * (BOTTOM - TOP));

interface Axes {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** The greatest value of the vertical axis, above 0. */
  readonly top: number;
}

function chart({ title, x, y, top }: Axes, content: readonly Markup[]): Markup {
  const label = (share: number) => `${Math.round(1000 * share) / 10}%`;
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${FIFTHS.map(
  (share) => markup`<path class="grid" d="M${LEFT} ${up(share)}H${RIGHT}"/>
<text x="${LEFT - 6}" y="${up(share) + 4}" text-anchor="end">${label(share * top)}</text>
<text x="${across(share)}" y="${BOTTOM + 16}" text-anchor="middle">${label(share)}</text>`,
)}
<text x="${across(0.5)}" y="${HEIGHT - 8}" text-anchor="middle">${x}</text>
<text transform="translate(12 ${up(0.5)}) rotate(-90)" text-anchor="middle">${y}</text>
${content}
</svg>`;
}

/** Bars of accuracy by confidence; on the diagonal the confidence is what it says. */
export function reliabilityChart(bins: readonly ReliabilityBin[]): Markup {
  const most = Math.max(1, ...bins.map(({ questions }) => questions));
  const bars = bins
    .filter(({ questions }) => questions > 0)
    .map(({ from, to, questions, confidence, accuracy }) => {
      const left = across(from) + 1;
      // Wider where more questions are, so that the eye weighs bars as the calibration error does.
      const width = round((across(to) - across(from) - 2) * (0.25 + 0.75 * Math.sqrt(questions / most)));
      return markup`<rect class="bar" x="${left}" y="${up(accuracy)}" width="${width}" height="${round(up(0) - up(accuracy))}"><title>${counted(questions, 'question')} at ${percent(confidence, 1)} on average: ${percent(accuracy, 1)} right</title></rect>`;
    });
  return chart({ title: 'Reliability diagram', x: 'confidence of the best candidate', y: 'right', top: 1 }, [
    ...bars,
    markup`<path class="ideal" d="M${across(0)} ${up(0)}L${across(1)} ${up(1)}"/>`,
  ]);
}

/** The share of wrong answers when only the surest questions are answered. */
export function riskChart(points: readonly RiskPoint[], maxWrong: number): Markup {
  const highest = Math.max(maxWrong, ...points.map(({ risk }) => risk));
  // The next tenth, so that the labels are round.
  const top = highest <= 0.05 ? 0.05 : Math.ceil(highest * 10) / 10;
  const line = points.map(({ coverage, risk }) => `${across(coverage)},${up(risk / top)}`).join(' ');
  return chart(
    {
      title: 'Risk against coverage',
      x: 'share of all questions answered',
      y: 'wrong, of those answered',
      top,
    },
    [
      markup`<path class="ideal" d="M${LEFT} ${up(maxWrong / top)}H${RIGHT}"><title>allowed: ${percent(maxWrong, 1)}</title></path>`,
      markup`<polyline class="line" points="${line}"/>`,
    ],
  );
}
