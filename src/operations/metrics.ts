/** What Prometheus is told: questions, verdicts, connections, queues, and the process itself. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Feedback } from '../adapters/feedback.ts';
import type { Journal } from '../adapters/journal.ts';
import type { Limits } from '../adapters/limits.ts';
import type { Observed } from './readiness.ts';

export interface MetricsOptions {
  readonly packVersion: string;
  /** Of Footnote. */
  readonly version: string;
  readonly adapters: () => readonly Observed[];
  /** Writes that wait for the database, and those that were given up. */
  readonly store: () => { readonly queued: number; readonly dropped: number };
}

export interface Metrics {
  readonly journal: Journal;
  readonly feedback: Feedback;
  /** The same limits, with those who have to wait counted. */
  counting(limits: Limits): Limits;
  /** For the header of the answer. */
  readonly contentType: string;
  /** Everything as Prometheus reads it. */
  render(): Promise<string>;
}

/** Seconds: from a reply that is ready within a millisecond to one for which nobody waits any more. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const CONFIDENCES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

/** Measures of one process. No label names a person, a place or a question. */
export function createMetrics({ packVersion, version, adapters, store }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const questions = new Counter({
    name: 'footnote_questions_total',
    help: 'Questions by platform, outcome, and the reason when the report does not say.',
    labelNames: ['platform', 'outcome', 'reason'],
    registers,
  });
  const seconds = new Histogram({
    name: 'footnote_question_seconds',
    help: 'From taking a question to having its reply.',
    labelNames: ['platform'],
    buckets: SECONDS,
    registers,
  });
  const confidence = new Histogram({
    name: 'footnote_confidence',
    help: 'Confidence of the first answer, 0 to 1.',
    labelNames: ['platform'],
    buckets: CONFIDENCES,
    registers,
  });
  const posts = new Counter({
    name: 'footnote_posts_total',
    help: 'Answers that stand in a channel.',
    labelNames: ['platform'],
    registers,
  });
  const feedback = new Counter({
    name: 'footnote_feedback_total',
    help: 'Readers who found an answer helpful, and those who did not.',
    labelNames: ['platform', 'verdict'],
    registers,
  });
  const limited = new Counter({
    name: 'footnote_limited_total',
    help: 'Questions that were asked to wait, because a person or a channel asked too many.',
    labelNames: ['platform', 'who'],
    registers,
  });
  new Gauge({
    name: 'footnote_connected',
    help: '1 while the platform can reach us, 0 otherwise.',
    labelNames: ['platform'],
    registers,
    collect() {
      for (const { name, state } of adapters())
        if (state) this.set({ platform: name }, Number(state().connected));
    },
  });
  new Gauge({
    name: 'footnote_connections',
    help: 'What the connection consists of: shards and those that are ready, or sockets.',
    labelNames: ['platform', 'what'],
    registers,
    collect() {
      for (const { name, state } of adapters())
        for (const [what, count] of Object.entries(state?.().detail ?? {}))
          this.set({ platform: name, what }, count);
    },
  });
  new Gauge({
    name: 'footnote_under_way',
    help: 'Questions taken and not answered yet.',
    labelNames: ['platform'],
    registers,
    collect() {
      for (const { name, state } of adapters()) if (state) this.set({ platform: name }, state().underWay);
    },
  });
  new Gauge({
    name: 'footnote_store_queued',
    help: 'Writes that wait for the database.',
    registers,
    collect() {
      this.set(store().queued);
    },
  });
  new Gauge({
    name: 'footnote_store_dropped',
    help: 'Entries of the journal that were given up since the start, because too many waited.',
    registers,
    collect() {
      this.set(store().dropped);
    },
  });
  new Gauge({
    name: 'footnote_info',
    help: 'Always 1; says which Footnote answers from which version of the pack.',
    labelNames: ['version', 'pack'],
    registers,
  }).set({ version, pack: packVersion }, 1);

  return {
    journal: {
      asked({ platform, outcome, reason = '', milliseconds, confidence: value }) {
        questions.inc({ platform, outcome, reason });
        seconds.observe({ platform }, milliseconds / 1_000);
        if (value !== undefined) confidence.observe({ platform }, value);
      },
      posted: ({ platform }) => posts.inc({ platform }),
    },
    feedback: {
      record: ({ platform, helpful }) =>
        feedback.inc({ platform, verdict: helpful ? 'helpful' : 'not_helpful' }),
    },
    counting: (limits) => ({
      async take(platform, user, channel) {
        const allowance = await limits.take(platform, user, channel);
        if (allowance.kind === 'wait') limited.inc({ platform, who: allowance.who });
        return allowance;
      },
    }),
    contentType: registry.contentType,
    render: () => registry.metrics(),
  };
}
