/** Draws cost by number of intents, both axes logarithmic, as an SVG that reads on light and dark pages. */

const WIDTH = 640;
const PANEL_HEIGHT = 180;
const MARGIN = { left: 70, right: 50, top: 30, bottom: 40 };

const PANELS = [
  { title: 'training, seconds', of: (m) => m.trainSeconds },
  { title: 'a question, milliseconds (median)', of: (m) => m.medianMicroseconds / 1000 },
  { title: 'peak memory, megabytes', of: (m) => m.peakMegabytes },
];

/** `points`: `{ intents, measures }` of the runs that came to their end. */
export function costPlot(points) {
  const height = PANELS.length * (PANEL_HEIGHT + MARGIN.top + MARGIN.bottom);
  const panels = PANELS.map((panel, i) =>
    drawPanel(panel, points, i * (PANEL_HEIGHT + MARGIN.top + MARGIN.bottom)),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="Cost by number of intents">
<rect width="100%" height="100%" fill="#ffffff"/>
${panels.join('\n')}
</svg>
`;
}

function drawPanel({ title, of }, points, top) {
  const values = points.map(({ measures }) => of(measures));
  const x = logScale(
    points.map((p) => p.intents),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const y = logScale(values, top + MARGIN.top + PANEL_HEIGHT, top + MARGIN.top);
  const ticks = (scale) => scale.ticks;
  const base = top + MARGIN.top + PANEL_HEIGHT;
  return [
    `<text x="${MARGIN.left}" y="${top + 18}" font-weight="bold" fill="#222">${title}</text>`,
    ...ticks(y).map(
      (v) =>
        `<path d="M${MARGIN.left} ${y.at(v)}H${WIDTH - MARGIN.right}" stroke="#ddd"/><text x="${MARGIN.left - 8}" y="${y.at(v) + 4}" text-anchor="end" fill="#444">${v}</text>`,
    ),
    ...ticks(x).map(
      (v) => `<text x="${x.at(v)}" y="${base + 18}" text-anchor="middle" fill="#444">${v} intents</text>`,
    ),
    `<polyline fill="none" stroke="#1f6feb" stroke-width="2" points="${points.map((p, i) => `${x.at(p.intents)},${y.at(values[i])}`).join(' ')}"/>`,
    ...points.map((p, i) => `<circle cx="${x.at(p.intents)}" cy="${y.at(values[i])}" r="4" fill="#1f6feb"/>`),
  ].join('\n');
}

/** From the power of ten below the least value to the one above the greatest. */
function logScale(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    at: (value) => Math.round(10 * (from + ((Math.log10(value) - low) / (high - low)) * (to - from))) / 10,
    ticks: Array.from({ length: high - low + 1 }, (_, i) => Number((10 ** (low + i)).toPrecision(1))),
  };
}
