/** Encodes texts beside the event loop, in threads of its own; what cannot be had in time is left out. */
import { Worker } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import type { EncoderWorkerData, EncoderWorkerMessage } from './encoder-worker.ts';

export interface EncoderPoolOptions {
  /** Path of `assets/encoder.bin`, or its bytes, which every thread copies. */
  readonly asset: string | Uint8Array;
  /** Threads; 1 when absent, as each takes 40 MB and a core. */
  readonly size?: number;
  /** Texts that may wait for a thread; 256 when absent, which is a second or two. */
  readonly maxQueue?: number;
  /** How long a text waits for its encoding, and a thread may take for a few texts; 2 seconds when absent. */
  readonly timeoutMs?: number;
  /** Is told, in a sentence, that the encoder cannot be used or that a thread has died. */
  readonly onProblem?: (message: string) => void;
  /** Program of the threads; `encoder-worker` when absent. */
  readonly program?: URL;
}

/** Whether encodings are to be had. */
export interface EncoderPoolState {
  /** A thread has read the encoder and stands by. */
  readonly ready: boolean;
  /** False once the encoder turned out to be unusable, or threads died too often: there will be no more encodings. */
  readonly healthy: boolean;
  /** Texts that wait for a thread. */
  readonly waiting: number;
}

/** Made by {@link createEncoderPool}. */
export interface EncoderPool {
  /**
   * The texts' encodings, in their order; nobody may write to them. `undefined` for each that could not be had: too many
   * waited, it took too long, a thread died over it, or the encoder cannot be used. Never rejects. The first call starts
   * the threads; one without texts does no more than that.
   */
  encode(texts: readonly string[]): Promise<readonly (Int8Array | undefined)[]>;
  state(): EncoderPoolState;
  /** Ends the threads; what still waits becomes `undefined`, and what is asked for later, unless it is remembered. */
  close(): Promise<void>;
}

interface Job {
  readonly text: string;
  readonly encoding: Promise<Int8Array | undefined>;
  /** May be called more than once; the first call counts. */
  settle(encoding: Int8Array | undefined): void;
}

interface Thread {
  readonly worker: Worker;
  ready: boolean;
  /** Empty while it has nothing to do. */
  batch: readonly Job[];
  timer: NodeJS.Timeout | undefined;
  /** Why it is about to die, as far as that is known. */
  reason: string | undefined;
}

const MAX_QUEUE = 256;
const TIMEOUT_MS = 2_000;
/** Texts a thread gets at once: few, so that none waits long for the others' encodings. */
const BATCH = 8;
/** So many deaths of threads within so many milliseconds are no accident. */
const MAX_DEATHS = 3;
const DEATHS_WITHIN_MS = 60_000;
/** Bytes that remembered encodings may take, the objects around each counted in: about 5,000 questions. */
const CACHE_BYTES = 4 * 2 ** 20;
const ENTRY_BYTES = 300;
/** Megabytes for the thread's own objects, most of them the vocabulary; its weights lie outside. */
const HEAP_MB = 64;

