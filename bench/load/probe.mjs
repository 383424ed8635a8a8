/** Loaded into the bot by `--import`, with `--expose-gc`: tells what it uses when it is asked. */
import { readdirSync } from 'node:fs';

process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send({ rss, heapUsed, external, cpuMs: (user + system) / 1_000, descriptors: descriptors() });
});
// Being asked is no reason to live on.
process.channel?.unref();

function descriptors() {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    // Not Linux.
    return Number.NaN;
  }
}
