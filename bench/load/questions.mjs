/** Questions that the matcher has never seen, and the ids that buttons carry. */
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';

const INTENTS = new URL('../../intents/', import.meta.url);

const intents = readdirSync(INTENTS)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({
    id: name.slice(0, -'.yaml'.length),
    ...load(readFileSync(new URL(name, INTENTS), 'utf8')),
  }));
const utterances = intents.flatMap((intent) => intent.tests);

export const utterance = (i) => utterances[i % utterances.length];
export const intentId = (i) => intents[i % intents.length].id;
