import { describe, expect, it } from 'vitest';
import type { AdapterState } from '../../src/adapters/adapter.ts';
import { createMetrics } from '../../src/operations/metrics.ts';
import { POST, QUESTION } from './entries.ts';

function measured(states: Readonly<Record<string, AdapterState | undefined>> = {}, queued = 0) {
  const adapters = Object.entries(states).map(([name, state]) => ({
    name,
    ...(state && { state: () => state }),
  }));
  const metrics = createMetrics({
    packVersion: '0123456789ab',
    version: '1.2.3',
    adapters: () => adapters,
    store: () => ({ queued, dropped: 2 }),
  });
  /** The value of a series as it is rendered; undefined when there is none. */
  const value = async (series: string) => {
    const line = (await metrics.render()).split('\n').find((text) => text.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length));
  };
  return { metrics, value };
}

describe('the metrics', () => {
  it('count questions by platform, outcome and reason', async () => {
    const { metrics, value } = measured();
    metrics.journal.asked(QUESTION);
    metrics.journal.asked(QUESTION);
    const { confidence: _, ...refused } = QUESTION;
    metrics.journal.asked({ ...refused, platform: 'slack', outcome: 'fallback', reason: 'gap', intents: [] });
    expect(await value('footnote_questions_total{platform="discord",outcome="answer",reason=""}')).toBe(2);
    expect(await value('footnote_questions_total{platform="slack",outcome="fallback",reason="gap"}')).toBe(1);
  });

  it('measure how long replies take, in seconds', async () => {
    const { metrics, value } = measured();
    metrics.journal.asked({ ...QUESTION, milliseconds: 40 });
    expect(await value('footnote_question_seconds_sum{platform="discord"}')).toBe(0.04);
    expect(await value('footnote_question_seconds_bucket{le="0.025",platform="discord"}')).toBe(0);
    expect(await value('footnote_question_seconds_bucket{le="0.05",platform="discord"}')).toBe(1);
  });

  it('measure confidence where there is an answer', async () => {
    const { metrics, value } = measured();
    const { confidence: _, ...refused } = QUESTION;
    metrics.journal.asked({ ...QUESTION, confidence: 0.85 });
    metrics.journal.asked({ ...refused, outcome: 'fallback', reason: 'empty' });
    expect(await value('footnote_confidence_count{platform="discord"}')).toBe(1);
    expect(await value('footnote_confidence_bucket{le="0.8",platform="discord"}')).toBe(0);
    expect(await value('footnote_confidence_bucket{le="0.9",platform="discord"}')).toBe(1);
  });

  it('count posts and verdicts', async () => {
    const { metrics, value } = measured();
    metrics.journal.posted(POST);
    for (const helpful of [true, true, false])
      await metrics.feedback.record({ platform: 'slack', intent: 'i', packVersion: 'v', helpful });
    expect(await value('footnote_posts_total{platform="discord"}')).toBe(1);
    expect(await value('footnote_feedback_total{platform="slack",verdict="helpful"}')).toBe(2);
    expect(await value('footnote_feedback_total{platform="slack",verdict="not_helpful"}')).toBe(1);
  });

  it('count those who were asked to wait, and pass every allowance on', async () => {
    const { metrics, value } = measured();
    const wait = { kind: 'wait', who: 'channel', seconds: 9 } as const;
    const full = metrics.counting({ take: async () => wait });
    const free = metrics.counting({ take: async () => ({ kind: 'go' }) });
    expect(await full.take('discord', 'u', 'c')).toEqual(wait);
    expect(await free.take('discord', 'u', 'c')).toEqual({ kind: 'go' });
    expect(await value('footnote_limited_total{platform="discord",who="channel"}')).toBe(1);
  });

  it('show connections, what is under way, and what is queued, as they are when asked', async () => {
    const { value } = measured(
      {
        discord: { connected: false, underWay: 3, detail: { shards: 4, shardsReady: 2 } },
        slack: { connected: true, underWay: 0 },
        terminal: undefined,
      },
      17,
    );
    expect(await value('footnote_connected{platform="discord"}')).toBe(0);
    expect(await value('footnote_connected{platform="slack"}')).toBe(1);
    expect(await value('footnote_connected{platform="terminal"}')).toBeUndefined();
    expect(await value('footnote_connections{platform="discord",what="shardsReady"}')).toBe(2);
    expect(await value('footnote_under_way{platform="discord"}')).toBe(3);
    expect(await value('footnote_store_queued')).toBe(17);
    expect(await value('footnote_store_dropped')).toBe(2);
  });

  it('name the version of Footnote and of the pack, and measure the process', async () => {
    const { value } = measured();
    expect(await value('footnote_info{version="1.2.3",pack="0123456789ab"}')).toBe(1);
    expect(await value('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  });

  it('name nobody and nothing that was asked', async () => {
    const { metrics } = measured();
    metrics.journal.asked(QUESTION);
    metrics.journal.posted(POST);
    await metrics
      .counting({ take: async () => ({ kind: 'wait', who: 'user', seconds: 1 }) })
      .take('discord', QUESTION.user, QUESTION.channel);
    expect(await metrics.render()).not.toContain('marked');
  });
});
