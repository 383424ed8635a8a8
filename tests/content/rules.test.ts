import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/content/problem.ts';
import { intentOf, load, problemsOf, REPORT, type Sources, utterances } from './pack-fixture.ts';

/** The problems as a curator reads them. */
const read = (change: (sources: Sources) => void) => problemsOf(change).map(formatProblem);

/** The claim at an index with other values. */
const claim = (index: number, values: Record<string, unknown>) => (sources: Sources) => {
  Object.assign(sources.claims[index] ?? {}, values);
};

describe('a pack', () => {
  it('is sound as the fixture has it', () => {
    expect(read(() => {})).toEqual([]);
    expect(load().kind).toBe('sound');
  });
});

describe('the report', () => {
  it('is the one the ledger was written for', () => {
    const [problem, ...more] = problemsOf((sources) => {
      sources.text = sources.text.replace('Some', 'Many');
      sources.claims = sources.claims.filter((one) => one['id'] !== 'cost');
      delete sources.intents['deep/cost'];
      sources.report['waivers'] = [{ passage: 5, reason: 'A rumour.' }];
    });
    expect(problem).toMatchObject({ file: 'data/report.yaml', path: 'sha256' });
    expect(more).toEqual([]);
  });

  it('has no empty line', () => {
    const problems = read((sources) => {
      sources.text += '\n';
    });
    expect(problems.join('\n')).toContain(
      'data/report.txt, line 6\n  Cannot use passage 6: the line is empty.',
    );
  });
});

describe('a claim', () => {
  it('has its quote in its passage', () => {
    expect(read(claim(3, { passage: 5 }))).toContain(
      'data/claims.yaml, [3].quote\n  Cannot find the quote "The lamp has been lit since 1990" in passage 5: it stands in passage 4. Write passage: 4.',
    );
  });

  it('says where its quote departs from the report', () => {
    expect(read(claim(1, { quote: 'around 300 ships pass every week' }))).toEqual([
      'data/claims.yaml, [1].quote\n  Cannot find the quote "around 300 ships pass every week" in passage 2: ' +
        'it departs at character 24, after "und 300 ships pass e", with "v" (U+0076) where the report has "a" (U+0061). ' +
        'Copy the words from line 2 of data/report.txt.',
    ]);
  });

  it('names a passage the report has', () => {
    expect(problemsOf(claim(3, { passage: 9, quote: 'nowhere' }))[0]?.message).toBe(
      'Cannot find the quote "nowhere" in passage 9: the report has 5',
    );
  });

  it.each([
    ['speaker', 'Ada Quilt'],
    ['role', 'Mayor'],
    ['outlet', 'Daily gull'],
    ['date', 'Monday, 10 May'],
  ])('has its %s in the report', (field, value) => {
    expect(problemsOf(claim(1, { [field]: value }))).toContainEqual(
      expect.objectContaining({ file: 'data/claims.yaml', path: `[1].${field}`, value }),
    );
  });

  it('may be of the date of the report', () => {
    expect(read(claim(0, { date: '2021-05-04' }))).toEqual([]);
  });

  it('has an id of its own', () => {
    expect(problemsOf((sources) => sources.claims.push({ ...sources.claims[0] }))).toMatchObject([
      { path: '[5].id', value: 'title' },
    ]);
  });
});

describe('references', () => {
  it.each([
    ['an intent that does not exist', ['nothing'], 'Cannot offer "nothing": there is no such intent'],
    ['a gap', ['height'], 'Cannot offer "height": it is not an answer but a gap, intents/gaps/height.yaml'],
    ['the intent itself', ['ships'], 'Cannot offer "ships" beside itself: the reader has just read it'],
    ['an intent twice', ['lamp', 'lamp'], 'Cannot offer "lamp" twice: it stands earlier in the list'],
  ])('do not name %s', (_, related, message) => {
    const problems = problemsOf((sources) => {
      intentOf(sources, 'ships')['related'] = related;
    });
    expect(problems.map((problem) => problem.message)).toEqual([message]);
  });

  it('from a gap name answers as well', () => {
    const problems = problemsOf((sources) => {
      intentOf(sources, 'gaps/height')['nearest'] = ['hello'];
    });
    expect(problems).toMatchObject([
      { file: 'intents/gaps/height.yaml', path: 'nearest[0]', value: 'hello' },
    ]);
  });

  it('to claims name claims of the ledger', () => {
    const problems = problemsOf((sources) => {
      intentOf(sources, 'ships')['answer'] = [
        { text: 'Around 300 ships pass each week, Ada Quill claimed.', claims: ['ships', 'boats'] },
      ];
    });
    expect(problems).toMatchObject([{ path: 'answer[0].claims[1]', value: 'boats' }]);
  });

  it('are not ambiguous: an id stands once over all folders', () => {
    const problems = problemsOf((sources) => {
      sources.intents['deep/lamp'] = {
        ...intentOf(sources, 'lamp'),
        question: 'Which?',
        ...utterances('which'),
      };
    });
    expect(problems).toMatchObject([{ file: 'intents/lamp.yaml', value: 'lamp' }]);
  });

  it('in small talk are filled in', () => {
    const problems = problemsOf((sources) => {
      intentOf(sources, 'smalltalk/hello')['text'] = 'Hello, {name}!';
    });
    expect(problems).toMatchObject([{ file: 'intents/smalltalk/hello.yaml', path: 'text', value: '{name}' }]);
  });
});

