/** Keeps account of what was delivered to the bot and what came back. */

export function createLedger() {
  const deliveredAt = new Map();
  const answers = new Map();
  let latencies = [];
  return {
    /** Says that something is delivered now; what is never said so is not counted. */
    delivered(id) {
      deliveredAt.set(id, performance.now());
    },
    answered(id) {
      const at = deliveredAt.get(id);
      if (at === undefined) return;
      if (!answers.has(id)) latencies.push(performance.now() - at);
      answers.set(id, (answers.get(id) ?? 0) + 1);
    },
    get open() {
      return deliveredAt.size - answers.size;
    },
    get duplicates() {
      return [...answers.values()].filter((times) => times > 1).length;
    },
    /** Milliseconds from delivery to answer since the last call, ascending. */
    takeLatencies() {
      const taken = latencies.toSorted((a, b) => a - b);
      latencies = [];
      return taken;
    },
    clear() {
      deliveredAt.clear();
      answers.clear();
      latencies = [];
    },
  };
}

/** The value below which this share of ascending values lies. */
export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Calls `deliver` with 0, 1, 2 …, so many times a second; returns the seconds it took. */
export async function pace(count, perSecond, deliver) {
  const start = performance.now();
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1_000) * perSecond) + 1);
    for (; sent < due; sent += 1) deliver(sent);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return (performance.now() - start) / 1_000;
}

/** Whether it becomes so within the time. */
export async function until(isSo, milliseconds) {
  const end = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