/** Run from the TypeScript sources, as tests do, it takes the built thread: Node.js 20 loads no other. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/operations/encoder-worker.js' : './encoder-worker.js',
  import.meta.url,
);

/** A pool that starts its threads when it is first asked. They keep the process alive only while somebody waits. */
export function createEncoderPool({
  asset,
  size = 1,
  maxQueue = MAX_QUEUE,
  timeoutMs = TIMEOUT_MS,
  onProblem = () => {},
  program = PROGRAM,
}: EncoderPoolOptions): EncoderPool {
  const remembered = new LRUCache<string, Int8Array>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (encoding, text) => encoding.length + 2 * text.length + ENTRY_BYTES,
  });
  const threads = new Set<Thread>();
  /** Texts that somebody waits for, in a thread or not yet. */
  const jobs = new Map<string, Job>();
  const queue = new Set<Job>();
  let deaths: readonly number[] = [];
  let healthy = true;
  let closed = false;

  function createJob(text: string): Job {
    const { promise, resolve } = withResolvers<Int8Array | undefined>();
    const timer = timeout(() => job.settle(undefined));
    const job: Job = {
      text,
      encoding: promise,
      settle(encoding) {
        clearTimeout(timer);
        queue.delete(job);
        if (jobs.get(text) === job) jobs.delete(text);
        resolve(encoding);
      },
    };
    return job;
  }

  /** A timer, unless there is to be no limit. */
  function timeout(run: () => void): NodeJS.Timeout | undefined {
    return Number.isFinite(timeoutMs) ? setTimeout(run, timeoutMs) : undefined;
  }

  function request(text: string): Promise<Int8Array | undefined> | Int8Array | undefined {
    const known = remembered.get(text) ?? jobs.get(text)?.encoding;
    if (known || queue.size >= maxQueue) return known;
    const job = createJob(text);
    jobs.set(text, job);
    queue.add(job);
    return job.encoding;
  }

  function start(): void {
    const workerData: EncoderWorkerData = { asset };
    const worker = new Worker(program, {
      workerData,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const thread: Thread = { worker, ready: false, batch: [], timer: undefined, reason: undefined };
    threads.add(thread);
    worker.on('message', (message: EncoderWorkerMessage) => {
      if (message.kind === 'unusable') giveUp(message.message);
      else if (message.kind === 'ready') thread.ready = true;
      else finish(thread, message.encodings);
      dispatch();
    });
    worker.on('error', (error: unknown) => {
      thread.reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', (code) => bury(thread, code));
  }

  function finish(thread: Thread, encodings: Int8Array): void {
    clearTimeout(thread.timer);
    const length = encodings.length / thread.batch.length;
    for (const [i, job] of thread.batch.entries()) {
      const encoding = encodings.slice(i * length, (i + 1) * length);
      remembered.set(job.text, encoding);
      job.settle(encoding);
    }
    thread.batch = [];
  }

  /** Hands what waits to threads that have nothing to do, and starts threads that are missing. */
  function dispatch(): void {
    if (healthy && !closed) while (threads.size < size) start();
    for (const thread of threads) {
      if (thread.ready && thread.batch.length === 0 && queue.size > 0) {
        thread.batch = takeFirst(queue, BATCH);
        thread.timer = timeout(() => {
          thread.reason = `it took longer than ${timeoutMs} ms`;
          void thread.worker.terminate();
        });
        thread.worker.postMessage(thread.batch.map(({ text }) => text));
      }
      if (jobs.size > 0) thread.worker.ref();
      else thread.worker.unref();
    }
  }

  function bury(thread: Thread, code: number): void {
    clearTimeout(thread.timer);
    threads.delete(thread);
    for (const job of thread.batch) job.settle(undefined);
    if (closed || !healthy) return;
    const now = performance.now();
    deaths = [...deaths.filter((death) => death > now - DEATHS_WITHIN_MS), now];
    const fact = `Cannot encode texts: a thread ended (${thread.reason ?? `with code ${code}`})`;
    if (deaths.length >= MAX_DEATHS) {
      giveUp(`${fact}, as did others within a minute. Restart Footnote to have it tried again.`);
      return;
    }
    onProblem(`${fact}. Another takes its place.`);
    if (queue.size > 0) dispatch();
  }

  function giveUp(message: string): void {
    if (!healthy) return;
    healthy = false;
    for (const job of [...jobs.values()]) job.settle(undefined);
    for (const { worker } of threads) void worker.terminate();
    onProblem(message);
  }

  return {
    async encode(texts) {
      if (closed || !healthy) return texts.map((text) => remembered.get(text));
      const encodings = texts.map(request);
      dispatch();
      return Promise.all(encodings);
    },
    state: () => ({
      ready: [...threads].some(({ ready }) => ready),
      healthy: healthy && !closed,
      waiting: queue.size,
    }),
    async close() {
      closed = true;
      for (const job of [...jobs.values()]) job.settle(undefined);
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}

/** Takes the first few out of a set, without looking at the others. */
function takeFirst<T>(set: Set<T>, count: number): readonly T[] {
  const taken: T[] = [];
  for (const each of set) {
    if (taken.length === count) break;
    set.delete(each);
    taken.push(each);
  }
  return taken;
}

/** `Promise.withResolvers`, which Node.js 20 lacks. */
function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
