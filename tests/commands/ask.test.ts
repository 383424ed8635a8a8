import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finish, footnote, jsonLines, start } from './footnote.ts';
import { type SampleFolder, writeSampleFolder } from './sample-folder.ts';

let sample: SampleFolder;
beforeAll(() => {
  sample = writeSampleFolder();
});
afterAll(() => sample.remove());

const ask = (args: readonly string[], input?: string | Uint8Array) =>
  footnote(['ask', '--pack', sample.path, ...args], input === undefined ? {} : { input });

describe('ask "…"', () => {
  it('prints the answer with its footnotes, sources and the date of the report', async () => {
    const { code, stdout } = await ask(['Why is the bridge closed?']);
    expect(code).toBe(0);
    expect(stdout).toContain('The harbour bridge was closed after an inspection. [1]\n');
    expect(stdout).toContain('  [1] “The harbour bridge was closed on Friday, 4 March”\n');
    expect(stdout).toContain('Ada Brown, City engineer, via the Harbour Herald · quoted · line 2');
    expect(stdout).toContain('As of 8 March 2022');
  });

  it('takes unquoted words as one question', async () => {
    const { stdout } = await ask(['what', 'will', 'the', 'repair', 'cost']);
    expect(stdout).toContain('Between $2m & $3m. [1]');
  });

  it('prints no colours into a pipe', async () => {
    const { stdout } = await footnote(['ask', '--pack', sample.path, 'Why is the bridge closed?'], {
      env: { FORCE_COLOR: '1', CI: 'true' },
    });
    expect(stdout).not.toContain('\u001b');
  });

  it('reads the question from standard input when there are no words', async () => {
    const { code, stdout } = await ask([], 'who is\r\nAda Brown?\r\n');
    expect(code).toBe(0);
    expect(stdout).toContain('Ada Brown is the city engineer. [1]');
  });

  it('answers an empty standard input with what can be asked', async () => {
    const { code, stdout } = await ask([], '');
    expect(code).toBe(0);
    expect(stdout).toContain('Ask a question about the report.');
  });

  it('explains itself with --why', async () => {
    const { stdout } = await ask(['--why', 'When was the bridgge closed?']);
    expect(stdout).toContain('Candidates, best first');
    expect(stdout).toContain('bridgge → bridge');
  });

  it('prints one line of JSON for words with --json', async () => {
    const { stdout } = await ask(['--json', 'When was the bridge closed?']);
    expect(jsonLines(stdout)).toMatchObject([{ kind: 'answer', answers: [{ intent: 'bridge-when' }] }]);
  });
});

