/** A second opinion on the best answer: learnt from where the classifier was right and wrong on phrases held out. */
import { questionType } from '../language/question.ts';
import { NAME_KINDS, type Reading } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';
import { createVectoriser, type LeastPhrases, learnFeatures, type SparseVector } from './features.ts';
import { joinModel, type Model, predict, type TrainedModel, trainingFor } from './model.ts';
import type { Distribution } from './softmax.ts';
import { type SoftmaxOptions, trainSoftmax } from './softmax.ts';
import type { Explained } from './support.ts';

/** A held-out phrase as the second opinion sees it. */
export interface Doubtful {
  readonly doubt: Reading;
  readonly right: boolean;
  /** Which fold of the cross-validation it was held out in, and which its class belongs to. */
  readonly fold: number;
  readonly classFold: number | undefined;
}

const RIGHT = 0;
const WRONG = 1;
/** With fewer held-out phrases than this one pass teaches next to nothing. */
const FEW_EXAMPLES = 5_000;
/**
 * With more, little training is best: what is right and wrong here is chance in part, and more of it learns that by heart.
 * Of rates from 2 to 0.05 and one to five passes, this ranked held-apart questions best.
 */
const LITTLE_TRAINING = { epochs: 1, learningRate: 0.25 };

/** With many examples, what is rare tells nothing of right and wrong. */
const FREQUENT: LeastPhrases = { words: 2, pairs: 4 };

function doubtTrainingFor(examples: number): SoftmaxOptions {
  return examples < FEW_EXAMPLES ? trainingFor(examples) : LITTLE_TRAINING;
}

/**
 * What matters for doubt: the words that the best answer does not explain, the type of the question, and apart from them
 * every word with names as their kinds, so that "is he married" is the same question whoever is asked about.
 */
export function doubtReading(reading: Reading, explained: readonly Explained[]): Reading {
  const bare = (stem: string) => ({ text: '', stem });
  return {
    words: [
      bare(`#${questionType(reading)}`),
      ...explained.filter((e) => e.support < 1).map((e) => e.word),
      ...reading.words.map((w) =>
        bare(`_${w.term && NAME_KINDS.has(w.term.kind) ? `@${w.term.kind}` : w.stem}`),
      ),
    ].map(({ text, stem }) => ({ text, stem })),
    terms: [],
  };
}

/** Learns when to doubt; also gives the doubt of each phrase by a model that saw neither its fold nor its class. */
export function trainDoubt(
  held: readonly Doubtful[],
  folds: number,
  vectors: WordVectors | undefined,
): { readonly model: TrainedModel; readonly doubts: readonly number[] } {
  const { table, vectors: inputs } = learnFeatures(
    held.map((h) => h.doubt),
    vectors,
    held.length < FEW_EXAMPLES ? undefined : FREQUENT,
  );
  const vectoriser = createVectoriser(table, vectors);
  const examples = held.map((h, i) => ({
    ...h,
    vector: inputs[i] as SparseVector,
    label: h.right ? RIGHT : WRONG,
  }));
  const shape = { classes: 2, dense: vectoriser.dense, size: vectoriser.size };
  const doubts = new Array<number>(held.length).fill(0);
  for (let fold = 0; fold < folds; fold += 1) {
    const others = examples.filter((e) => e.fold !== fold && e.classFold !== fold);
    const model = joinModel(vectoriser, trainSoftmax(others, shape, doubtTrainingFor(others.length)));
    examples.forEach((e, i) => {
      if (e.fold === fold) doubts[i] = logOdds(model.predict(e.vector));
    });
  }
  return {
    model: { features: table, softmax: trainSoftmax(examples, shape, doubtTrainingFor(examples.length)) },
    doubts,
  };
}

/** The log odds that the best answer is wrong. */
export function doubtOf(model: Model, doubt: Reading): number {
  return logOdds(predict(model, doubt));
}

function logOdds({ probabilities }: Distribution): number {
  return Math.log(Math.max(probabilities[WRONG] ?? 0, 1e-4) / Math.max(probabilities[RIGHT] ?? 0, 1e-4));
}
