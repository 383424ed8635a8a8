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

/** With fewer examples than this, a slower rate keeps closer to what they have in common. */
const FEW_EXAMPLES = 5_000;
/** With more, fewer epochs teach as much. */
const MANY_EXAMPLES = 40_000;

/** How to train on so many examples; fitted on the validation splits of public intent data and on this project's own report. */
export function trainingFor(examples: number): SoftmaxOptions {
  return { epochs: examples > MANY_EXAMPLES ? 3 : 5, learningRate: examples < FEW_EXAMPLES ? 1 : 2 };
}

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
