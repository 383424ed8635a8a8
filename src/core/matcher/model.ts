/** A trained classifier: from a reading to a probability for each class. */
import type { Reading } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';
import { createVectoriser, type FeatureTable, type SparseVector, type Vectoriser } from './features.ts';
import { createSoftmax, type Distribution, type SoftmaxModel, type SoftmaxOptions } from './softmax.ts';

/** What training learns: plain data, so that it can be stored. */
export interface TrainedModel {
  readonly features: FeatureTable;
  readonly softmax: SoftmaxModel;
}

export interface Model {
  readonly vectoriser: Vectoriser;
  readonly softmax: SoftmaxModel;
  predict(vector: SparseVector): Distribution;
}

/** More epochs and other rates change nothing on public intent data; see docs/matching.md. */
export const TRAINING: SoftmaxOptions = { epochs: 5, learningRate: 1 };

export function createModel({ features, softmax }: TrainedModel, vectors: WordVectors | undefined): Model {
  return joinModel(createVectoriser(features, vectors), softmax);
}

/** A model of parts that belong together. */
export function joinModel(vectoriser: Vectoriser, softmax: SoftmaxModel): Model {
  return { vectoriser, softmax, predict: createSoftmax(softmax) };
}

export function predict(model: Model, reading: Reading): Distribution {
  return model.predict(model.vectoriser.vector(reading));
}
