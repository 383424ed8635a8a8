/**
 * Footnote beside what else a Node user can install: the same questions, the same run, each system in a process of its
 * own. Prints tables and writes JSON. `npm run bench -- --help` lists the options.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { costPlot } from './matching/cost-plot.mjs';
import { packDataset, publicDatasets } from './matching/datasets.mjs';
import { runLimited } from './matching/limited-run.mjs';
import { syntheticDataset } from './matching/synthetic.mjs';
import { SYSTEMS } from './matching/systems.mjs';
import { comparisonTable, decisionTable, measure, scaleTable } from './matching/tables.mjs';

const HELP = `Measures Footnote beside its peers.

  --data DIR       also measure every .json file of this folder of public intent data
  --sets A,B       only data sets whose name has one of these words; "none" for none
  --systems A,B    of ${Object.keys(SYSTEMS).join(', ')}; default: all
  --scale N,N      numbers of made-up intents; default 100,300,1000,3000,10000; "none" for none
  --seconds N      processor time each system has for each data set; default 120
  --megabytes N    memory it has; default 8000
  --out FILE       where the JSON is written; default bench/matching.json
  --plot FILE      also draw cost by number of intents as an SVG
`;

/** Training phrases of a made-up intent. */
const SCALE_PHRASES = 20;
/** A pack of the usual size: intents × training phrases. */
const USUAL_PACK = [60, 30];

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    sets: { type: 'string' },
    systems: { type: 'string', default: Object.keys(SYSTEMS).join(',') },
    scale: { type: 'string', default: '100,300,1000,3000,10000' },
    seconds: { type: 'string', default: '120' },
    megabytes: { type: 'string', default: '8000' },
    out: { type: 'string', default: fileURLToPath(new URL('matching.json', import.meta.url)) },
    plot: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  process.stdout.write(HELP);
  process.exit();
}
const systems = options.systems.split(',');
const stranger = systems.find((system) => !(system in SYSTEMS));
if (stranger !== undefined)
  throw new Error(`Cannot measure "${stranger}": name one of ${Object.keys(SYSTEMS).join(', ')}.`);
const limits = { seconds: Number(options.seconds), megabytes: Number(options.megabytes) };

const folder = mkdtempSync(join(tmpdir(), 'matching-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const print = (text) => process.stdout.write(`${text}\n`);

async function run(system, dataset) {
  const file = join(folder, 'data.json');
  writeFileSync(file, JSON.stringify(dataset));
  process.stderr.write(`${SYSTEMS[system].name}: ${dataset.name} …\n`);
  const result = await runLimited(system, file, limits);
  const about = { system: SYSTEMS[system].name, dataset: dataset.name };
  return result.kind === 'done'
    ? { ...about, measures: measure(result, dataset) }
    : { ...about, stopped: result.reason, trainSeconds: result.trainSeconds };
}

const wanted = (options.sets ?? '').split(',');
const datasets = [packDataset(), ...(options.data === undefined ? [] : publicDatasets(options.data))].filter(
  ({ name }) => wanted.some((word) => name.includes(word)),
);

const versions = Object.fromEntries(
  systems.flatMap((system) => {
    const { name, package: library } = SYSTEMS[system];
    if (library === undefined) return [];
    const manifest = new URL(`node_modules/${library}/package.json`, import.meta.url);
    return [[name, JSON.parse(readFileSync(manifest, 'utf8')).version]];
  }),
);
const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
print(
  `${machine}. Limits for each system and data set: ${limits.seconds} s of processor time, ${limits.megabytes} MB.`,
);
const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
if (named.length > 0) print(named.join(' · '));

const comparisons = [];
for (const dataset of datasets) {
  const { name, split, train, test, testOutOfScope } = dataset;
  const intents = new Set(train.map(([, intent]) => intent)).size;
  const runs = [];
  for (const system of systems) runs.push(await run(system, dataset));
  comparisons.push(...runs);
  print(
    `\n## ${name}\n\n${intents} intents, ${train.length} training phrases; asked (${split}): ${test.length} in scope, ${testOutOfScope.length} out of scope.\n`,
  );
  print(comparisonTable(runs));
}

const decided = comparisons.filter(({ measures }) => measures?.decisions);
if (decided.length > 0) print(`\n## What Footnote decides by itself\n\n${decisionTable(decided)}`);

const scaled = [];
if (options.scale !== 'none') {
  const sizes = [USUAL_PACK, ...options.scale.split(',').map((intents) => [Number(intents), SCALE_PHRASES])];
  for (const [intents, phrases] of sizes) {
    scaled.push({ intents, phrases, ...(await run('footnote', syntheticDataset(intents, phrases))) });
  }
  print(
    `\n## Cost by number of intents\n\nMade-up intents; the accuracy only shows that it has learnt them.\n\n${scaleTable(scaled)}`,
  );
  const points = scaled.filter(({ measures, phrases }) => measures && phrases === SCALE_PHRASES);
  if (options.plot !== undefined && points.length > 1) writeFileSync(options.plot, costPlot(points));
}

const report = { machine, limits, versions, comparisons, scale: scaled };
writeFileSync(options.out, `${JSON.stringify(report, null, 2)}\n`);
const repeat = [
  'npm run bench --',
  ...process.argv.slice(2).map((arg) => (/\s/u.test(arg) ? `'${arg}'` : arg)),
].join(' ');
print(
  `\nRepeat with: ${process.argv.length > 2 ? repeat : 'npm run bench'}\nThe numbers as JSON: ${options.out}`,
);
