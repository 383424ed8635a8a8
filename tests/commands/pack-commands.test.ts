import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCommon } from '../../src/content/common.ts';
import { footnote } from './footnote.ts';
import { type SampleFolder, writeSampleFolder } from './sample-folder.ts';

let sample: SampleFolder;
beforeEach(() => {
  sample = writeSampleFolder();
});
afterEach(() => sample.remove());

const run = (...args: string[]) => footnote([...args, '--pack', sample.path]);

function breakPack(): void {
  sample.write('data/report.txt', 'Something else altogether.\n');
  sample.write('intents/ferries.yaml', 'kind: answer\nquestion: "unfinished');
}

describe('validate', () => {
  it('prints one line with counts for a sound pack', async () => {
    const { code, stdout } = await run('validate');
    // The one of the pack is the common one of its name.
    const smalltalk = readCommon().smalltalk.length;
    expect(stdout).toContain(`: 8 passages, 7 claims, 7 answers, 1 gap, ${smalltalk} of small talk, `);
    expect(stdout).toMatch(/^The pack is sound: .+\.\n$/u);
    expect(code).toBe(0);
  });

  it('lists all problems of a broken pack, each with its file and a remedy, and exits 1', async () => {
    breakPack();
    const { code, stdout, stderr } = await run('validate');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Cannot use the pack ".+": it has \d+ problems\.\n/u);
    expect(stderr).toContain('data/report.yaml');
    expect(stderr).toContain('intents/ferries.yaml');
  });

  it.each(['ask hello', 'serve', 'coverage', 'intents', 'evaluate'])(
    'is what "%s" does first',
    async (command) => {
      breakPack();
      const { code, stdout, stderr } = await run(...command.split(' '));
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain('Cannot use the pack');
    },
  );

  it('notices a change after a pack was used', async () => {
    expect((await run('ask', 'hello')).code).toBe(0);
    breakPack();
    expect((await run('ask', 'hello')).code).toBe(1);
  });
});

describe('coverage', () => {
  it('shows passage by passage which answers cite it, and what is waived', async () => {
    const { code, stdout } = await run('coverage');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {3}1 {2}The harbour bridge was closed .+ {2}bridge-when, bridge-why$/mu);
    expect(stdout).toMatch(/^ {3}7 .+\(waived: It says what is not known; a gap speaks of it\.\)$/mu);
    expect(stdout).toMatch(/^8 of 8 passages covered, 1 of them waived\.$/mu);
  });

  it('covers every passage of the report that comes along', async () => {
    expect((await footnote(['coverage'])).stdout).toMatch(/^22 of 22 passages covered\.$/mu);
  });
});

describe('intents', () => {
  it('lists the questions by group', async () => {
    const { stdout } = await run('intents');
    expect(stdout).toMatch(/^7 questions about “Why the harbour bridge is closed”/u);
    expect(stdout).toMatch(/\n\nThe warning\n {2}warning-who {2}Did anybody warn the city\?\n/u);
  });

  it('lists them as JSON', async () => {
    const list = JSON.parse((await run('intents', '--json')).stdout);
    expect(list).toContainEqual({
      intent: 'warning-who',
      group: 'The warning',
      question: 'Did anybody warn the city?',
    });
  });
});

describe('evaluate', () => {
  it('counts hits and false answers over the test utterances', async () => {
    const { code, stdout } = await run('evaluate');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^questions with an answer +7 /mu);
    // Those that come with the program are not the pack's.
    expect(stdout).toMatch(/^out of scope +1 /mu);
    expect(stdout).toMatch(/^False answers, of questions that have none: \d+ of 2 /mu);
  });

  it('asks the held-out utterances as well with --all', async () => {
    sample.write('data/held-out.yaml', '{ferries: [is there a boat, may I swim], who-pays: [who pays then]}');
    expect((await run('evaluate')).stdout).toMatch(/^questions with an answer +7 /mu);
    const { stdout } = await run('evaluate', '--all');
    expect(stdout).toMatch(/^questions with an answer +9 /mu);
    expect(stdout).toMatch(/^gaps of the report +2 /mu);
  });

  it('measures a labelled file instead, and names confusions and misses', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'footnote-labels-'));
    const file = join(folder, 'labels.jsonl');
    writeFileSync(
      file,
      [
        { q: 'When was the bridge closed?', intent: 'bridge-when' },
        { q: 'When was the bridge closed?', intent: 'ferries' },
        { q: 'When was the bridge closed?', intent: null },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    );
    const report = JSON.parse((await run('evaluate', '--json', file)).stdout);
    expect(report.tallies.answer).toEqual({
      questions: 2,
      hits: 1,
      offered: 0,
      wrong: 1,
      denied: 0,
      missed: 0,
    });
    expect(report.falseAnswers).toEqual({ questions: 1, answered: 1 });
    expect(report.confusions).toContainEqual({ expected: 'ferries', got: 'bridge-when', count: 1 });
    expect(report.misses).toHaveLength(2);

    writeFileSync(file, '{"q":"x","intent":"nowhere"}\n{"q":1,"intent":null}\nnot json\n{"q":"x"}\n');
    const { code, stderr } = await run('evaluate', file);
    expect(code).toBe(1);
    expect(stderr.match(/labels\.jsonl:[1234]: Cannot/gu)).toHaveLength(4);
    rmSync(folder, { recursive: true });
  });
});
