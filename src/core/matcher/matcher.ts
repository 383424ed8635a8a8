/** Matches utterances to intents: which one is meant, how sure that is, and why. Usable alone, on any intents. */
import type { Reader, Reading, Synonyms } from '../language/reader.ts';
import type { WordVectors } from '../language/word-vectors.ts';
import { type Explanation, explainMatch } from './explanation.ts';
import type { Match } from './match.ts';
import { createMeaning, type Embed, textOf } from './meaning.ts';
import { createModel } from './model.ts';
import { type Assessment, assess, type SignalContext, viewWords } from './signals.ts';
import {
  type MatcherOptions,
  OUT_OF_SCOPE,
  readerFor,
  type TrainedMatcher,
  trainMatcher,
} from './training.ts';
import { type Judgement, type TrustModel, thresholdFor, trust } from './trust.ts';
import { TRUST } from './trust-weights.ts';

export type { Candidate, Match } from './match.ts';
export type { Embed, Embedding } from './meaning.ts';
export type { MatcherIntent, MatcherOptions } from './training.ts';

export interface Matcher {
  match(utterance: string): Match;
  /** The same for what `reader` has read. */
  matchReading(reading: Reading): Match;
  explain(reading: Reading): Explanation;
  /** How the matcher reads text: typos repaired, stemmed, with the lexicon's terms. */
  readonly reader: Reader;
}

export const MAX_CANDIDATES = 8;

/** What a trained matcher is run with: the same lexicon and word vectors as in training. */
export interface MatcherParts {
  readonly lexicon?: readonly Synonyms[];
  readonly vectors?: WordVectors;
  /** Asked only for utterances that the words alone are not sure of. */
  readonly embed?: Embed;
  /** Target share of wrong answers among all questions, 0 to 1; `DEFAULT_MAX_WRONG` when absent. */
  readonly maxWrong?: number;
}

/** Trains a matcher. The same options give the same matcher to the last bit. */
export function createMatcher(options: MatcherOptions & MatcherParts): Matcher {
  return createTrainedMatcher(trainMatcher(options), options);
}

/** Share of wrong answers aimed for unless said otherwise. */
export const DEFAULT_MAX_WRONG = 0.05;

/** A matcher from what was trained before. */
export function createTrainedMatcher(
  trained: TrainedMatcher,
  { lexicon = [], vectors, embed, maxWrong = DEFAULT_MAX_WRONG }: MatcherParts,
): Matcher {
  const { classes } = trained;
  const reader = readerFor(trained.vocabulary, lexicon, vectors);
  const context: SignalContext = {
    model: createModel(trained.model, vectors),
    classes,
    meaning: trained.meaning && createMeaning(trained.meaning),
    vectors,
  };
  const threshold = thresholdFor(TRUST, maxWrong);

  const weigh = (assessment: Assessment, model: TrustModel): Judgement => {
    const { candidates: probabilities, none } = trust(model, assessment);
    let best: number | undefined;
    assessment.candidates.forEach(({ label }, i) => {
      if (classes[label]?.refused) return;
      if (best === undefined || (probabilities[i] ?? 0) > (probabilities[best] ?? 0)) best = i;
    });
    const kin = best === undefined ? undefined : classes[assessment.candidates[best]?.label ?? -1]?.kin;
    const sureness = assessment.candidates.reduce(
      (sum, { label }, i) => sum + (kin?.has(label) ? (probabilities[i] ?? 0) : 0),
      0,
    );
    return { assessment, trusted: model, probabilities, none, best, sureness };
  };

  const judge = (reading: Reading): Judgement => {
    const view = viewWords(context, reading);
    const byWords = weigh(assess(context, reading, undefined, view), TRUST.words);
    if (!embed || !context.meaning || byWords.sureness >= TRUST.wordsSuffice) return byWords;
    const embedding = embed(textOf(reading));
    return embedding ? weigh(assess(context, reading, embedding, view), TRUST.both) : byWords;
  };

  const matchOf = ({ assessment, probabilities, best, sureness }: Judgement, reading: Reading): Match => {
    const ranked = assessment.candidates
      .map(({ label }, i) => ({ label, confidence: i === best ? sureness : (probabilities[i] ?? 0) }))
      .sort((a, b) => b.confidence - a.confidence);
    const outside = ranked.find(({ label }) => classes[label]?.id === OUT_OF_SCOPE)?.confidence ?? 0;
    const inside = ranked.filter(({ label }) => classes[label]?.id !== OUT_OF_SCOPE);
    const candidates = inside
      .slice(0, MAX_CANDIDATES)
      .map(({ label, confidence }) => ({ intent: classes[label]?.id ?? '', confidence }));
    const [top] = reading.words.length > 0 ? inside : [];
    // Without a single word that training knew, all that is left is how common each intent is.
    const isStrange = !reading.words.some((w) => context.model.vectoriser.knows(w.stem));
    const needed = classes[top?.label ?? -1]?.refused ? TRUST.gap : threshold;
    if (top && top.confidence >= needed) return { kind: 'matched', candidates };
    return { kind: !top || isStrange || outside >= TRUST.outside ? 'unmatched' : 'unsure', candidates };
  };

  const matchReading = (reading: Reading) => matchOf(judge(reading), reading);
  return {
    reader,
    match: (utterance) => matchReading(reader.read(utterance)),
    matchReading,
    explain(reading) {
      const judgement = judge(reading);
      const match = matchOf(judgement, reading);
      return explainMatch({ reading, match, judgement, threshold, model: context.model });
    },
  };
}
