/** The small pack, trained once for all tests of a file, as users run it: by words and meaning. */
import { createTrainedMatcher } from '../../src/core/matcher/matcher.ts';
import { trainPack } from '../../src/core/pack-training.ts';
import { createResponder, type Responder } from '../../src/core/responder.ts';
import { embed, encoder } from './embed.ts';
import { smallPack } from './small-pack.ts';
import { vectors } from './vectors.ts';

export const trainedSmallPack = trainPack(smallPack, vectors, embed);

export const smallResponder: Responder = createResponder(smallPack, {
  vectors,
  encoder,
  trained: trainedSmallPack,
});

const parts = { lexicon: smallPack.lexicon, vectors };

/** The matcher the responder decides with. */
export const smallMatcher = createTrainedMatcher(trainedSmallPack.matcher, { ...parts, embed });

/** The same where there is no encoder to ask: the words alone decide. */
export const smallWordsMatcher = createTrainedMatcher(trainedSmallPack.matcher, parts);
