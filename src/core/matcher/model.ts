/** A trained classifier: from a reading to a probability for each class. */
import type { Reading } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';
import { createVectoriser, type FeatureTable, learnFeatures, type Vectoriser } from './features.ts';
import { type SoftmaxModel, type SoftmaxOptions, softmaxInto, trainSoftmax } from './softmax.ts';

/** A phrase that was read, with the class it belongs to. */
export interface LabelledReading {
  readonly reading: Reading;
  readonly label: number;
}

/** What training learns: plain data, so that it can be stored. */
export interface TrainedModel {
  readonly features: FeatureTable;
  readonly softmax: SoftmaxModel;
}

export interface Model {
  readonly vectoriser: Vectoriser;
  readonly softmax: SoftmaxModel;
}

export interface Prediction {
  /** Probability of each class. */
  readonly probabilities: Float32Array;
  /** Log-sum-exp of the logits: low when nothing fits. */
  readonly energy: number;
}

/** More epochs and other rates change nothing on public intent data; see docs/matching.md. */
export const TRAINING: SoftmaxOptions = { epochs: 5, learningRate: 1 };

export function trainModel(
  examples: readonly LabelledReading[],
  classes: number,
  vectors: WordVectors | undefined,
): TrainedModel {
  const features = learnFeatures(
    examples.map((e) => e.reading),
    vectors,
  );
  const { vector, size } = createVectoriser(features, vectors);
  const softmax = trainSoftmax(
    examples.map((e) => vector(e.reading)),
    Int32Array.from(examples, (e) => e.label),
    classes,
    size,
    TRAINING,
  );
  return { features, softmax };
}

export function createModel({ features, softmax }: TrainedModel, vectors: WordVectors | undefined): Model {
  return { vectoriser: createVectoriser(features, vectors), softmax };
}

export function predict({ vectoriser, softmax }: Model, reading: Reading): Prediction {
  const probabilities = new Float32Array(softmax.classes);
  const energy = softmaxInto(softmax, vectoriser.vector(reading), probabilities);
  return { probabilities, energy };
}
