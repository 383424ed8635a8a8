import { describe, expect, it } from 'vitest';
import { createMatcher, DEFAULT_MAX_WRONG } from '../../../src/core/matcher/matcher.ts';
import { createModel, predict } from '../../../src/core/matcher/model.ts';
import { CANDIDATE_SIGNALS } from '../../../src/core/matcher/signals.ts';
import { shares, thresholdFor } from '../../../src/core/matcher/trust.ts';
import { TRUST } from '../../../src/core/matcher/trust-weights.ts';
import { utterancesOf } from '../small-pack.ts';
import { smallMatcher, smallWordsMatcher, trainedSmallPack } from '../small-responder.ts';
import { vectors } from '../vectors.ts';

const { reader } = smallMatcher;
const explain = (utterance: string) => smallMatcher.explain(reader.read(utterance));
const { classes } = trainedSmallPack.matcher;
const model = createModel(trainedSmallPack.matcher.model, vectors);
const answered = utterancesOf('answer').map(([utterance]) => utterance);
const sum = (numbers: readonly number[]) => numbers.reduce((total, x) => total + x, 0);

/** The classes that the features tell apart by words alone: the answer most surely meant, and the most probable of the others. */
function bestAndRunnerUp(utterance: string) {
  const { probabilities } = predict(model, reader.read(utterance));
  const order = [...probabilities.keys()].sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  const { candidates } = smallWordsMatcher.match(utterance);
  const labels = candidates.map(({ intent }) => classes.findIndex(({ id }) => id === intent));
  const best = labels.find((label) => !classes[label]?.refused) ?? 0;
  const other = order.find((label) => label !== best) ?? 0;
  return { best, other, probabilities };
}

describe('the features of an explanation', () => {
  it('add up to what told the answer from the runner-up', () => {
    for (const utterance of answered) {
      const { best, other, probabilities } = bestAndRunnerUp(utterance);
      const logits = Math.log((probabilities[best] ?? 0) / (probabilities[other] ?? 1));
      const { features } = smallWordsMatcher.explain(reader.read(utterance));
      expect(sum(features.map((f) => f.weight)), utterance).toBeCloseTo(logits, 2);
    }
  });

  it('stand heaviest first', () => {
    const weights = explain('how many persons were aboard').features.map((f) => Math.abs(f.weight));
    expect(weights.length).toBeGreaterThan(0);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  it('have the word that tells among the first', () => {
    const { features } = explain('the skipper please');
    const first = features.slice(0, 4).map((f) => f.feature);
    expect(first.some((f) => f.includes('skipper') || f.includes('Ines Okafor'))).toBe(true);
  });
});

describe('the signals of an explanation', () => {
  /** What the two ways to explain weigh with. */
  const ways = [
    ['words and meaning', smallMatcher, TRUST.both],
    ['words alone', smallWordsMatcher, TRUST.words],
  ] as const;

  it.each(ways)('have their names, by %s', (_, matcher) => {
    const { signals } = matcher.explain(reader.read('who towed it'));
    expect(signals.map((s) => s.signal)).toEqual([...CANDIDATE_SIGNALS]);
  });

  it.each(ways)(
    'are those of the best answer, with their shares of its utility, by %s',
    (_, matcher, weights) => {
      for (const utterance of answered) {
        const { signals, byMeaning } = matcher.explain(reader.read(utterance));
        const values = signals.map((s) => s.value);
        const { candidate } = byMeaning ? weights : TRUST.words;
        expect(signals.map((s) => s.weight)).toEqual(shares(candidate, values));
        expect(values.every(Number.isFinite)).toBe(true);
      }
    },
  );

  it('tell whether the encoder was asked, and are 0 for meaning when it was not', () => {
    const meant = CANDIDATE_SIGNALS.flatMap((name, i) =>
      name.startsWith('nearest') || name === 'meaning' ? [i] : [],
    );
    const explanations = [...answered, 'captain hercules'].map(explain);
    expect(explanations.some((e) => e.byMeaning)).toBe(true);
    for (const { byMeaning, signals } of explanations)
      expect(meant.every((i) => signals[i]?.value === 0)).toBe(!byMeaning);
    for (const utterance of answered)
      expect(smallWordsMatcher.explain(reader.read(utterance)).byMeaning).toBe(false);
  });

  it('are all 0 when there is no answer at all', () => {
    const refusing = createMatcher({ intents: [{ id: 'a', phrases: ['the fare'], refused: true }] });
    const { signals, features, missingNames } = refusing.explain(refusing.reader.read('the fare'));
    expect(signals.map(({ value, weight }) => [value, weight])).toEqual(CANDIDATE_SIGNALS.map(() => [0, 0]));
    expect(features).toEqual([]);
    expect(missingNames).toEqual([]);
  });
});

describe('an explanation', () => {
  it('says which match it explains, and which confidence that needs', () => {
    const explanation = explain('how many persons were aboard');
    expect(explanation.match).toEqual(smallMatcher.match('how many persons were aboard'));
    expect(explanation.threshold).toBe(thresholdFor(TRUST, DEFAULT_MAX_WRONG));
  });

  it('says how likely it is that nothing is meant, which grows with what is strange', () => {
    const [asked, strange] = ['how many persons were aboard', 'which penguins advised the minister'].map(
      explain,
    );
    expect(asked?.none).toBeLessThan(strange?.none ?? 0);
    for (const utterance of answered) {
      const { none, match } = explain(utterance);
      const [best] = match.candidates;
      expect(none + (best?.confidence ?? 0)).toBeLessThanOrEqual(1 + 1e-9);
    }
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
    const { match, none } = explain(utterance);
    expect(match.kind).toBe('unmatched');
    expect(none >= 0 && none <= 1).toBe(true);
  });
});
