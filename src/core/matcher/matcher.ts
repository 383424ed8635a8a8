/** Matches utterances to intents: which one is meant, how sure that is, and why. Usable alone, on any intents. */
import type { Reader, Reading, Synonyms } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';
import { bestAnswer } from './calibration.ts';
import { doubtOf, doubtReading } from './doubt.ts';
import { type Explanation, explainMatch } from './explanation.ts';
import { predictLogistic } from './logistic.ts';
import type { Match } from './match.ts';
import { createModel, predict } from './model.ts';
import { type Evidence, gatherSignals, type SignalContext } from './signals.ts';
import type { Distribution } from './softmax.ts';
import {
  type MatcherOptions,
  OUT_OF_SCOPE,
  readerFor,
  type TrainedMatcher,
  trainMatcher,
} from './training.ts';

export type { Candidate, Match } from './match.ts';
export type { MatcherIntent, MatcherOptions } from './training.ts';

export interface Matcher {
  match(utterance: string): Match;
  /** The same for what `reader` has read. */
  matchReading(reading: Reading): Match;
  explain(reading: Reading): Explanation;
  /** How the matcher reads text: typos repaired, stemmed, with the lexicon's terms. */
  readonly reader: Reader;
}

export const MAX_CANDIDATES = 5;
/** Candidates that may be meant together when none is sure. */
const MAX_AMBIGUOUS = 3;
/** Confidence those must have together to be worth offering: more often right than not. */
const MIN_AMBIGUOUS_CONFIDENCE = 0.5;

/** Trains a matcher. The same options give the same matcher to the last bit. */
export function createMatcher(options: MatcherOptions): Matcher {
  return createTrainedMatcher(trainMatcher(options), options);
}

/** A matcher from what was trained before, with the same lexicon and word vectors. */
export function createTrainedMatcher(
  trained: TrainedMatcher,
  { lexicon = [], vectors }: { readonly lexicon?: readonly Synonyms[]; readonly vectors?: WordVectors },
): Matcher {
  const { classes, calibration } = trained;
  const reader = readerFor(trained.vocabulary, lexicon, vectors);
  const refused = classes.map((c) => c.refused);
  const context: SignalContext = {
    model: createModel(trained.model, vectors),
    topics: classes.map((c) => c.topic),
    kin: classes.map((c) => c.kin),
    refused,
    vectors,
  };

  const doubt = createModel(calibration.doubt, vectors);
  const weigh = (reading: Reading, prediction: Distribution, best: number): Evidence => {
    const evidence = gatherSignals(context, reading, prediction, best);
    const doubted = doubtOf(doubt, doubtReading(reading, evidence.explained));
    return { ...evidence, signals: [...evidence.signals, doubted] };
  };

  const decide = (reading: Reading) => {
    const prediction = predict(context.model, reading);
    const { probabilities } = prediction;
    const order = likely(probabilities);
    const best = bestAnswer(probabilities, refused);
    const evidence = best === undefined ? undefined : weigh(reading, prediction, best);
    const trust = evidence ? predictLogistic(calibration.acceptance, evidence.signals) : 0;
    const pBest = best === undefined ? 0 : (probabilities[best] ?? 0);
    /** An answer shares the trust in the best one; a refusal shares what that leaves. */
    const confidenceOf = (label: number) => {
      const p = probabilities[label] ?? 0;
      if (label === best) return trust;
      return refused[label] ? ((1 - trust) * p) / (1 - pBest || 1) : Math.min(p, (trust * p) / (pBest || 1));
    };
    const ranked = order
      .map((label) => ({ label, confidence: confidenceOf(label) }))
      .sort((a, b) => b.confidence - a.confidence);
    const top = classes[ranked[0]?.label ?? 0];
    const outOfScope = top?.id === OUT_OF_SCOPE;
    const candidates = ranked
      .map(({ label, confidence }) => ({ intent: classes[label]?.id ?? '', confidence }))
      .filter(({ intent }) => intent !== OUT_OF_SCOPE)
      .slice(0, MAX_CANDIDATES);
    const isMatched = top?.refused ? !outOfScope : trust >= calibration.threshold;
    const several = ranked.filter(({ label }) => !refused[label]).slice(0, MAX_AMBIGUOUS);
    const together = several.reduce((sum, { confidence }) => sum + confidence, 0);
    const isAmbiguous = !top?.refused && several.length > 1 && together >= MIN_AMBIGUOUS_CONFIDENCE;
    // Without a single word that training knew, all that is left is how common each intent is.
    const isStrange = !reading.words.some((w) => context.model.vectoriser.knows(w.stem));
    const kind = isStrange ? 'unmatched' : isMatched ? 'matched' : isAmbiguous ? 'ambiguous' : 'unmatched';
    return { match: { kind, candidates, outOfScope } satisfies Match, best, order, evidence };
  };

  return {
    reader,
    match: (utterance) => decide(reader.read(utterance)).match,
    matchReading: (reading) => decide(reading).match,
    explain(reading) {
      const { match, best, order, evidence } = decide(reading);
      const runnerUp = order.find((label) => label !== best);
      return explainMatch({ reading, match, best, runnerUp, evidence, calibration, model: context.model });
    },
  };
}

/** The classes that have any probability, the likeliest first. */
function likely(probabilities: Float32Array): number[] {
  const labels: number[] = [];
  for (let label = 0; label < probabilities.length; label += 1) if (probabilities[label]) labels.push(label);
  return labels.sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
}
