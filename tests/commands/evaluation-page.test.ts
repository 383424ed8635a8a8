import { describe, expect, it } from 'vitest';
import { certificateLines, certify } from '../../src/commands/certificate.ts';
import { evaluate, type LabelledQuestion } from '../../src/commands/evaluation.ts';
import { evaluationPage } from '../../src/commands/evaluation-page.ts';
import { markup } from '../../src/commands/markup.ts';
import { SAMPLE_INTENTS } from '../adapters/sample-pack.ts';
import { createSampleResponder } from '../adapters/sample-responder.ts';

const HOSTILE = `<script>alert("1")</script> & 'x' \u202Egnp`;

const QUESTIONS: readonly LabelledQuestion[] = [
  { utterance: 'When was the bridge closed?', intent: 'bridge-when' },
  { utterance: 'Who is Ada Brown?', intent: 'ferries' },
  { utterance: HOSTILE, intent: 'ferries' },
  { utterance: 'unheard of', intent: null },
];

const evaluation = await evaluate(QUESTIONS, createSampleResponder(), SAMPLE_INTENTS);
const page = evaluationPage({
  title: HOSTILE,
  evaluation,
  judged: [
    { confidence: 0.9, right: true },
    { confidence: 0.8, right: false },
  ],
  certificate: certify(evaluation, 0.05),
  whyOf: (utterance) => [`Why: ${utterance}`],
});

describe('markup', () => {
  it('escapes what is put in, but not markup', () => {
    const inner = markup`<b>${'<&>'}</b>`;
    expect(markup`<p title="${`"'`}">${inner}${[1, '<']}</p>`.markup).toBe(
      '<p title="&quot;&#39;"><b>&lt;&amp;&gt;</b>1&lt;</p>',
    );
  });
});

describe('the evaluation page', () => {
  it('escapes everything people typed', () => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain('\u202E');
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;');
  });

  it('loads nothing from elsewhere', () => {
    expect(page).not.toMatch(/\b(?:src|href)=|url\(|@import|https?:/u);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('shows both figures, named for those who cannot see them', () => {
    expect(page).toContain('<svg viewBox="0 0 360 270" role="img" aria-label="Reliability diagram">');
    expect(page).toContain('aria-label="Risk against coverage"');
    expect(page).not.toContain('NaN');
  });

  it('tells the misses with their why, and no hit', () => {
    expect(page).toContain('Misses, one by one (2)');
    expect(page).toContain('<pre>Why: Who is Ada Brown?</pre>');
    expect(page).not.toContain('Why: When was the bridge closed?');
  });

  it('puts who was taken for whom into the matrix, hits on its diagonal', () => {
    expect(page).toContain('<td class="wrong" title="ferries → engineer-who">1</td>');
    expect(page).toContain('<td class="right">0</td>');
  });

  it('has the hit rate of each intent, the worst first', () => {
    const [ferries, when] = ['0 of 2</td>', '1 of 1</td>'].map((text) => page.indexOf(text));
    expect(ferries).toBeGreaterThan(0);
    expect(when).toBeGreaterThan(ferries ?? 0);
  });
});

describe('certify', () => {
  it('holds the bound, not the share seen, against what the pack allows', () => {
    const certificate = certify(evaluation, 0.5);
    expect(certificate).toMatchObject({ wrong: 1, questions: 4, answerable: 3, answered: 2, holds: false });
    expect(certificate.bound).toBeCloseTo(0.7514, 4);
    expect(certify(evaluation, 0.76).holds).toBe(true);
  });

  it('prints bound, target and coverage', () => {
    expect(certificateLines(certify(evaluation, 0.05))).toEqual([
      'Not certified: 1 wrong answer to 4 questions (25.0%); with 95% confidence at most 75.1% are answered wrongly, and the pack allows 5.0%.',
      'Coverage: 2 of 3 questions with an answer got one (66.7%).',
    ]);
  });
});
