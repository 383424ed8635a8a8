import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/operations/log.ts';
import { createQuestionLog } from '../../src/operations/question-log.ts';
import { POST, QUESTION } from './entries.ts';

function logged(secrets: readonly string[] = []) {
  const lines: string[] = [];
  return { lines, log: createLog({ level: 'info', secrets, write: (line) => void lines.push(line) }) };
}

describe('the log', () => {
  it('writes a line of JSON for each event', () => {
    const { log, lines } = logged();
    log.info({ shard: 1 }, 'Gateway ready again');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ shard: 1, msg: 'Gateway ready again', level: 30 });
  });

  it.each([
    ['token', { token: 'MARKED' }],
    ['botToken', { config: { botToken: 'MARKED' } }],
    ['access_token', { a: { b: { c: { access_token: 'MARKED' } } } }],
    ['Authorization', { request: { headers: { Authorization: 'Bot MARKED' } } }],
    ['clientSecret', { clientSecret: 'MARKED "quoted" MARKED' }],
    ['password', { password: 'MARKED' }],
  ])('takes out what stands under %s, at any depth', (name, detail) => {
    const { log, lines } = logged();
    log.error(detail, 'It failed');
    expect(lines[0]).not.toContain('MARKED');
    expect(lines[0]).toContain(`"${name}":"[secret]"`);
    expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
  });

  it('takes out configured secrets wherever they stand, also in the message and in a child', () => {
    const { log, lines } = logged(['abc.defghi.jkl', 'abc.defghi.jkl-longer', 'no']);
    log.child({ request: 'r1' }).info({ error: 'GET /x?key=abc.defghi.jkl failed' }, 'abc.defghi.jkl-longer');
    log.info({}, 'there is no problem');
    expect(lines.join('')).not.toContain('defghi');
    expect(lines.join('')).not.toContain('-longer');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ request: 'r1', msg: '[secret]' });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ msg: 'there is no problem' });
  });

  it('leaves words alone that only speak of secrets', () => {
    const { log, lines } = logged();
    log.info({ error: 'Cannot use "token": "x" here', tokens: 3 }, 'The token is wrong');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      error: 'Cannot use "token": "x" here',
      tokens: 3,
      msg: 'The token is wrong',
    });
  });
});

describe('the log of questions', () => {
  it('says what became of a question, never who asked, where, or what', () => {
    const { log, lines } = logged();
    const journal = createQuestionLog(log, { utterances: false });
    journal.asked(QUESTION);
    journal.posted(POST);
    expect(lines).toHaveLength(1);
    expect(lines.join('')).not.toContain('marked');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      msg: 'Question',
      platform: 'discord',
      outcome: 'answer',
      intents: ['bridge-why'],
      confidence: 0.97,
      milliseconds: 3.1,
    });
  });

  it('holds what was asked when that is wanted, and still not who asked', () => {
    const { log, lines } = logged();
    createQuestionLog(log, { utterances: true }).asked(QUESTION);
    expect(JSON.parse(lines[0] ?? '')).toHaveProperty('utterance', QUESTION.utterance);
    expect(lines.join('')).not.toMatch(/marked-471[124]/u);
  });
});
