/** A way to deliver replies. */
export interface Adapter {
  /** For logs and messages: `discord`, `slack`, `terminal`. */
  readonly name: string;
  /** Resolves once it takes questions; rejects with a remedy when it cannot. */
  start(): Promise<void>;
  /** Takes no new work, finishes what is under way, lets go of every handle. */
  stop(): Promise<void>;
  /** How it is doing at this moment, for those who watch it; absent when there is nothing to watch. */
  readonly state?: () => AdapterState;
}

/** What an adapter tells of itself. */
export interface AdapterState {
  /** Whether the platform can reach it now: every shard of the gateway, at least one socket, the HTTP server. */
  readonly connected: boolean;
  /** Questions taken and not answered yet. */
  readonly underWay: number;
  /** Counts of the platform's own, by name: `shards` and `shardsReady`, or `sockets`. */
  readonly detail?: Readonly<Record<string, number>>;
}
