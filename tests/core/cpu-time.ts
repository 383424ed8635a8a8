/** Measures work in processor time, which other processes on a busy machine do not lengthen. */

/** Milliseconds of processor time that the work takes. */
export function cpuTimeOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
