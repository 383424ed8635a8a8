/** The small pack, trained once for all tests of a file. */
import { createTrainedMatcher } from '../../src/core/matcher/matcher.ts';
import { trainPack } from '../../src/core/pack-training.ts';
import { createResponder, type Responder } from '../../src/core/responder.ts';
import { smallPack } from './small-pack.ts';
import { vectors } from './vectors.ts';

export const trainedSmallPack = trainPack(smallPack, vectors);

export const smallResponder: Responder = createResponder(smallPack, { vectors, trained: trainedSmallPack });

/** The matcher the responder decides with. */
export const smallMatcher = createTrainedMatcher(trainedSmallPack.matcher, {
  lexicon: smallPack.lexicon,
  vectors,
});
