/** Trains the matcher of a pack: what of its files the matcher learns from. */
import type { AnswerIntent, Intent } from './intent.ts';
import type { WordVectors } from './language/word-vectors.ts';
import { type MatcherIntent, type TrainedMatcher, trainMatcher } from './matcher/training.ts';
import type { Pack } from './pack.ts';
import type { Claim } from './report.ts';

/** Trains on a checked pack; the same pack and vectors give the same matcher to the last bit. */
export function trainPack(pack: Pack, vectors?: WordVectors): TrainedMatcher {
  return trainMatcher({
    intents: matcherIntents(pack),
    outOfScope: pack.outOfScope.phrases,
    lexicon: pack.lexicon,
    maxWrong: pack.settings.maxWrong,
    ...(vectors && { vectors }),
  });
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
