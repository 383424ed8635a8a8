/** Lets Bolt write into our log. */
import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../ports.ts';
import { describeError, withoutTokens } from './failures.ts';

function toMessage(parts: readonly unknown[]): string {
  return parts
    .map((part) => (typeof part === 'string' ? withoutTokens(part) : describeError(part)))
    .join(' ');
}

/** Bolt's logger over ours; its debug output is dropped, because it holds what people wrote. */
export function createBoltLog(log: Log): Logger {
  return {
    debug() {},
    info: (...parts) => log.info({ from: 'bolt' }, toMessage(parts)),
    warn: (...parts) => log.warn({ from: 'bolt' }, toMessage(parts)),
    error: (...parts) => log.error({ from: 'bolt' }, toMessage(parts)),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}
