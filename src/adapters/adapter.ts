/** A way to deliver replies. */
export interface Adapter {
  /** For logs and messages: `discord`, `slack`, `terminal`. */
  readonly name: string;
  /** Resolves once it takes questions; rejects with a remedy when it cannot. */
  start(): Promise<void>;
  /** Takes no new work, finishes what is under way, lets go of every handle. */
  stop(): Promise<void>;
}