describe('an utterance', () => {
  const phrases = (name: string, extra: string) => [...(utterances(name)['phrases'] as string[]), extra];

  it.each([
    ['in two intents', 'LAMP a!', 'training phrase already, intents/lamp.yaml, phrases[0]'],
    ['twice in one intent', 'Ships, b', 'training phrase already, intents/ships.yaml, phrases[1]'],
    ['among the tests as well', 'lamp  test?', 'test utterance already, intents/lamp.yaml, tests[0]'],
    ['as the question of another', 'what about the “lamp”', 'question already, intents/lamp.yaml, question'],
  ])('does not stand %s', (_, phrase, fact) => {
    const problems = problemsOf((sources) => {
      intentOf(sources, 'lamp')['question'] = 'What about the lamp?';
      intentOf(sources, 'ships')['phrases'] = phrases('ships', phrase);
    });
    expect(problems).toMatchObject([{ file: 'intents/ships.yaml', path: 'phrases[5]', value: phrase }]);
    expect(problems[0]?.message).toContain(fact);
  });

  it('that is a test does not train the matcher anywhere', () => {
    const problems = problemsOf((sources) => {
      intentOf(sources, 'ships')['tests'] = ['lamp A', 'Ships B', 'weather test', 'Weather'];
    });
    expect(problems.map(({ file, path }) => `${file} ${path}`)).toEqual([
      'data/out-of-scope.yaml tests[0]',
      'intents/ships.yaml tests[0]',
      'intents/ships.yaml tests[1]',
    ]);
  });

  it('may be a training phrase and the question of the same intent, once', () => {
    const question = (more: readonly string[]) => (sources: Sources) => {
      intentOf(sources, 'lamp')['phrases'] = [...phrases('lamp', 'What about lamp?'), ...more];
    };
    expect(read(question([]))).toEqual([]);
    expect(problemsOf(question(['what about lamp']))).toMatchObject([{ path: 'phrases[6]' }]);
  });

  it('of another subject is not an utterance of this one', () => {
    const problems = problemsOf((sources) => {
      sources.outOfScope['phrases'] = ['LAMP A'];
    });
    expect(problems).toMatchObject([{ file: 'data/out-of-scope.yaml', path: 'phrases[0]', value: 'LAMP A' }]);
  });
});

describe('the lexicon', () => {
  it('gives a wording to one term only', () => {
    const problems = problemsOf((sources) =>
      sources.lexicon.push({ term: 'sun', kind: 'concept', same: ['Light'] }),
    );
    expect(problems).toMatchObject([{ file: 'data/lexicon.yaml', path: '[1].same[0]', value: 'Light' }]);
  });
});

describe('the coverage', () => {
  const uncovered = (sources: Sources) => {
    delete sources.intents['deep/cost'];
  };

  it('leaves no passage without an answer', () => {
    expect(problemsOf(uncovered)).toMatchObject([
      { file: 'data/report.txt', path: 'line 5', value: REPORT[4] },
    ]);
  });

  it('allows a passage to be waived with a reason', () => {
    const problems = read((sources) => {
      uncovered(sources);
      sources.report['waivers'] = [{ passage: 5, reason: 'Nobody asks for the cost.' }];
    });
    expect(problems).toEqual([]);
  });

  it.each([
    ['cited', [4], 'Cannot waive passage 4: "lamp" cites it'],
    ['out of range', [6], 'Cannot waive passage 6: the report has 5'],
  ])('does not allow one to be waived that is %s', (_, passages, message) => {
    const problems = problemsOf((sources) => {
      sources.report['waivers'] = passages.map((passage) => ({ passage, reason: 'Unwanted.' }));
    });
    expect(problems.map((problem) => problem.message)).toEqual([message]);
  });
});
