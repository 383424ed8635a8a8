/** Measures work in processor time, which other processes on a busy machine do not lengthen. */

/** Milliseconds of processor time that the work takes: the lesser of two runs, for compiling and clearing up are not its own. */
export function cpuTimeOf(work: () => unknown): number {
  const once = () => {
    const before = process.cpuUsage();
    work();
    return millisecondsSince(before);
  };
  return Math.min(once(), once());
}

/** The same for work that is waited for. */
export async function cpuTimeOfAsync(work: () => Promise<unknown>): Promise<number> {
  const once = async () => {
    const before = process.cpuUsage();
    await work();
    return millisecondsSince(before);
  };
  return Math.min(await once(), await once());
}

function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
