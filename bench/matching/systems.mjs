/**
 * The systems, each behind one function: from a data set to a function that ranks intents for an utterance, best first,
 * as [intent, score] pairs. Each is used as its own documentation shows,
 * unless another setting is said to serve it better. What is out of scope is one class more.
 */
import { readFileSync } from 'node:fs';

export const OUT_OF_SCOPE = 'out of scope';

export const SYSTEMS = {
  footnote: { name: 'Footnote', train: (data) => trainFootnote(data, true) },
  'footnote-words': { name: 'Footnote, words alone', train: (data) => trainFootnote(data, false) },
  'encoder-knn': { name: 'encoder, nearest phrase', train: trainEncoderKnn },
  nlpjs: { name: 'nlp.js', package: '@nlpjs/basic', train: trainNlpjs },
  'natural-bayes': {
    name: 'natural, Bayes',
    package: 'natural',
    train: (data) => trainNatural(data, 'BayesClassifier'),
  },
  'natural-logistic': {
    name: 'natural, logistic regression',
    package: 'natural',
    train: (data) => trainNatural(data, 'LogisticRegressionClassifier'),
  },
  wink: { name: 'wink naive Bayes', package: 'wink-naive-bayes-text-classifier', train: trainWink },
  minisearch: { name: 'MiniSearch, first hit', package: 'minisearch', train: trainMiniSearch },
};

/**
 * Beside the ranking: the intent Footnote itself decides to answer with, null when it declines. The embeddings of the phrases are
 * made while the clock runs.
 */
async function trainFootnote(data, withMeaning) {
  const { parseWordVectors } = await dist('core/language/word-vectors.js');
  const vectors = parseWordVectors(readFileSync(assetOf('word-vectors.bin')));
  const embed = withMeaning ? (await openEncoder()).encode : undefined;
  const { createMatcher, createTrainedMatcher } = await dist('core/matcher/matcher.js');
  const refused = new Set(data.refused);
  let matcher;
  if (data.pack) {
    const [{ loadPack }, { PACK_FOLDER }, { trainPack }] = await Promise.all([
      dist('content/load.js'),
      import('./datasets.mjs'),
      dist('core/pack-training.js'),
    ]);
    const { pack } = loadPack(PACK_FOLDER);
    const { lexicon, settings } = pack;
    matcher = () =>
      createTrainedMatcher(trainPack(pack, vectors, embed).matcher, { lexicon, vectors, embed, ...settings });
  } else {
    const phrases = new Map();
    for (const [text, intent] of data.train) phrases.set(intent, [...(phrases.get(intent) ?? []), text]);
    const intents = [...phrases].map(([id, list]) => ({ id, phrases: list }));
    matcher = () => createMatcher({ intents, outOfScope: data.trainOutOfScope, vectors, embed });
  }
  return {
    train: () => {
      const { match } = matcher();
      return (utterance) => {
        const { kind, candidates } = match(utterance);
        const first = candidates[0];
        return {
          ranking: candidates.map(({ intent, confidence }) => [intent, confidence]),
          decision: kind === 'matched' && first && !refused.has(first.intent) ? first.intent : null,
        };
      };
    },
  };
}

/** What a user would build of the encoder alone: the intent of the phrase whose meaning is nearest, with their cosine. */
async function trainEncoderKnn({ train, trainOutOfScope }) {
  const encoder = await openEncoder();
  return {
    train: () => {
      const phrases = [...train, ...trainOutOfScope.map((text) => [text, OUT_OF_SCOPE])];
      const units = encoder.encodeAll(phrases.map(([text]) => text)).map(toUnit);
      return (utterance) => {
        const asked = toUnit(encoder.encode(utterance));
        const best = new Map();
        for (const [i, [, intent]] of phrases.entries()) {
          const cosine = dot(asked, units[i]);
          if (cosine > (best.get(intent) ?? -1)) best.set(intent, cosine);
        }
        return { ranking: [...best].sort(([, a], [, b]) => b - a) };
      };
    },
  };
}