describe('ask --json', () => {
  it('answers with every key of the format', async () => {
    const { code, stdout, stderr } = await ask(['--json'], '{"question":"Did anybody warn the city?"}\n');
    expect({ code, lines: stdout.split('\n').length, stderr }).toEqual({ code: 0, lines: 2, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      kind: 'answer',
      answers: [
        {
          intent: 'warning-who',
          confidence: expect.any(Number),
          text: 'A union allegedly warned the city two years ago. The mayor, Tom Reed, confirmed that the warning had reached him.',
          citations: [
            {
              quote: 'A union allegedly warned the city two years ago.',
              passage: 4,
              speaker: 'A union',
              outlet: null,
              standing: 'alleged',
              date: 'two years ago',
            },
            {
              quote: 'confirmed on Monday, 7 March, that the warning had reached him',
              passage: 5,
              speaker: 'Tom Reed',
              outlet: null,
              standing: 'confirmed',
              date: 'Monday, 7 March',
            },
          ],
        },
      ],
      options: [],
      passages: [],
      reason: null,
      text: 'A union allegedly warned the city two years ago. The mayor, Tom Reed, confirmed that the warning had reached him.',
    });
  });

  it('gives options the citations of the answer they lead to', async () => {
    const { stdout } = await ask(['--json'], '{"question":"who pays for it"}');
    const [reply] = jsonLines(stdout);
    expect(reply).toMatchObject({ kind: 'fallback', reason: 'gap', answers: [], passages: [] });
    expect(reply?.['options']).toMatchObject([
      {
        intent: 'repair-cost',
        question: 'What will the repair cost?',
        citations: [{ quote: 'between $2m and $3m & take six months', passage: 6 }],
      },
    ]);
  });

  it('answers line by line in order, and goes on after lines it cannot read', async () => {
    const lines = [
      '{"question":"hello"}',
      '{"question":',
      '["question"]',
      'null',
      '42',
      '{"conversation":"a"}',
      '{"question":7}',
      '{"question":"hi","user":{}}',
      '',
      '{"question":"When was the bridge closed?"}',
    ];
    const { code, stdout } = await ask(['--json'], lines.join('\n'));
    const replies = jsonLines(stdout);
    expect(code).toBe(0);
    expect(replies.map((reply) => reply['kind'])).toEqual(['smalltalk', ...Array(8).fill('error'), 'answer']);
    expect(replies[1]?.['message']).toMatch(/^Cannot read the line as JSON: .+ Write one object a line/u);
    expect(replies[5]?.['message']).toContain('it has no "question"');
  });

  it('reads CRLF, a byte order mark, a missing final newline and line separators inside a text', async () => {
    const input = '\uFEFF{"question":"hello"}\r\n{"question":"When was\u2028the bridge closed?"}';
    const { stdout } = await ask(['--json'], input);
    expect(jsonLines(stdout).map((reply) => reply['kind'])).toEqual(['smalltalk', 'answer']);
  });

  it('replies to strange questions, each in its line', async () => {
    const questions = [
      '',
      '   ',
      'x'.repeat(100_000),
      'why '.repeat(25_000),
      '\u0000\u0007\u001b[31m',
      '\u200b\u200d\ufeff',
      '🎉🎉🎉',
      'متى أغلق الجسر؟',
      '\u202eegdirb',
      '\ud800',
      '((((((((((((((((((((((((((((((a',
    ];
    const input = questions.map((question) => `${JSON.stringify({ question })}\n`).join('');
    const { code, stdout } = await ask(['--json'], input);
    const kinds = jsonLines(stdout).map((reply) => reply['kind']);
    expect(code).toBe(0);
    expect(kinds).toHaveLength(questions.length);
    expect(kinds).not.toContain('error');
  });

  it('survives bytes that are not UTF-8', async () => {
    const input = Buffer.concat([
      Buffer.from('{"question":"hello '),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}\n'),
    ]);
    const { stdout } = await ask(['--json'], input);
    expect(jsonLines(stdout)).toHaveLength(1);
  });

  it('answers each line before the next one comes', async () => {
    const child = start(['ask', '--json', '--pack', sample.path]);
    const replies: string[] = [];
    const next = () =>
      new Promise<void>((resolve) =>
        child.stdout.once('data', (data) => resolve(void replies.push(String(data)))),
      );
    for (const question of ['hello', 'When was the bridge closed?']) {
      const arrived = next();
      child.stdin.write(`${JSON.stringify({ question })}\n`);
      await arrived;
    }
    child.stdin.end();
    await finish(child);
    expect(jsonLines(replies.join('')).map((reply) => reply['kind'])).toEqual(['smalltalk', 'answer']);
  });

  it('keeps up when its output is read slowly', async () => {
    const count = 5_000;
    const child = start(['ask', '--json', '--pack', sample.path]);
    child.stdin.end('{"question":"Did anybody warn the city?"}\n'.repeat(count));
    // Nothing is read until the pipe has long been full.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { code, stdout } = await finish(child);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(count + 1);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = start(['ask', '--json', '--pack', sample.path]);
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end('{"question":"Did anybody warn the city?"}\n'.repeat(5_000));
    const { code, stderr } = await finish(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('embeds the explanation with --why', async () => {
    const { stdout } = await ask(['--json', '--why'], '{"question":"When was the bridge closed?"}');
    expect(jsonLines(stdout)[0]?.['why']).toMatchObject({
      match: { kind: 'matched' },
      threshold: expect.any(Number),
    });
  });
});

describe('ask, on the report that comes along', () => {
  it('gives both figures, both speakers, and quotes that stand in the report', async () => {
    const { stdout } = await footnote(['ask', '--json'], {
      input: '{"question":"how many foreign volunteers?"}\n',
    });
    const [reply] = jsonLines(stdout) as unknown as [
      { answers: { text: string; citations: { quote: string; passage: number; speaker: string }[] }[] },
    ];
    const [answer] = reply.answers;
    expect(answer?.text).toContain('16,000');
    expect(answer?.text).toContain('20,000');
    expect(answer?.citations.map((citation) => citation.speaker)).toEqual([
      'Officials of the Ukrainian government',
      'Dmytro Kuleba',
    ]);
    const passages = readFileSync(new URL('../../data/report.txt', import.meta.url), 'utf8').split('\n');
    for (const { quote, passage } of answer?.citations ?? []) expect(passages[passage - 1]).toContain(quote);
  });
});
