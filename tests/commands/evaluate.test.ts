import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { footnote } from './footnote.ts';
import { type SampleFolder, writeSampleFolder } from './sample-folder.ts';

let sample: SampleFolder;
beforeAll(() => {
  sample = writeSampleFolder();
});
afterAll(() => sample.remove());

const evaluate = (...args: string[]) => footnote(['evaluate', ...args, '--pack', sample.path]);

/** A file with the same right question many times, or the same wrong one. */
function labels(intent: string, times: number): string {
  const file = join(sample.path, `${intent}-${times}.jsonl`);
  const line = JSON.stringify({ q: 'When was the bridge closed?', intent });
  writeFileSync(file, `${line}\n`.repeat(times));
  return file;
}

describe('evaluate --certify', () => {
  it('exits 0 and prints bound and coverage when the questions bear the promise out', async () => {
    const { code, stdout, stderr } = await evaluate('--certify', labels('bridge-when', 100));
    expect(stdout).toContain(
      'Certified: 0 wrong answers to 100 questions (0.0%); with 95% confidence at most 3.0% are answered wrongly, and the pack allows 5.0%.',
    );
    expect(stdout).toContain('Coverage: 100 of 100 questions with an answer got one (100.0%).');
    expect({ code, failure: stderr.includes('Cannot') }).toEqual({ code: 0, failure: false });
  });

  it('exits 1 when too few questions were asked to bear it out, however well they went', async () => {
    const { code, stdout, stderr } = await evaluate('--certify', labels('bridge-when', 20));
    expect(stdout).toContain('Not certified: 0 wrong answers to 20 questions');
    expect(stderr).toContain('Cannot certify the pack: up to 13.9% of questions may be answered wrongly');
    expect(code).toBe(1);
  });

  it('goes by another share where one is named', async () => {
    const { code, stdout } = await evaluate('--certify', '--at-most', '0.2', labels('bridge-when', 20));
    expect(stdout).toContain('at most 13.9% are answered wrongly, and the pack allows 20.0%.');
    expect(code).toBe(0);
  });

  it.each(['0', '1', 'five', ''])('refuses "%s" as a share', async (share) => {
    const { code, stderr } = await evaluate('--certify', '--at-most', share);
    expect(stderr).toContain('Write a share between 0 and 1, such as 0.05.');
    expect(code).toBe(2);
  });

  it('exits 1 when there are too many wrong answers, and says the same as JSON', async () => {
    const { code, stdout } = await evaluate('--certify', '--json', labels('ferries', 100));
    expect(JSON.parse(stdout).certificate).toMatchObject({
      wrong: 100,
      questions: 100,
      bound: 1,
      holds: false,
    });
    expect(code).toBe(1);
  });

  it('is not asked for by default', async () => {
    const { code, stdout } = await evaluate(labels('ferries', 3));
    expect({ code, certified: stdout.includes('ertified') }).toEqual({ code: 0, certified: false });
  });
});

describe('evaluate --html', () => {
  it('writes a page beside what it prints', async () => {
    const file = join(sample.path, 'page.html');
    const { code, stdout } = await evaluate('--html', file, labels('ferries', 3));
    expect(code).toBe(0);
    expect(stdout).toContain('Misses, one by one (3)');
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('How well the questions about “Why the harbour bridge is closed” are answered');
    expect(page).toContain('ferries → bridge-when');
    expect(page).toContain('What the confidence of the best rests on');
  });

  it('says what stands in its way', async () => {
    const file = join(sample.path, 'no-such-folder', 'page.html');
    const { code, stderr } = await evaluate('--html', file, labels('ferries', 3));
    expect(stderr).toContain(`Cannot write "${file}"`);
    expect({ code, written: existsSync(file) }).toEqual({ code: 1, written: false });
  });
});
