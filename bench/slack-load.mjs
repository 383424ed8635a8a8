/**
 * Load on Slack: 2,000 events at 200 a second from a Slack on 127.0.0.1 to `footnote serve`, both real processes, first over
 * Socket Mode, then over signed HTTP. Prints how many were lost, how many answered twice, and the time from delivery to
 * post. Needs `npm run build`.
 */
import { createServer } from 'node:http';
import { startBot } from './load/bot.mjs';
import { createLedger, pace, percentile, until } from './load/ledger.mjs';
import { SIGNING_SECRET, startSlack } from './load/slack.mjs';

const TOTAL = 2_000;
const PER_SECOND = 200;
/** Not measured: the first ones compile code and open connections. */
const WARM_UP = 200;
/** Longest wait for the bot to connect, which includes learning the pack when it has changed. */
const CONNECT_MS = 120_000;
const GRACE_MS = 5_000;

/** Six mentions, two direct messages, a command and a click of every ten, as in a busy workspace. */
const kindOf = (i) => (i % 10 < 6 ? 'mention' : i % 10 < 8 ? 'direct' : i % 10 === 8 ? 'command' : 'click');

const ledger = createLedger();
const slack = await startSlack(ledger);

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function measure(name, env, connected, port) {
  const bot = startBot({ ...slack.env, ...env });
  await bot.ready(connected, CONNECT_MS);
  await pace(WARM_UP, PER_SECOND, (i) => slack.deliver(kindOf(i), i, port));
  await until(() => ledger.open === 0, GRACE_MS);
  ledger.clear();
  const seconds = await pace(TOTAL, PER_SECOND, (i) => slack.deliver(kindOf(i), WARM_UP + i, port));
  await until(() => ledger.open === 0, GRACE_MS);
  const stopped = await bot.stop();

  const sorted = ledger.takeLatencies();
  console.log(
    `Slack over ${name}: ${TOTAL} events in ${seconds.toFixed(1)} s (${(TOTAL / seconds).toFixed(0)} a second)`,
  );
  console.log(`  lost ${ledger.open}, answered twice ${ledger.duplicates}`);
  console.log(
    `  delivery to post: p50 ${percentile(sorted, 0.5).toFixed(1)} ms, p99 ${percentile(sorted, 0.99).toFixed(1)} ms, longest ${percentile(sorted, 1).toFixed(1)} ms`,
  );
  console.log(`  SIGTERM to exit: ${stopped.milliseconds.toFixed(0)} ms, code ${stopped.code}`);
  if (ledger.open + ledger.duplicates > 0) process.exitCode = 1;
  ledger.clear();
}

await measure('sockets', { SLACK_APP_TOKEN: 'xapp-bench' }, slack.connected);
const port = await freePort();
const listening = (milliseconds) =>
  until(
    () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      ),
    milliseconds,
  );
await measure('HTTP', { SLACK_SIGNING_SECRET: SIGNING_SECRET, PORT: String(port) }, listening, port);
slack.close();
