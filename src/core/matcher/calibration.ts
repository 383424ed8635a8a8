/** Learns from the training phrases alone how far a candidate can be trusted, by cross-validation. */
import type { Reading } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';
import { upperBound } from './clopper-pearson.ts';
import { type Doubtful, doubtReading, trainDoubt } from './doubt.ts';
import { type FeatureTable, restrictVectoriser } from './features.ts';
import { fitLogistic, type LogisticModel, predictLogistic } from './logistic.ts';
import { joinModel, type TrainedModel, trainingFor } from './model.ts';
import { gatherSignals, PRIOR_WEIGHTS } from './signals.ts';
import { type LabelledVector, trainSoftmax } from './softmax.ts';
import { topicOf } from './support.ts';

/** A class of the classifier with what it is trained on. */
export interface TrainingClass {
  /** The words of its id: a phrase as well, but not one that anybody would ask. */
  readonly name: Reading;
  readonly phrases: readonly Reading[];
  readonly evidence: readonly Reading[];
  /** A refusal: a known gap, or out of scope. Never a right answer. */
  readonly refused: boolean;
  /** Bundle of utterances without a common meaning: split phrase by phrase, never held out whole. */
  readonly mixed: boolean;
  /** Classes whose answer serves as well, itself among them. */
  readonly kin: ReadonlySet<number>;
}

/** What the classifier learns from: a phrase, or the name of a class. */
export interface TrainingExample extends LabelledVector {
  readonly reading: Reading;
  /** The fold a phrase is held out in; undefined for a name, which nobody would ask. */
  readonly fold: number | undefined;
}

/** What a held-out phrase got. */
export interface HeldOut extends Doubtful {
  /** All signals but the last, the second opinion's. */
  readonly signals: readonly number[];
  readonly weight: number;
}

/** Folds of the cross-validation: each phrase is held out once. */
const FOLDS = 5;
/** With more examples than this, one fold tells enough, and so does a sample of it. */
const MANY = 40_000;
const MAX_SAMPLE = 4_000;
const CONFIDENCE = 0.95;
/** However few wrong answers there would be, one that is more likely wrong than right is not given. */
const MIN_THRESHOLD = 0.5;
/**
 * Classes held out whole stand for questions nobody foresaw. They count less than their number: most of what people ask
 * was foreseen, and some of it a sibling answers.
 */
const HELD_OUT_REFUSAL_WEIGHT = 0.2;
const HELD_OUT_ANSWER_WEIGHT = 0.15;

/** The best answer class, and undefined when every class is a refusal. */
export function bestAnswer(probabilities: Float32Array, refused: readonly boolean[]): number | undefined {
  let best: number | undefined;
  for (let c = 0; c < probabilities.length; c += 1) {
    if (!refused[c] && (best === undefined || (probabilities[c] ?? 0) > (probabilities[best] ?? 0))) best = c;
  }
  return best;
}

/** Phrases are spread over the folds class by class. */
export function foldOf(phrase: number): number {
  return phrase % FOLDS;
}

/** Predicts each phrase with a model that has not seen it, and whole classes with models that know nothing of them. */
export function crossValidate(
  classes: readonly TrainingClass[],
  examples: readonly TrainingExample[],
  table: FeatureTable,
  vectors: WordVectors | undefined,
): readonly HeldOut[] {
  const many = examples.length > MANY;
  const sampled = many ? Math.ceil(examples.length / FOLDS / MAX_SAMPLE) : 1;
  const held: HeldOut[] = [];
  for (let fold = 0; fold < (many ? 1 : FOLDS); fold += 1) {
    const isGone = classes.map((c, label) => !c.mixed && foldOf(label) === fold);
    const chosen = examples.filter((e) => !isGone[e.label] && e.fold !== fold);
    const vectoriser = restrictVectoriser(table, vectors, chosen);
    const context = {
      model: joinModel(
        vectoriser,
        trainSoftmax(chosen, { ...vectoriser, classes: classes.length }, trainingFor(chosen.length)),
      ),
      topics: classes.map((c) =>
        topicOf(
          c.phrases.filter((_, i) => foldOf(i) !== fold),
          c.evidence,
        ),
      ),
      refused: classes.map((c, label) => c.refused || (isGone[label] ?? false)),
      kin: classes.map((c) => c.kin),
      vectors,
    };
    const asked = examples.filter(
      (e) => e.fold === fold || (isGone[e.label] && classes[e.label]?.refused && e.fold !== undefined),
    );
    for (const { reading, vector, label } of asked.filter((_, i) => i % sampled === 0)) {
      const { refused, mixed } = classes[label] as TrainingClass;
      const prediction = context.model.predict(vectoriser.restrict(vector));
      const best = bestAnswer(prediction.probabilities, context.refused);
      if (best === undefined) continue;
      const { signals, explained } = gatherSignals(context, reading, prediction, best);
      held.push({
        signals,
        doubt: doubtReading(reading, explained),
        fold: many ? foldOf(held.length) : fold,
        classFold: mixed ? undefined : foldOf(label),
        right: classes[best]?.kin.has(label) ?? false,
        weight: isGone[label] ? (refused ? HELD_OUT_REFUSAL_WEIGHT : HELD_OUT_ANSWER_WEIGHT) : 1,
      });
    }
  }
  return held;
}

export interface Calibration {
  /** The second opinion. */
  readonly doubt: TrainedModel;
  readonly acceptance: LogisticModel;
  /** Confidence from which a candidate is taken for the answer. */
  readonly threshold: number;
}

/**
 * Fits the second opinion, the acceptance model, and the lowest threshold at which the 95% upper bound on the share of
 * wrong answers among all questions stays at or below `maxWrong`.
 */
export function calibrate(
  held: readonly HeldOut[],
  maxWrong: number,
  vectors: WordVectors | undefined,
): Calibration {
  const { model, doubts } = trainDoubt(held, FOLDS, vectors);
  const examples = held.map((h, i) => ({
    signals: [...h.signals, doubts[i] ?? 0],
    positive: h.right,
    weight: h.weight,
  }));
  const acceptance = fitLogistic(examples, PRIOR_WEIGHTS);
  const ranked = examples
    .map((e) => ({ ...e, confidence: predictLogistic(acceptance, e.signals) }))
    .sort((a, b) => b.confidence - a.confidence);
  const asked = examples.reduce((sum, e) => sum + e.weight, 0);
  const allowed = mostWrong(asked, maxWrong);
  let threshold = 1;
  let wrong = 0;
  ranked.forEach((e, i) => {
    if (!e.positive) wrong += e.weight;
    // Equally sure phrases are answered together or not at all.
    const isLastOfEqual = ranked[i + 1]?.confidence !== e.confidence;
    if (isLastOfEqual && wrong <= allowed) threshold = Math.max(e.confidence, MIN_THRESHOLD);
  });
  return { doubt: model, acceptance, threshold };
}

/** The most wrong answers among so many questions that still prove, with 95% confidence, a share of `maxWrong` or less. */
function mostWrong(questions: number, maxWrong: number): number {
  const trials = Math.floor(questions);
  let wrong = 0;
  // Too few questions prove nothing; then none may be wrong.
  while (wrong + 1 < trials && upperBound(wrong + 1, trials, CONFIDENCE) <= maxWrong) wrong += 1;
  return wrong;
}
