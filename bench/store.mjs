/**
 * What the store carries: deliveries, journal, conversations and limits in SQLite and in PostgreSQL, in turns in the same
 * run. Prints a table and writes JSON. Needs `npm run build`, and PostgreSQL installed for its half.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openStore } from '../dist/store/open-store.js';
import { percentile } from './load/ledger.mjs';

const HELP = `Measures the store in SQLite and in PostgreSQL.

  --rounds N   turns of each database; default 3
  --count N    deliveries, and so on, of a round; default 2000
  --url URL    a PostgreSQL database to measure; default: a server started for it from the installed package
  --out FILE   where the JSON is written; default bench/store.json
`;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    count: { type: 'string', default: '2000' },
    url: { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('store.json', import.meta.url)) },
    open: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** Questions under way at the same time in a busy process. */
const AT_ONCE = 32;
/** Starts to measure what opening costs, each in a process of its own. */
const STARTS = 5;
const UTTERANCE = 'How many foreign volunteers have come to fight, and on whose word does that number rest?';
const log = { info() {}, warn() {}, error: (...line) => console.error(...line), child: () => log };
const shared = {
  secrets: ['a secret of thirty-two characters'],
  keepQuestionsDays: 30,
  limits: { user: 1_000_000, channel: 1_000_000 },
  log,
};

const question = (i) => ({
  platform: 'slack',
  user: `T01:U${i % 500}`,
  channel: `T01:C${i % 50}`,
  utterance: UTTERANCE,
  outcome: 'answer',
  intents: ['foreign-volunteers'],
  confidence: 0.93,
  packVersion: '0123456789ab',
  milliseconds: 1.4,
});
const conversation = {
  turns: Array.from({ length: 6 }, () => ({ utterance: UTTERANCE, intents: ['foreign-volunteers'] })),
};

/** Runs `work` so many times, `atOnce` of them at the same time; milliseconds of each, and of all. */
async function time(count, atOnce, work) {
  const latencies = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const i = next;
      next += 1;
      const start = performance.now();
      await work(i);
      latencies.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { latencies, count, milliseconds: performance.now() - start };
}

/** Each is given the store, a number and a name that no other round has. */
const WORKLOADS = {
  'delivery: take, sending, done': async (store, i, round) => {
    const id = `${round}-${i}`;
    await store.deliveries.take('slack', id, JSON.stringify({ ...question(i), thread: '1700000000.000100' }));
    await store.deliveries.sending('slack', id);
    await store.deliveries.done('slack', id);
  },
  'conversation: read, write': async (store, i, round) => {
    const key = `slack:T01:C${i % 50}:${round}-${i % 500}`;
    await store.conversations.get(key);
    await store.conversations.set(key, conversation, { platform: 'slack', user: `T01:U${i % 500}` });
  },
  'limits: person and channel': (store, i) => store.limits.take('slack', `T01:U${i % 500}`, `T01:C${i % 50}`),
  'a whole question': async (store, i, round) => {
    const id = `whole-${round}-${i}`;
    await store.deliveries.take('slack', id, JSON.stringify(question(i)));
    await store.limits.take('slack', `T01:U${i % 500}`, `T01:C${i % 50}`);
    const key = `slack:T01:C${i % 50}:whole-${i % 500}`;
    await store.conversations.get(key);
    await store.conversations.set(key, conversation, { platform: 'slack', user: `T01:U${i % 500}` });
    store.journal.asked(question(i));
    await store.deliveries.sending('slack', id);
    store.journal.posted({ ...question(i), message: `1700000000.${i}` });
    await store.deliveries.done('slack', id);
  },
};

async function measureJournal(store, count) {
  const start = performance.now();
  const each = await time(count, 1, async (i) => store.journal.asked(question(i)));
  while (store.queued > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  return { ...each, milliseconds: performance.now() - start };
}

/** What opening costs a process that has done nothing else yet. */
function measureOpening(place) {
  const child = fork(fileURLToPath(import.meta.url), ['--open', JSON.stringify(place)]);
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
  });
}

async function openOnce(place) {
  global.gc?.();
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const store = await openStore({ ...shared, ...place });
  const milliseconds = performance.now() - start;
  process.send({ milliseconds, megabytes: (process.memoryUsage.rss() - before) / 1e6 });
  await store.close();
}

