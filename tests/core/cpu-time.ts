/** Measures work in processor time, which other processes on a busy machine do not lengthen. */

/** Milliseconds of processor time that the work takes: the lesser of two runs, for compiling and clearing up are not its own. */
export function cpuTimeOf(work: () => unknown): number {
  const once = () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  return Math.min(once(), once());
}
