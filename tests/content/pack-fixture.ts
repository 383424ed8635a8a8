/** A tiny sound pack in a temporary folder, and the means to break it in one place. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dump } from 'js-yaml';
import { type LoadedPack, loadPack } from '../../src/content/load.ts';
import type { Problem } from '../../src/content/problem.ts';

export const REPORT = [
  'date 2021-05-04 Lighthouse keepers of Northland.',
  'Harbour Master Ada Quill claimed to the Daily Gull that around 300 ships pass each week.',
  'Captain Bo Reed is allegedly leaving Northland on Monday, 3 May.',
  'The lamp has been lit since 1990, according to Northland officials.',
  'Some Northlanders believe it costs about $20 to $30 a night for six months.',
];

const CLAIMS = [
  { id: 'title', passage: 1, quote: 'Lighthouse keepers of Northland.', standing: 'stated' },
  {
    id: 'ships',
    passage: 2,
    quote: 'around 300 ships pass each week',
    speaker: 'Ada Quill',
    role: 'Harbour master',
    outlet: 'Daily Gull',
    standing: 'claimed',
  },
  {
    id: 'leaving',
    passage: 3,
    quote: 'Captain Bo Reed is allegedly leaving Northland',
    standing: 'alleged',
    date: 'Monday, 3 May',
  },
  {
    id: 'lamp',
    passage: 4,
    quote: 'The lamp has been lit since 1990',
    speaker: 'Northland officials',
    standing: 'stated',
  },
  {
    id: 'cost',
    passage: 5,
    quote: 'Some Northlanders believe it costs about $20 to $30 a night for six months',
    standing: 'stated',
  },
];

type Fields = Record<string, unknown>;

function answer(name: string, statements: readonly Fields[], more: Fields = {}): Fields {
  return {
    kind: 'answer',
    question: `What about ${name}?`,
    group: 'All',
    ...utterances(name),
    answer: statements,
    ...more,
  };
}

export function utterances(name: string): Fields {
  return { phrases: ['a', 'b', 'c', 'd', 'e'].map((letter) => `${name} ${letter}`), tests: [`${name} test`] };
}

/** The pack's values by file; a test changes one of them and leaves the rest sound. */
export interface Sources {
  text: string;
  report: Fields;
  claims: Fields[];
  intents: Record<string, Fields>;
  lexicon: Fields[];
  outOfScope: Fields;
  /** Files written as they are, on top of or instead of the others; undefined leaves a file out. */
  files: Record<string, string | Buffer | undefined>;
}

export function soundSources(): Sources {
  const text = `${REPORT.join('\n')}\n`;
  return {
    text,
    report: {
      title: 'Lighthouse keepers of Northland',
      date: '2021-05-04',
      language: 'en',
      sha256: createHash('sha256').update(text).digest('hex'),
    },
    claims: structuredClone(CLAIMS),
    intents: {
      title: answer('title', [{ text: 'It is "Lighthouse keepers of Northland."', claims: ['title'] }]),
      ships: answer(
        'ships',
        [{ text: 'Around 300 ships pass each week, Ada Quill claimed.', claims: ['ships'] }],
        {
          related: ['title'],
        },
      ),
      leaving: answer('leaving', [{ text: 'Captain Bo Reed is allegedly leaving.', claims: ['leaving'] }]),
      lamp: answer('lamp', [{ text: 'It has been lit since 1990.', claims: ['lamp'] }]),
      'deep/cost': answer('cost', [
        { text: 'Some believe it costs about $20 to $30 a night.', claims: ['cost'] },
      ]),
      'gaps/height': {
        kind: 'gap',
        question: 'How high is the tower?',
        ...utterances('height'),
        text: 'The report does not say how high the tower is.',
        nearest: ['lamp'],
      },
      'smalltalk/hello': {
        kind: 'smalltalk',
        ...utterances('hello'),
        text: 'Hello! I know {report} of {date}.',
      },
    },
    lexicon: [{ term: 'lamp', kind: 'concept', same: ['light', 'lantern'] }],
    outOfScope: { phrases: ['banana bread'], tests: ['weather'] },
    files: {},
  };
}

/** Writes the sound pack as `change` leaves it, loads it, and removes it. */
export function load(change: (sources: Sources) => void = () => {}): LoadedPack {
  const sources = soundSources();
  change(sources);
  const folder = mkdtempSync(join(tmpdir(), 'footnote-pack-'));
  try {
    const files: Sources['files'] = {
      'data/report.txt': sources.text,
      'data/report.yaml': dump(sources.report),
      'data/claims.yaml': dump(sources.claims),
      'data/lexicon.yaml': dump(sources.lexicon),
      'data/out-of-scope.yaml': dump(sources.outOfScope),
      ...Object.fromEntries(
        Object.entries(sources.intents).map(([id, intent]) => [`intents/${id}.yaml`, dump(intent)]),
      ),
      ...sources.files,
    };
    for (const [file, content] of Object.entries(files)) {
      if (content === undefined) continue;
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    }
    return loadPack(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The problems of the changed pack; none when it is sound. */
export function problemsOf(change: (sources: Sources) => void): readonly Problem[] {
  const loaded = load(change);
  return loaded.kind === 'broken' ? loaded.problems : [];
}

/** The intent of a file, to be changed. */
export function intentOf(sources: Sources, id: string): Fields {
  const intent = sources.intents[id];
  if (!intent) throw new Error(`Cannot change "${id}": the fixture has no such intent`);
  return intent;
}

/** The pack with another statement in its intent `lamp`. */
export function withStatement(text: string, claims: readonly string[]): readonly Problem[] {
  return problemsOf((sources) => {
    const statements = [
      { text, claims },
      { text: 'It has been lit since 1990.', claims: ['lamp'] },
    ];
    intentOf(sources, 'lamp')['answer'] = statements;
  });
}
