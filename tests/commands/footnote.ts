/** Runs the built command line as a process of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Written to standard input, which is then closed. */
  readonly input?: string | Uint8Array;
  /** Added to an environment that has none of Footnote's variables. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** In a group of processes of its own, which can be told something as a whole. */
  readonly detached?: boolean;
}

/** Starts it; the caller ends its input. */
export function start(
  args: readonly string[],
  { env = {}, cwd = ROOT, detached = false }: RunOptions = {},
): ChildProcessWithoutNullStreams {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [MAIN, ...args], { cwd, env: { PATH, HOME, ...env }, detached });
}

/** Runs it to its end. */
export async function footnote(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = start(args, options);
  // A process that ends before it has read everything closes the pipe.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return finish(child);
}

/** Waits for its end and collects what it printed. */
export async function finish(child: ChildProcessWithoutNullStreams): Promise<Run> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/** Each line of JSON. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