function toUnit(embedding) {
  const length = Math.sqrt(dot(embedding, embedding)) || 1;
  return Float32Array.from(embedding, (x) => x / length);
}

function dot(a, b) {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += a[d] * b[d];
  return sum;
}

function dist(path) {
  return import(new URL(`../../dist/${path}`, import.meta.url).href);
}

function assetOf(name) {
  return new URL(`../../assets/${name}`, import.meta.url);
}

async function openEncoder() {
  const { createEncoder } = await dist('core/meaning/encoder.js');
  return createEncoder(readFileSync(assetOf('encoder.bin')));
}

/** Sentiment is switched off: the others have none. "None" is the library's own class for what fits nothing. */
async function trainNlpjs({ train, trainOutOfScope }) {
  const { default: basic } = await import('@nlpjs/basic');
  const dock = await basic.dockStart({ use: ['Basic'], settings: { nlp: { autoSave: false } } });
  const nlp = dock.get('nlp');
  Object.assign(nlp.settings, { autoSave: false, calculateSentiment: false });
  return {
    train: async () => {
      nlp.addLanguage('en');
      for (const [text, intent] of train) nlp.addDocument('en', text, intent);
      for (const text of trainOutOfScope) nlp.addDocument('en', text, 'None');
      await nlp.train();
      return async (utterance) => {
        const { classifications } = await nlp.process('en', utterance);
        return { ranking: classifications.map(({ intent, score }) => [intent, score]) };
      };
    },
  };
}

/** The likelihoods are scaled to add up to 1. */
async function trainNatural({ train, trainOutOfScope }, kind) {
  const { default: natural } = await import('natural');
  return {
    train: () => {
      const classifier = new natural[kind]();
      for (const [text, intent] of train) classifier.addDocument(text, intent);
      for (const text of trainOutOfScope) classifier.addDocument(text, OUT_OF_SCOPE);
      classifier.train();
      return (utterance) => {
        const values = classifier.getClassifications(utterance);
        const total = values.reduce((sum, { value }) => sum + value, 0) || 1;
        return { ranking: values.map(({ label, value }) => [label, value / total]) };
      };
    },
  };
}

/** Configured as its documentation shows, but with stop words kept, which on the whole serves it better; texts are prepared once. */
async function trainWink({ train, trainOutOfScope }) {
  const [{ default: createClassifier }, { default: winkNLP }, { default: model }] = await Promise.all([
    import('wink-naive-bayes-text-classifier'),
    import('wink-nlp'),
    import('wink-eng-lite-web-model'),
  ]);
  const { readDoc, its } = winkNLP(model);
  const stems = (text) =>
    readDoc(text)
      .tokens()
      .filter((token) => token.out(its.type) === 'word')
      .out(its.stem);
  return {
    train: () => {
      const classifier = createClassifier();
      classifier.definePrepTasks([]);
      classifier.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
      for (const [text, intent] of train) classifier.learn(stems(text), intent);
      for (const text of trainOutOfScope) classifier.learn(stems(text), OUT_OF_SCOPE);
      classifier.consolidate();
      return (utterance) => ({ ranking: classifier.computeOdds(stems(utterance)) });
    },
  };
}

/** A search engine over the training phrases: the intent of the phrase found first. Prefixes and fuzzy terms make it worse. */
async function trainMiniSearch({ train, trainOutOfScope }) {
  const { default: MiniSearch } = await import('minisearch');
  return {
    train: () => {
      const documents = [...train, ...trainOutOfScope.map((text) => [text, OUT_OF_SCOPE])];
      const search = new MiniSearch({ fields: ['text'], storeFields: ['intent'] });
      search.addAll(documents.map(([text, intent], id) => ({ id, text, intent })));
      return (utterance) => ({
        ranking: search.search(utterance).map(({ intent, score }) => [intent, score]),
      });
    },
  };
}
