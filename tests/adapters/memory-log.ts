/** A log that keeps its lines. */
import type { Log } from '../../src/adapters/ports.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly detail: object;
  readonly message: string;
}

export interface MemoryLog extends Log {
  readonly lines: LogLine[];
  /** All lines, one JSON text each. */
  text(): string;
}

export function createMemoryLog(bindings: object = {}, lines: LogLine[] = []): MemoryLog {
  const at = (level: LogLine['level']) => (detail: object, message: string) => {
    lines.push({ level, detail: { ...bindings, ...detail }, message });
  };
  return {
    lines,
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (more) => createMemoryLog({ ...bindings, ...more }, lines),
    text: () => lines.map((line) => JSON.stringify(line)).join('\n'),
  };
}
