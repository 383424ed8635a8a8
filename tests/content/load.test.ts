import { describe, expect, it } from 'vitest';
import { readCommon } from '../../src/content/common.ts';
import { loadPack } from '../../src/content/load.ts';
import { intentOf, load, problemsOf, type Sources } from './pack-fixture.ts';

const packOf = (change: (sources: Sources) => void = () => {}) => {
  const loaded = load(change);
  if (loaded.kind === 'broken') throw new Error('Cannot use the fixture: it is broken');
  return loaded.pack;
};

describe('a sound pack', () => {
  it('is loaded with its parts in the order of their paths', () => {
    const pack = packOf();
    expect(pack.intents.map((intent) => intent.id)).toEqual([
      'cost',
      'height',
      'lamp',
      'leaving',
      'ships',
      'hello',
      'title',
      ...readCommon().smalltalk.map(({ id }) => id),
    ]);
    expect(pack.report.passages[3]).toEqual({
      line: 4,
      text: 'The lamp has been lit since 1990, according to Northland officials.',
    });
    expect(pack.settings).toEqual({ maxWrong: 0.05 });
    expect(pack.report).not.toHaveProperty('sha256');
  });

  it('keeps dates as they are written', () => {
    const pack = packOf((sources) => {
      sources.files['data/report.yaml'] = Object.entries(sources.report)
        .map(([key, value]) => `${key}: ${value}\n`)
        .join('');
    });
    expect(pack.report.date).toBe('2021-05-04');
  });

  it('may do without a lexicon and out-of-scope utterances', () => {
    const pack = packOf(({ files }) => {
      files['data/lexicon.yaml'] = undefined;
      files['data/out-of-scope.yaml'] = undefined;
    });
    expect(pack.lexicon).toEqual([]);
    expect(pack.outOfScope).toEqual({ ...readCommon().outOfScope, tests: [] });
  });

  it('decides how many wrong answers are too many', () => {
    const pack = packOf((sources) => {
      sources.report['maxWrong'] = 0.02;
    });
    expect(pack.settings.maxWrong).toBe(0.02);
  });

  it('has a version that changes with any of its files, and with nothing else', () => {
    const { version } = packOf();
    expect(version).toMatch(/^[0-9a-f]{12}$/);
    expect(packOf().version).toBe(version);
    expect(
      packOf(({ files }) => {
        files['intents/README.md'] = 'How to write intents.';
      }).version,
    ).toBe(version);
    expect(
      packOf((sources) => {
        intentOf(sources, 'lamp')['tests'] = ['another test'];
      }).version,
    ).not.toBe(version);
  });

  it('may have the line breaks of Windows', () => {
    expect(
      packOf(({ files, intents }) => {
        files['intents/lamp.yaml'] =
          `${JSON.stringify(intents['lamp'], null, 1).replaceAll('\n', '\r\n')}\r\n`;
      }).intents,
    ).toEqual(packOf().intents);
  });
});

describe('a broken pack', () => {
  it('has all its problems listed at once, by file', () => {
    const problems = problemsOf((sources) => {
      sources.files['intents/ships.yaml'] = 'kind: answer\n  question: [';
      intentOf(sources, 'leaving')['group'] = 7;
      intentOf(sources, 'lamp')['answer'] = [{ text: 'It has been lit since 1890.', claims: ['lamp'] }];
      intentOf(sources, 'deep/cost')['related'] = ['nothing', 'ships'];
      Object.assign(sources.claims[2] ?? {}, { standing: 'sure' });
      Object.assign(sources.claims[0] ?? {}, { quote: 'Lighthouse keepers of Southland' });
      sources.lexicon.push({ term: 'lamp', kind: 'concept', same: [] });
      sources.outOfScope['phrases'] = 'banana bread';
    });
    expect(problems.map(({ file, path }) => `${file} ${path}`)).toEqual([
      'data/claims.yaml [2].standing',
      'data/claims.yaml [0].quote',
      'data/lexicon.yaml [1].term',
      'data/out-of-scope.yaml phrases',
      'intents/deep/cost.yaml related[0]',
      'intents/lamp.yaml answer[0].text',
      'intents/leaving.yaml group',
      'intents/ships.yaml 2:11',
    ]);
  });

  it('is one whose folder does not exist', () => {
    const loaded = loadPack('/nowhere/at/all');
    expect(loaded).toMatchObject({ kind: 'broken', problems: [{ file: 'data' }, { file: 'intents' }] });
  });

  it.each(['data/report.txt', 'data/report.yaml', 'data/claims.yaml'])('is one without %s', (file) => {
    const problems = problemsOf(({ files }) => {
      files[file] = undefined;
    });
    expect(problems).toMatchObject([{ file, message: expect.stringMatching(/^Cannot read ".*ENOENT/) }]);
  });

  it.each(['intents/lamp.yaml', 'data/claims.yaml', 'data/report.yaml', 'data/lexicon.yaml'])(
    'is one with nothing in %s',
    (file) => {
      const problems = problemsOf(({ files }) => {
        files[file] = '# to be written\n';
      });
      expect(problems).toMatchObject([
        { file, message: expect.stringMatching(/^Cannot use null: it is nothing/) },
      ]);
    },
  );

  it('is one without intents', () => {
    const problems = problemsOf((sources) => {
      sources.intents = {};
      sources.files['intents/README.md'] = 'Nothing yet.';
    });
    expect(problems).toMatchObject([
      { file: 'intents', message: 'Cannot answer anything: intents/ has no intents' },
    ]);
  });

  it('is one with a file that is not UTF-8', () => {
    const problems = problemsOf(({ files }) => {
      files['intents/lamp.yaml'] = Buffer.from('question: caf\xe9', 'latin1');
    });
    expect(problems).toMatchObject([
      { file: 'intents/lamp.yaml', message: expect.stringContaining('Cannot read') },
    ]);
  });

  it.each([
    ['intents/extra.yml', 'Cannot use the file "extra.yml": intents end in .yaml'],
    ['data/lexicons.yaml', 'Cannot use the file "lexicons.yaml": a pack has no such file'],
    [
      'intents/Lamp_2.yaml',
      'Cannot use "Lamp_2": it must be lower-case letters and digits, joined by hyphens',
    ],
  ])('is one with a file that would go unread: %s', (file, message) => {
    const problems = problemsOf((sources) => {
      const text = JSON.stringify({
        kind: 'smalltalk',
        phrases: ['1', '2', '3', '4', '5'],
        tests: ['6'],
        text: 'Hi!',
      });
      sources.files[file] = text;
    });
    expect(problems).toMatchObject([{ file, message }]);
  });
});
