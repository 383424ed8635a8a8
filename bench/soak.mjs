/**
 * A long run: so many questions (100,000 unless told otherwise) from a Discord and a Slack on 127.0.0.1 to one `footnote
 * serve` with its SQLite store, a process of its own. Prints memory, open descriptors and latency for each quarter, and
 * fails when memory grows, a descriptor is left open, latency gets worse, or an answer is lost or given twice.
 *
 *     node bench/soak.mjs [questions] [questions a second]
 *
 * Needs `npm run build`.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBot } from './load/bot.mjs';
import { startDiscord } from './load/discord.mjs';
import { createLedger, pace, percentile, until } from './load/ledger.mjs';
import { startSlack } from './load/slack.mjs';

const USAGE = 'node bench/soak.mjs [questions, at least 100] [questions a second]';
const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' } },
});
/** Half of what one process answers on a slow processor of its own; 100,000 take half an hour. */
const [TOTAL = 100_000, PER_SECOND = 60] = positionals.map(Number);
const isSound = TOTAL >= 100 && PER_SECOND > 0;
if (options.help || !isSound) {
  console[isSound ? 'log' : 'error'](
    isSound ? `Usage: ${USAGE}` : `Cannot run: both are numbers. Usage: ${USAGE}`,
  );
  process.exit(isSound ? 0 : 2);
}
/** Compiles the code, opens the connections, and fills what is bounded: caches of people and conversations. */
const WARM_UP = Math.min(6_000, TOTAL / 4);
const IDLE = Math.min(1_000, TOTAL / 10);
const IDLE_PER_SECOND = 40;
const QUARTERS = 4;
/** Memory is looked at between two parts of a quarter, when nothing is under way: collecting garbage halts the bot. */
const PARTS = 5;
const CONNECT_MS = 120_000;
const GRACE_MS = 20_000;
/** Connections kept alive are closed within this time. */
const QUIET_MS = 8_000;

const MEMORY_GROWTH = 0.05;
const LATENCY_GROWTH = 2;

const ledger = createLedger();
const [discord, slack] = await Promise.all([startDiscord(ledger), startSlack(ledger)]);
const probe = fileURLToPath(new URL('load/probe.mjs', import.meta.url));
const bot = startBot({ ...discord.env, ...slack.env, SLACK_APP_TOKEN: 'xapp-bench' }, [
  '--expose-gc',
  `--import=${probe}`,
]);
await bot.ready(async (ms) => (await discord.connected(ms)) && (await slack.connected(ms)), CONNECT_MS);

const SLACK_KINDS = ['mention', 'mention', 'mention', 'direct', 'command'];
let serial = 0;

/** Every other question on each platform; a reader's verdict beside every twentieth. */
function ask() {
  const i = serial;
  serial += 1;
  if (i % 2 === 0) discord.deliver(i % 20 === 18 ? 'answer' : 'ask', i);
  else slack.deliver(SLACK_KINDS[((i - 1) / 2) % SLACK_KINDS.length], i);
  if (i % 20 === 10) discord.deliver('helpful', i);
}

async function usage() {
  const told = once(bot.child, 'message');
  bot.child.send('usage');
  const [figures] = await told;
  return figures;
}

async function quiet() {
  await until(() => ledger.open === 0, GRACE_MS);
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
}

const MIB = 2 ** 20;
const median = (values) =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

await pace(WARM_UP, PER_SECOND, ask);
await quiet();
ledger.takeLatencies();
await pace(IDLE, IDLE_PER_SECOND, ask);
await quiet();
const idle = percentile(ledger.takeLatencies(), 0.99);
const before = await usage();
const keptBefore = bot.kept();

console.log(`Soak: ${TOTAL} questions at ${PER_SECOND} a second, half on Discord, half on Slack`);
console.log(`  idle (${IDLE_PER_SECOND} a second): p99 ${idle.toFixed(1)} ms`);
const quarters = [];
for (let quarter = 1; quarter <= QUARTERS; quarter += 1) {
  const samples = [];
  for (let part = 0; part < PARTS; part += 1) {
    await pace(TOTAL / QUARTERS / PARTS, PER_SECOND, ask);
    await until(() => ledger.open === 0, GRACE_MS);
    samples.push(await usage());
  }
  const sorted = ledger.takeLatencies();
  const figures = {
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    rss: median(samples.map(({ rss }) => rss)),
    heap: median(samples.map(({ heapUsed, external }) => heapUsed + external)),
    descriptors: Math.max(...samples.map(({ descriptors }) => descriptors)),
  };
  quarters.push(figures);
  console.log(
    `  quarter ${quarter}: p50 ${figures.p50.toFixed(1)} ms, p99 ${figures.p99.toFixed(1)} ms, resident ${(figures.rss / MIB).toFixed(1)} MiB, ` +
      `heap after collection ${(figures.heap / MIB).toFixed(1)} MiB, at most ${figures.descriptors} descriptors`,
  );
}
await quiet();
const after = await usage();
const kept = bot.kept();
const stopped = await bot.stop();
discord.close();
slack.close();

const [, second, , last] = quarters;
const worst = Math.max(...quarters.map(({ p99 }) => p99));
const growth = (figure) => last[figure] / second[figure] - 1;
const signed = (share) => `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)}%`;
const findings = [
  [
    growth('rss') <= MEMORY_GROWTH && growth('heap') <= MEMORY_GROWTH,
    `memory, last quarter beside the second: resident ${signed(growth('rss'))}, heap ${signed(growth('heap'))} (at most +5%)`,
  ],
  [
    !(after.descriptors > before.descriptors),
    `descriptors at rest: ${before.descriptors} before, ${after.descriptors} after (no more)`,
  ],
  [
    worst <= idle * LATENCY_GROWTH,
    `p99: ${worst.toFixed(1)} ms in the worst quarter, ${idle.toFixed(1)} ms idle (at most twice)`,
  ],
  [ledger.open + ledger.duplicates === 0, `lost ${ledger.open}, answered twice ${ledger.duplicates} (none)`],
  [stopped.code === 0, `SIGTERM to exit: ${stopped.milliseconds.toFixed(0)} ms, code ${stopped.code} (0)`],
];
console.log(
  `  a question took ${((after.cpuMs - before.cpuMs) / TOTAL).toFixed(2)} ms of processor time and ${Math.round((kept - keptBefore) / TOTAL)} bytes on disk`,
);
for (const [fine, text] of findings) console.log(`  ${fine ? 'ok    ' : 'not ok'}  ${text}`);
process.exitCode = findings.every(([fine]) => fine) ? 0 : 1;
