/**
 * What Discord servers cost: a Discord on 127.0.0.1 lets the bot into so many (10,000 unless told otherwise), each with 60
 * channels and 25 roles, in one process, and then has people talk there to one another. Prints the memory that the bot's
 * process takes before and after, and the processor time for a message that is not for it.
 *
 *     node bench/discord-guilds.mjs [servers]
 *
 * Needs `npm run build`.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startBot } from './load/bot.mjs';
import { startDiscord } from './load/discord.mjs';
import { createLedger, until } from './load/ledger.mjs';

const GUILDS = Number(process.argv[2] ?? 10_000);
const CONNECT_MS = 120_000;
/** Messages that are not for the bot: enough to measure, a few seconds' worth. */
const CHATTER = 20_000;
const MIB = 2 ** 20;

const ledger = createLedger();
const discord = await startDiscord(ledger);
const probe = fileURLToPath(new URL('load/probe.mjs', import.meta.url));
const bot = startBot(discord.env, ['--expose-gc', `--import=${probe}`]);
await bot.ready(discord.connected, CONNECT_MS);

async function usage() {
  const told = once(bot.child, 'message');
  bot.child.send('usage');
  const [{ rss, heapUsed, cpuMs }] = await told;
  return { rss: rss / MIB, heap: heapUsed / MIB, cpuMs };
}

/** An answer says that everything before it was read. */
async function caughtUp() {
  discord.deliver('ask', 0);
  if (!(await until(() => ledger.open === 0, CONNECT_MS))) throw new Error('Cannot measure: no answer came.');
}

await caughtUp();
const before = await usage();
const start = performance.now();
for (let i = 0; i < GUILDS; i += 1) discord.join(i);
await caughtUp();
const seconds = (performance.now() - start) / 1_000;
const after = await usage();
// Collecting garbage to look at memory is no part of reading messages.
const quiet = await usage();
for (let i = 0; i < CHATTER; i += 1) discord.chatter(i % GUILDS);
await caughtUp();
const talked = await usage();
await bot.stop();
discord.close();
console.log(
  `Discord, ${GUILDS} servers in one process, taken in within ${seconds.toFixed(1)} s: ` +
    `heap ${before.heap.toFixed(0)} -> ${after.heap.toFixed(0)} MiB (${(((after.heap - before.heap) * 1_024) / GUILDS).toFixed(1)} KiB a server), ` +
    `resident ${before.rss.toFixed(0)} -> ${after.rss.toFixed(0)} MiB`,
);
console.log(
  `  a message that is not for it: ${((talked.cpuMs - quiet.cpuMs) / CHATTER).toFixed(2)} ms of processor time`,
);
