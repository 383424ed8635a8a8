/** Lets each question in once, and no more of them than a person or a channel may ask; keeps track of it until it is answered. */
import type { Asker } from './ask.ts';
import { type Deliveries, DeliveryLost, type Redo } from './deliveries.ts';
import type { Allowance, Limits } from './limits.ts';
import { settlesWithin } from './pause.ts';
import type { Log } from './ports.ts';
import { retry } from './retry.ts';
import { createSeldom } from './seldom.ts';
import { createWorkload } from './workload.ts';

/**
 * `go`: answer it · `taken`: somebody else answers it, or has · `away`: the store could not be asked for too long ·
 * `wait`: too much was asked.
 */
export type Admission = Allowance | { readonly kind: 'taken' } | { readonly kind: 'away' };

/** Why a question is not answered now: as `Admission`, or `full` when more is under way than may be. */
export type Refusal = Exclude<Admission, { readonly kind: 'go' | 'taken' }> | { readonly kind: 'full' };

export interface Intake {
  /** Never rejects; waits while the store is away. `redo` as `Deliveries` has it. */
  admit(id: string, asker: Pick<Asker, 'user' | 'channel'>, redo?: Redo): Promise<Admission>;
  /** Said right before the answer is sent; false when somebody else answers it by now. Holds nothing up for long. */
  sending(id: string): Promise<boolean>;
  /** Said when a question was answered or cannot be any more; written down behind the caller's back. */
  done(id: string): void;
  /** Whether to say this to the asker in public: at most once a minute. */
  mayTell(refusal: Refusal, asker: Pick<Asker, 'user' | 'channel'>): boolean;
  /** Waits until all is written down, at most so many milliseconds. */
  close(milliseconds: number): Promise<void>;
}

export interface IntakeOptions {
  /** The adapter's name. */
  readonly platform: string;
  readonly deliveries: Deliveries;
  /** Everybody may ask as much as they like when absent. */
  readonly limits?: Limits | undefined;
  readonly log: Log;
  /** Milliseconds that a question waits for a store that is away. */
  readonly patience?: number | undefined;
  /** Told what went wrong, in words that may stand in a log. */
  describe(error: unknown): object;
}

/** A database that restarts is back by then; people who wait longer have asked again. */
const PATIENCE_MS = 60_000;
/** That an answer is on its way is worth this delay, and no more: without it, it is told apart only by a crash. */
const SENDING_PATIENCE_MS = 2_000;
/** How long it is tried to write down that a question was answered. */
const DONE_PATIENCE_MS = 120_000;
const TELL_EVERY_MS = 60_000;

export function createIntake({
  platform,
  deliveries,
  limits,
  log,
  describe,
  patience = PATIENCE_MS,
}: IntakeOptions): Intake {
  const stopping = new AbortController();
  const finishing = createWorkload((error) =>
    log.error(describe(error), 'Cannot write down that a question was answered'),
  );
  const tell = createSeldom(TELL_EVERY_MS);
  const complain = createSeldom(TELL_EVERY_MS);

  const done = (id: string): void => {
    const attempt = () => deliveries.done(platform, id);
    finishing.run(async () => {
      const until = Date.now() + DONE_PATIENCE_MS;
      const options = {
        signal: stopping.signal,
        isFatal: () => Date.now() > until,
        onRetry: () => {},
      };
      await retry(attempt, options);
    });
  };

  /** Nobody is to answer what people were told to ask again. */
  const giveUp = (taking: Promise<boolean>, id: string): Admission => {
    if (complain('away')) log.error({}, 'Cannot take questions: the store is away');
    taking.then((mine) => (mine ? done(id) : undefined)).catch(() => done(id));
    return { kind: 'away' };
  };

  return {
    async admit(id, { user, channel }, redo) {
      const taking = deliveries.take(platform, id, redo);
      if (!(await settlesWithin(patience, taking))) return giveUp(taking, id);
      const mine = await taking.catch(() => undefined);
      if (mine === undefined) return giveUp(taking, id);
      if (!mine) return { kind: 'taken' };
      return limits ? limits.take(platform, user, channel) : { kind: 'go' };
    },

    async sending(id) {
      const isLost = deliveries.sending(platform, id).then(
        () => false,
        (error: unknown) => {
          log.warn(describe(error), 'Cannot write down that an answer is being sent');
          return error instanceof DeliveryLost;
        },
      );
      // Answering matters more than knowing, after a crash, that it was begun.
      return !((await settlesWithin(SENDING_PATIENCE_MS, isLost)) && (await isLost));
    },

    done,

    mayTell: (refusal, { user, channel }) =>
      tell(refusal.kind === 'wait' ? `wait:${user}` : `${refusal.kind}:${channel}`),

    async close(milliseconds) {
      await finishing.drain(milliseconds);
      stopping.abort();
    },
  };
}
