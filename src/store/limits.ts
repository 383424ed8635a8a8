/** How much one person and one channel may ask, counted by rate-limiter-flexible. */
import type { Pool } from 'pg';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Allowance, Limits } from '../adapters/limits.ts';
import { settlesWithin } from '../adapters/pause.ts';
import type { Log } from '../adapters/ports.ts';
import { describeFailure } from './failure.ts';
import type { Vault } from './vault.ts';

export interface LimitsOptions {
  readonly vault: Vault;
  readonly log: Log;
  /** Counts there for all processes; in memory when absent. */
  readonly pool?: Pool | undefined;
  /** Questions a minute. */
  readonly user: number;
  readonly channel: number;
}

const WINDOW_S = 60;
/** Counting is not worth more: whoever is not counted is answered. */
const PATIENCE_MS = 500;

export function createLimits({ vault, log, pool, user, channel }: LimitsOptions): Limits {
  const perUser = createLimiter('user', user, pool);
  const perChannel = createLimiter('channel', channel, pool);

  /** Seconds to wait, 0 when there is room. */
  const take = async (limiter: RateLimiterAbstract, key: string): Promise<number> => {
    try {
      await limiter.consume(key);
      return 0;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const seconds = Math.ceil(refused.msBeforeNext / 1_000);
      if (seconds <= WINDOW_S) return Math.max(seconds, 1);
      // The clock was set back: nobody waits until it has caught up with itself.
      await limiter.delete(key);
      return 0;
    }
  };

  const count = async (platform: string, person: string, place: string): Promise<Allowance> => {
    const forUser = await take(perUser, vault.hash('limit', platform, 'user', person));
    if (forUser > 0) return { kind: 'wait', who: 'user', seconds: forUser };
    const forChannel = await take(perChannel, vault.hash('limit', platform, 'channel', place));
    return forChannel > 0 ? { kind: 'wait', who: 'channel', seconds: forChannel } : { kind: 'go' };
  };

  return {
    async take(platform, person, place) {
      const counting = count(platform, person, place);
      if (!(await settlesWithin(PATIENCE_MS, counting))) return { kind: 'go' };
      return counting.catch((error: unknown) => {
        log.warn(describeFailure(error), 'Cannot count a question');
        return { kind: 'go' } as const;
      });
    },
  };
}

/** In PostgreSQL, and in memory while that is away; in memory alone without it, as there is one process then. */
function createLimiter(name: string, points: number, pool: Pool | undefined): RateLimiterAbstract {
  const shared = { keyPrefix: name, points, duration: WINDOW_S };
  const memory = new RateLimiterMemory(shared);
  if (!pool) return memory;
  return new RateLimiterPostgres({
    ...shared,
    storeClient: pool,
    storeType: 'pool',
    tableName: 'limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    insuranceLimiter: memory,
  });
}
