/**
 * Load on Discord: 2,000 interactions at 200 a second from a Discord on 127.0.0.1 to `footnote serve`, both real processes.
 * Prints how many were lost, how many answered twice, and the time from dispatch to callback. Needs `npm run build`.
 */
import { startBot } from './load/bot.mjs';
import { startDiscord } from './load/discord.mjs';
import { createLedger, pace, percentile, until } from './load/ledger.mjs';

const TOTAL = 2_000;
const PER_SECOND = 200;
/** Not measured: the first ones compile code and open connections. */
const WARM_UP = 200;
/** Longest wait for the bot to connect, which includes learning the pack when it has changed. */
const CONNECT_MS = 120_000;
const GRACE_MS = 5_000;

/** Six questions, two suggestions while typing and two buttons of every ten, as in a busy channel. */
const kindOf = (i) => (i % 10 < 6 ? 'ask' : i % 10 < 8 ? 'suggest' : 'answer');

const ledger = createLedger();
const discord = await startDiscord(ledger);
const bot = startBot(discord.env);
await bot.ready(discord.connected, CONNECT_MS);

await pace(WARM_UP, PER_SECOND, (i) => discord.deliver(kindOf(i), i));
await until(() => ledger.open === 0, GRACE_MS);
ledger.clear();
const seconds = await pace(TOTAL, PER_SECOND, (i) => discord.deliver(kindOf(i), WARM_UP + i));
await until(() => ledger.open === 0, GRACE_MS);
const stopped = await bot.stop();
discord.close();

const sorted = ledger.takeLatencies();
console.log(
  `Discord: ${TOTAL} interactions in ${seconds.toFixed(1)} s (${(TOTAL / seconds).toFixed(0)} a second)`,
);
console.log(`  lost ${ledger.open}, answered twice ${ledger.duplicates}`);
console.log(
  `  dispatch to callback: p50 ${percentile(sorted, 0.5).toFixed(1)} ms, p99 ${percentile(sorted, 0.99).toFixed(1)} ms, longest ${percentile(sorted, 1).toFixed(1)} ms`,
);
console.log(`  SIGTERM to exit: ${stopped.milliseconds.toFixed(0)} ms, code ${stopped.code}`);
process.exitCode = ledger.open + ledger.duplicates > 0 ? 1 : 0;