async function findPostgres() {
  if (options.url !== undefined) return { url: options.url, remove: async () => {} };
  register('../tests/adapters/slack/strip-types-hooks.mjs', import.meta.url);
  const { POSTGRES_MISSING, startPostgres } = await import('../tests/store/postgres-server.ts');
  if (POSTGRES_MISSING !== undefined) {
    console.log(`PostgreSQL is left out: ${POSTGRES_MISSING}.`);
    return undefined;
  }
  const server = await startPostgres({ durable: true });
  return { url: await server.createDatabase(), remove: () => server.remove() };
}

function summary(runs) {
  const sorted = runs.flatMap(({ latencies }) => latencies).toSorted((a, b) => a - b);
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  const milliseconds = runs.reduce((sum, run) => sum + run.milliseconds, 0);
  return {
    perSecond: Math.round((1_000 * count) / milliseconds),
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
  };
}

function printTable(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  for (const row of rows) {
    console.log(
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
    );
  }
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-bench-store-'));
  const postgres = await findPostgres();
  const databases = [
    { name: 'SQLite', place: { folder: join(folder, 'sqlite') } },
    ...(postgres ? [{ name: 'PostgreSQL', place: { folder: join(folder, 'none'), url: postgres.url } }] : []),
  ];
  const count = Number(options.count);
  const rounds = Number(options.rounds);
  const measured = new Map();
  const note = (database, workload, atOnce, run) => {
    const key = JSON.stringify([workload, atOnce, database]);
    measured.set(key, [...(measured.get(key) ?? []), run]);
  };
  try {
    for (const database of databases) database.store = await openStore({ ...shared, ...database.place });
    // The first rounds compile code and fill caches.
    for (let round = -1; round < rounds; round += 1) {
      for (const [workload, work] of Object.entries(WORKLOADS)) {
        for (const atOnce of [1, AT_ONCE]) {
          for (const { name, store } of databases) {
            const run = await time(round < 0 ? 200 : count, atOnce, (i) =>
              work(store, i, `${round}-${atOnce}`),
            );
            if (round >= 0) note(name, workload, atOnce, run);
          }
        }
      }
      for (const { name, store } of databases) {
        // Fewer than the queue holds, or it would drop some.
        const run = await measureJournal(store, round < 0 ? 200 : Math.min(4 * count, 8_000));
        if (round >= 0) note(name, 'journal: until written', 1, run);
      }
    }
    for (const { store } of databases) await store.close();
    const openings = {};
    for (const { name, place } of databases) {
      const starts = [];
      for (let i = 0; i < STARTS; i += 1) starts.push(await measureOpening(place));
      openings[name] = {
        milliseconds: Math.min(...starts.map(({ milliseconds }) => milliseconds)),
        megabytes: Math.max(...starts.map(({ megabytes }) => megabytes)),
      };
    }
    const results = [...measured].map(([key, runs]) => {
      const [workload, atOnce, database] = JSON.parse(key);
      return { workload, atOnce, database, ...summary(runs) };
    });
    const bytes = readdirSync(databases[0].place.folder)
      .map((name) => statSync(join(databases[0].place.folder, name)).size)
      .reduce((sum, size) => sum + size, 0);
    report(results, openings, bytes);
  } finally {
    for (const { store } of databases) await store?.close();
    await postgres?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(results, openings, sqliteBytes) {
  const milliseconds = (value) => (value < 0.1 ? value.toFixed(3) : value.toFixed(2));
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
  printTable([
    ['', 'at once', 'database', 'a second', 'p50 ms', 'p95 ms', 'p99 ms'],
    ...results.map(({ workload, atOnce, database, perSecond, p50, p95, p99 }) => [
      workload,
      String(atOnce),
      database,
      String(perSecond),
      milliseconds(p50),
      milliseconds(p95),
      milliseconds(p99),
    ]),
  ]);
  console.log(
    '\nThe journal’s latency is what an answer waits for; its rate is until all is in the database.',
  );
  for (const [name, { milliseconds: taken, megabytes }] of Object.entries(openings))
    console.log(`Opening ${name}: ${taken.toFixed(0)} ms, ${megabytes.toFixed(1)} MB of memory.`);
  console.log(`The SQLite file: ${(sqliteBytes / 1e6).toFixed(1)} MB.`);
  console.log('\nTo repeat it: npm run build && node bench/store.mjs');
  writeFileSync(
    options.out,
    `${JSON.stringify({ node: process.version, processor: cpus()[0]?.model, processors: cpus().length, results, openings, sqliteBytes }, null, 2)}\n`,
  );
}

if (options.help) process.stdout.write(HELP);
else if (options.open !== undefined) await openOnce(JSON.parse(options.open));
else await main();
