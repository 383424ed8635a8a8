/** Writes the adapters' sample pack as a folder, so that commands can be run on a report other than the bundled one. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE_CLAIMS, SAMPLE_INTENTS, SAMPLE_REPORT } from '../adapters/sample-pack.ts';

/** Ways to ask, as phrases the sample pack trains on; enough words each to tell the intents apart. */
const PHRASES: Readonly<Record<string, readonly string[]>> = {
  'bridge-why': [
    'reason for the bridge closure',
    'why was the bridge shut',
    'what made them close the bridge',
    'why can nobody use the bridge',
    'cause of the closed bridge',
  ],
  'bridge-when': [
    'when did the bridge close',
    'date of the bridge closure',
    'what day was the bridge shut',
    'since when is the bridge closed',
    'closing day of the bridge',
  ],
  'engineer-who': [
    'who is the city engineer',
    'tell me about ada brown',
    'who spoke of the crack',
    'name of the engineer',
    'what does ada brown do',
  ],
  'crossings-number': [
    'how many people use the bridge every day',
    'number of daily crossings',
    'how busy is the bridge',
    'daily traffic on the bridge',
    'how many cross each day',
  ],
  'warning-who': [
    'did somebody warn the city',
    'who warned the city',
    'was there a warning',
    'warning two years ago',
    'who knew of the danger before',
  ],
  'repair-cost': [
    'what is the price of the repair',
    'how expensive is the repair',
    'repair costs in dollars',
    'how much money for the repair',
    'cost of fixing the bridge',
  ],
  ferries: [
    'are there boats',
    'how often do ferries run',
    'ferry timetable',
    'can I take a ferry',
    'how else do I get across the water',
  ],
};

export interface SampleFolder {
  readonly path: string;
  /** Overwrites a file inside the pack. */
  write(file: string, content: string): void;
  remove(): void;
}

export function writeSampleFolder(): SampleFolder {
  const path = mkdtempSync(join(tmpdir(), 'footnote-pack-'));
  for (const folder of ['data', 'intents/gaps', 'intents/smalltalk'])
    mkdirSync(join(path, folder), { recursive: true });
  const write = (file: string, content: string) => writeFileSync(join(path, file), content);
  // JSON is YAML.
  const yaml = (file: string, value: unknown) => write(file, JSON.stringify(value, null, 2));
  const { passages, ...report } = SAMPLE_REPORT;
  const text = `${passages.map((passage) => passage.text).join('\n')}\n`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  const waivers = [{ passage: 7, reason: 'It says what is not known; a gap speaks of it.' }];
  write('data/report.txt', text);
  yaml('data/report.yaml', { ...report, sha256, waivers });
  yaml('data/claims.yaml', SAMPLE_CLAIMS);
  yaml('data/out-of-scope.yaml', {
    phrases: [
      'what is the weather today',
      'tell me a joke',
      'who won the football match',
      'recipe for pancakes',
    ],
    tests: ['sing me a song'],
  });
  for (const { id, phrases: _, tests: __, ...intent } of SAMPLE_INTENTS) {
    yaml(`intents/${id}.yaml`, { ...intent, phrases: PHRASES[id], tests: [`${intent.question} please`] });
  }
  yaml('intents/gaps/who-pays.yaml', {
    kind: 'gap',
    question: 'Who will pay for the repair?',
    phrases: [
      'who pays for it',
      'who foots the bill',
      'is the taxpayer paying',
      'who has to come up with the money',
      'which budget pays',
    ],
    tests: ['who is paying'],
    text: 'The report says that the city has not said who will pay.',
    nearest: ['repair-cost'],
  });
  yaml('intents/smalltalk/greeting.yaml', {
    kind: 'smalltalk',
    phrases: ['hello', 'hi', 'hey there', 'good morning', 'greetings'],
    tests: ['hello there'],
    text: 'Hello! Ask me about “{report}”.',
  });
  return { path, write, remove: () => rmSync(path, { recursive: true, force: true }) };
}
