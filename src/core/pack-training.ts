/** Trains on a pack: what of its files the matcher learns from, and the index of its phrases. */
import { indexPhrases, type PhraseIndex } from './dialogue/phrase-index.ts';
import type { AnswerIntent, Intent } from './intent.ts';
import type { WordVectors } from './language/word-vectors.ts';
import type { Embed } from './matcher/meaning.ts';
import {
  type MatcherIntent,
  type MatcherOptions,
  readerFor,
  type TrainedMatcher,
  textsToEmbed,
  trainMatcher,
} from './matcher/training.ts';
import type { Pack } from './pack.ts';
import type { Claim } from './report.ts';

/** What is learnt from a pack: plain data, so that it can be stored. */
export interface TrainedPack {
  readonly matcher: TrainedMatcher;
  readonly phrases: PhraseIndex;
}

/** Trains on a checked pack; the same pack, vectors and embeddings give the same to the last bit. */
export function trainPack(pack: Pack, vectors?: WordVectors, embed?: Embed): TrainedPack {
  const matcher = trainMatcher({ ...matcherOptions(pack, vectors), ...(embed && { embed }) });
  const { vocabulary } = matcher;
  const reader = readerFor(vocabulary, pack.lexicon, vectors);
  const isKnown = (word: string) => vocabulary.has(word) || vectors?.isEnglish(word) === true;
  return { matcher, phrases: indexPhrases(pack, reader, isKnown) };
}

/** Every text whose embedding `trainPack` asks for. */
export function textsOfPack(pack: Pack, vectors?: WordVectors): readonly string[] {
  return textsToEmbed(matcherOptions(pack, vectors));
}

/** What the matcher of a pack is trained with. */
export function matcherOptions(pack: Pack, vectors: WordVectors | undefined): MatcherOptions {
  return {
    intents: matcherIntents(pack),
    outOfScope: pack.outOfScope.phrases,
    lexicon: pack.lexicon,
    ...(vectors && { vectors }),
  };
}

function matcherIntents({ intents, claims }: Pack): MatcherIntent[] {
  const claimsById = new Map(claims.map((claim) => [claim.id, claim]));
  const claimsOf = (answer: AnswerIntent) =>
    answer.answer.flatMap((statement) => statement.claims.flatMap((id) => claimsById.get(id) ?? []));
  const passages = new Map(
    intents
      .filter((intent) => intent.kind === 'answer')
      .map((intent) => [intent.id, new Set(claimsOf(intent).map((claim) => claim.passage))]),
  );
  /** Answers that rest on a passage this one rests on. */
  const kinOf = (id: string) =>
    [...passages]
      .filter(([, lines]) => [...lines].some((line) => passages.get(id)?.has(line)))
      .map(([other]) => other);
  return intents.map((intent) => toMatcherIntent(intent, claimsOf, kinOf));
}

/** An intent's question is a phrase too; its answer and quotes are evidence. */
function toMatcherIntent(
  intent: Intent,
  claimsOf: (answer: AnswerIntent) => readonly Claim[],
  kinOf: (id: string) => readonly string[],
): MatcherIntent {
  switch (intent.kind) {
    case 'answer':
      return {
        id: intent.id,
        phrases: [intent.question, ...intent.phrases],
        kin: kinOf(intent.id),
        evidence: [
          ...intent.answer.map((statement) => statement.text),
          ...claimsOf(intent).flatMap(({ quote, speaker = '', role = '', outlet = '', date = '' }) => [
            quote,
            speaker,
            role,
            outlet,
            date,
          ]),
        ],
      };
    case 'gap':
      return { id: intent.id, phrases: [intent.question, ...intent.phrases], refused: true };
    case 'smalltalk':
      return { id: intent.id, phrases: intent.phrases };
  }
}
