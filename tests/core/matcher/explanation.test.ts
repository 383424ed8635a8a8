import { describe, expect, it } from 'vitest';
import { logisticShares, predictLogistic, termNames } from '../../../src/core/matcher/logistic.ts';
import { createModel, predict } from '../../../src/core/matcher/model.ts';
import { SIGNALS } from '../../../src/core/matcher/signals.ts';
import { utterancesOf } from '../small-pack.ts';
import { smallMatcher, trainedSmallPack } from '../small-responder.ts';
import { vectors } from '../vectors.ts';

const { reader } = smallMatcher;
const explain = (utterance: string) => smallMatcher.explain(reader.read(utterance));
const { classes, calibration } = trainedSmallPack.matcher;
const model = createModel(trainedSmallPack.matcher.model, vectors);
const answered = utterancesOf('answer').map(([utterance]) => utterance);
const sum = (numbers: readonly number[]) => numbers.reduce((total, x) => total + x, 0);

/** The classes that the features tell apart: the most probable answer, and the most probable of the others. */
function bestAndRunnerUp(utterance: string) {
  const { probabilities } = predict(model, reader.read(utterance));
  const order = [...probabilities.keys()].sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  const best = order.find((label) => !classes[label]?.refused) ?? 0;
  const other = order.find((label) => label !== best) ?? 0;
  return { best, other, probabilities };
}

describe('the features of an explanation', () => {
  it('add up to what told the answer from the runner-up', () => {
    for (const utterance of answered) {
      const { best, other, probabilities } = bestAndRunnerUp(utterance);
      const logits = Math.log((probabilities[best] ?? 0) / (probabilities[other] ?? 1));
      expect(sum(explain(utterance).features.map((f) => f.weight)), utterance).toBeCloseTo(logits, 2);
    }
  });

  it('stand heaviest first', () => {
    const weights = explain('how many persons were aboard').features.map((f) => Math.abs(f.weight));
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  it('have the word that tells among the first', () => {
    const { features } = explain('the skipper please');
    const first = features.slice(0, 4).map((f) => f.feature);
    expect(first.some((f) => f.includes('skipper') || f.includes('Ines Okafor'))).toBe(true);
  });
});

describe('the signals of an explanation', () => {
  it('give the confidence in the answer, to the last bit', () => {
    for (const utterance of answered) {
      const { signals, match } = explain(utterance);
      const { best } = bestAndRunnerUp(utterance);
      const confidence = match.candidates.find((c) => c.intent === classes[best]?.id)?.confidence;
      const values = signals.map((s) => s.value);
      expect(predictLogistic(calibration.acceptance, values), utterance).toBe(confidence);
    }
  });

  it('have their names', () => {
    expect(explain('who towed it').signals.map((s) => s.signal)).toEqual([...SIGNALS]);
  });

  it('are shown with the shares that weighed most, as they are', () => {
    const { signals, trust } = explain('who towed it');
    const names = termNames(SIGNALS);
    const shares = logisticShares(
      calibration.acceptance,
      signals.map((s) => s.value),
    );
    for (const { signal, weight } of trust) expect(shares[names.indexOf(signal)]).toBe(weight);
    const least = Math.min(...trust.map((t) => Math.abs(t.weight)));
    const heavier = shares.filter((share) => Math.abs(share) > least).length;
    expect(heavier).toBeLessThan(trust.length);
  });
});

describe('an explanation', () => {
  it('says which match it explains, and which confidence that needs', () => {
    const explanation = explain('how many persons were aboard');
    expect(explanation.match).toEqual(smallMatcher.match('how many persons were aboard'));
    expect(explanation.threshold).toBe(calibration.threshold);
  });

  it('tells which typos were mended', () => {
    expect(explain('how many pasengers').repairs).toEqual([{ typed: 'pasengers', read: 'passengers' }]);
    expect(explain('how many passengers').repairs).toEqual([]);
  });

  it('tells which names were found, and which the answer does not speak of', () => {
    const { terms, missingNames } = explain('how many passengers did Piet Vos count');
    expect(terms).toContain('Piet Vos');
    expect(missingNames).toEqual(['Piet Vos']);
  });

  it('tells which words are not explained, heaviest first', () => {
    const { unexplained } = explain('how many xylophones and passengers');
    expect(unexplained[0]?.word).toBe('xylophones');
    expect(unexplained.map((u) => u.word)).not.toContain('passengers');
    const weights = unexplained.map((u) => u.weight);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  it('tells which words are explained by a like one', () => {
    const { similar } = explain('how much cash will the firm reimburse to travellers');
    expect(similar.length).toBeGreaterThan(0);
    for (const { support } of similar) expect(support > 0.35 && support <= 1).toBe(true);
  });

  it.each(['', '🚢', 'xqzzy'])('can be had of "%s" too', (utterance) => {
    expect(explain(utterance).match.kind).not.toBe('ambiguous');
  });
});
