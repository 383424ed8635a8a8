import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_INTENTS } from '../sample-pack.ts';
import { createSampleResponder } from '../sample-responder.ts';
import { type Harness, startHarness } from './harness.ts';
import { idOf, readMessage } from './reading.ts';
import { asUserInstall, choice, click, command, message, selected, typing } from './world.ts';

const EPHEMERAL = 64;
const WHY = 'Why is the bridge closed?';

// biome-ignore lint/suspicious/noExplicitAny: bodies are judged by the schemas, tests look into them freely
const isPrivate = (body: any) => (body.data.flags & EPHEMERAL) !== 0;

let discord: Harness;
beforeAll(async () => {
  discord = await startHarness();
});
afterAll(async () => {
  expect(discord.server.refused).toEqual([]);
  expect(discord.lines.filter((l) => l.level !== 'info')).toEqual([]);
  await discord.stop();
});

describe('A slash command', () => {
  it('/ask answers for all, with the question above', async () => {
    const body = await discord.interact(command('ask', { question: WHY }));
    const { text, labels } = readMessage(body.data);
    expect(body.type).toBe(4);
    expect(isPrivate(body)).toBe(false);
    expect(text).toContain(`“${WHY}”`);
    expect(text).toContain('Ada Brown, City engineer, via the Harbour Herald · quoted · line 2');
    expect(text).toContain('As of 8 March 2022');
    expect(labels).toEqual([
      'Show in context',
      'Helpful',
      'Not helpful',
      'When was the bridge closed?',
      'How many people cross the bridge?',
      'What will the repair cost?',
      'Did anybody warn the city?',
    ]);
  });

  it('/ask private answers for the one who asked, who may share', async () => {
    const body = await discord.interact(command('ask', { question: WHY, private: true }));
    expect(isPrivate(body)).toBe(true);
    expect(readMessage(body.data).labels).toContain('Share');
  });

  it('/ask works where the app is installed for the person only', async () => {
    const body = await discord.interact(asUserInstall(command('ask', { question: WHY })));
    expect(readMessage(body.data).text).toContain('Ada Brown');
  });

  it('/ask escapes what the reader typed', async () => {
    const question = '@everyone <@123456> [win](https://evil.example) discord.gg/abc **x** `y` ||z||';
    const body = await discord.interact(command('ask', { question }));
    const raw = JSON.stringify(body.data.components);
    expect(raw).not.toMatch(/@everyone|(?<!\\)<@|https:\/\/|discord\.gg|(?<!\\)\*\*x|(?<!\\)`|(?<!\\)\|\|/);
    expect(readMessage(body.data).text).toContain(question);
  });

  it('/ask gives a suggested question that was picked its own answer', async () => {
    const deaf = createSampleResponder();
    await discord.restart({ responder: { ...deaf, reply: () => deaf.reply('hello') } });
    const picked = await discord.interact(command('ask', { question: WHY }));
    expect(readMessage(picked.data).text).toContain('Ada Brown');
    await discord.restart();
  });

  it('/topics lists every question under its group, for the one who asked', async () => {
    const body = await discord.interact(command('topics'));
    const { text, labels } = readMessage(body.data);
    expect(isPrivate(body)).toBe(true);
    expect(text).toContain('The bridge (4)');
    for (const { question } of SAMPLE_INTENTS) expect(labels).toContain(question);
  });

  it.each([
    ['people', 'Who is Ada Brown?'],
    ['numbers', 'What will the repair cost?'],
    ['timeline', 'When was the bridge closed?'],
  ])('/%s lists what belongs to it', async (name, question) => {
    const { text, labels } = readMessage((await discord.interact(command(name))).data);
    expect(text).toContain(question);
    expect(labels).toContain(question);
  });

  it('/quote shows a passage with what stands around it', async () => {
    const body = await discord.interact(command('quote', { passage: '3' }));
    const { text } = readMessage(body.data);
    expect(text).toContain('Line 2\nCity engineer Ada Brown said');
    expect(text).toContain(
      'Line 3\nThe Herald reported that about 12,000 people cross the bridge every day.',
    );
    expect(text).toContain('Line 4\nA union allegedly');
    expect(text).not.toContain('Line 5');
  });

  it('/quote finds a passage by its words', async () => {
    const { text } = readMessage(
      (await discord.interact(command('quote', { passage: 'ferries minutes' }))).data,
    );
    expect(text).toContain('Line 8\nFerries run every 20 minutes <until further notice>, from *both* banks.');
  });

  it.each(['99', '0', 'zebra'])('/quote says so when there is no passage %s', async (passage) => {
    const { text } = readMessage((await discord.interact(command('quote', { passage }))).data);
    expect(text).toContain('The report has no such passage.');
  });

  it('/about says what the report is, its date, the version of the pack and what is kept', async () => {
    const { text } = readMessage((await discord.interact(command('about'))).data);
    expect(text).toContain('Why the harbour bridge is closed');
    expect(text).toContain('8 March 2022');
    expect(text).toContain('0123456789ab');
    expect(text).toContain('then they are forgotten');
  });

  it('/help says how to ask and offers questions', async () => {
    const { text, labels } = readMessage((await discord.interact(command('help'))).data);
    expect(text).toContain('/topics');
    expect(labels).toContain('When was the bridge closed?');
  });

  it('of another version is met with help', async () => {
    const { text } = readMessage((await discord.interact(command('dance'))).data);
    expect(text).toContain('/ask');
  });
});

describe('Autocomplete', () => {
  const names = (body: { data: { choices: { name: string }[] } }) => body.data.choices.map((c) => c.name);

  it('shows what can be asked before anything is typed', async () => {
    const body = await discord.interact(typing('ask', 'question', ''));
    expect(body.type).toBe(8);
    expect(names(body)).toHaveLength(SAMPLE_INTENTS.length);
  });

  it('ranks the questions by what was typed', async () => {
    expect(names(await discord.interact(typing('ask', 'question', 'repair')))[0]).toBe(
      'What will the repair cost?',
    );
  });

  it('offers passages by words and by number', async () => {
    expect(names(await discord.interact(typing('quote', 'passage', 'mayor')))).toEqual([
      'Line 5: The mayor, Tom Reed, confirmed on Monday, 7 March, that the warning had reached him.',
    ]);
    expect(names(await discord.interact(typing('quote', 'passage', '6')))[0]).toMatch(/^Line 6: /);
  });

  it('answers with nothing when nothing fits', async () => {
    expect(names(await discord.interact(typing('quote', 'passage', 'zebra')))).toEqual([]);
  });
});

describe('The message command', () => {
  it('answers the selected message for the one who chose it', async () => {
    const body = await discord.interact(selected(message(WHY)));
    expect(isPrivate(body)).toBe(true);
    expect(readMessage(body.data).text).toContain('Ada Brown');
  });

  it('takes a message without words', async () => {
    expect(readMessage((await discord.interact(selected(message('')))).data).text).toContain(
      'Ask a question',
    );
  });
});

describe('A button', () => {
  const ask = (question: string, isPrivateAnswer = false) =>
    discord.interact(command('ask', { question, ...(isPrivateAnswer && { private: true }) }));

  it('of a related question answers it where the message was seen', async () => {
    const body = await ask(WHY);
    const id = idOf(body.data, 'When was the bridge closed?');
    const open = await discord.interact(click(id));
    expect(readMessage(open.data).text).toContain('On Friday, 4 March. [1]');
    expect(isPrivate(open)).toBe(false);
    expect(isPrivate(await discord.interact(click(id, { isPrivate: true })))).toBe(true);
  });

  it('of a disambiguation answers at once', async () => {
    const body = await ask('which');
    const reply = await discord.interact(click(idOf(body.data, 'Who is Ada Brown?')));
    expect(readMessage(reply.data).text).toContain('Ada Brown is the city engineer.');
  });

  it('of a fallback answers one of the nearest questions', async () => {
    const body = await ask('what is the meaning of life');
    expect(readMessage(body.data).text).toContain('The report does not say');
    const reply = await discord.interact(click(idOf(body.data, WHY)));
    expect(readMessage(reply.data).text).toContain('Ada Brown');
  });

  it('of a menu answers the chosen question', async () => {
    const body = await discord.interact(command('topics'));
    const reply = await discord.interact(choice('choose:0:The bridge', idOf(body.data, 'Who is Ada Brown?')));
    expect(readMessage(reply.data).text).toContain('Ada Brown is the city engineer.');
  });

  it('"Show in context" shows the quotes where they stand, in bold, to the one who asked', async () => {
    const body = await ask(WHY);
    const reply = await discord.interact(click(idOf(body.data, 'Show in context')));
    expect(isPrivate(reply)).toBe(true);
    expect(JSON.stringify(reply)).toContain(
      '**The harbour bridge was closed on Friday, 4 March**, after an inspection.',
    );
    expect(readMessage(reply.data).text).toContain('Line 3\nThe Herald reported');
  });

  it('"in context" of an excerpt shows its passage', async () => {
    const body = await ask('excerpt');
    const reply = await discord.interact(click(idOf(body.data, 'Line 2 in context')));
    expect(isPrivate(reply)).toBe(true);
    expect(readMessage(reply.data).text).toContain('Line 1\nThe harbour bridge');
    expect(readMessage(reply.data).text).toContain('Line 3\nThe Herald reported');
  });

  it('with an answer behind an excerpt gives that answer', async () => {
    const body = await ask('excerpt');
    const reply = await discord.interact(click(idOf(body.data, 'Who is Ada Brown?')));
    expect(readMessage(reply.data).text).toContain('Ada Brown is the city engineer. [1]');
  });

  it('"Share" shows a private answer, and a private context, to all', async () => {
    const answer = await ask(WHY, true);
    const shared = await discord.interact(click(idOf(answer.data, 'Share'), { isPrivate: true }));
    expect(isPrivate(shared)).toBe(false);
    expect(readMessage(shared.data).text).toContain('Ada Brown');
    const context = await discord.interact(click(idOf(answer.data, 'Show in context'), { isPrivate: true }));
    const sharedContext = await discord.interact(click(idOf(context.data, 'Share'), { isPrivate: true }));
    expect(isPrivate(sharedContext)).toBe(false);
    expect(readMessage(sharedContext.data).text).toContain('Line 3\nThe Herald reported');
  });

  it('"Helpful" and "Not helpful" are recorded without a name and thanked for', async () => {
    const body = await ask(WHY);
    const thanks = await discord.interact(click(idOf(body.data, 'Helpful')));
    await discord.interact(click(idOf(body.data, 'Not helpful')));
    expect(readMessage(thanks.data).text).toContain('Thank you');
    expect(isPrivate(thanks)).toBe(true);
    expect(discord.feedback.slice(-2)).toEqual([
      { platform: 'discord', intent: 'bridge-why', packVersion: '0123456789ab', helpful: true },
      { platform: 'discord', intent: 'bridge-why', packVersion: '0123456789ab', helpful: false },
    ]);
  });

  it('goes on as a follow-up: what was chosen was asked', async () => {
    const body = await ask(WHY);
    await discord.interact(click(idOf(body.data, 'What will the repair cost?')));
    expect(readMessage((await ask('again')).data).text).toContain('Between $2m & $3m. [1]');
  });

  it.each(['', 'f1:', 'f1:a:0123456789ab::', 'vote:yes', 'f1:z:0123456789ab::bridge-why', 'x'.repeat(100)])(
    'that is foreign or damaged ("%s") is met with a way on',
    async (id) => {
      const reply = await discord.interact(click(id));
      expect(isPrivate(reply) || readMessage(reply.data).text.includes('no longer among')).toBe(true);
      expect(readMessage(reply.data).text).toMatch(/no longer/);
    },
  );

  it('works after a restart', async () => {
    const body = await ask(WHY);
    await discord.restart();
    const reply = await discord.interact(click(idOf(body.data, 'When was the bridge closed?')));
    expect(readMessage(reply.data).text).toContain('On Friday, 4 March.');
  });

  it('of an older pack says so and answers from the new one', async () => {
    const body = await ask(WHY);
    const intents = SAMPLE_INTENTS.filter((i) => i.id !== 'repair-cost');
    await discord.restart({ responder: createSampleResponder({ version: 'ffffffffffff', intents }) });
    const reply = await discord.interact(click(idOf(body.data, 'When was the bridge closed?')));
    expect(readMessage(reply.data).text).toContain('The answers have been updated since that message.');
    expect(readMessage(reply.data).text).toContain('On Friday, 4 March.');
    const gone = await discord.interact(click(idOf(body.data, 'What will the repair cost?')));
    expect(readMessage(gone.data).text).toContain('this question is no longer among them');
    await discord.restart();
  });

  it('"Read on" shows the rest of an answer that was shortened', async () => {
    const long = SAMPLE_INTENTS.map((intent) => {
      if (intent.id !== 'bridge-why') return intent;
      const [first] = intent.answer;
      const more = Array.from({ length: 12 }, (_, i) => ({
        ...first,
        text: `Part ${i + 1} ${'says a lot '.repeat(60)}.`,
      }));
      return { ...intent, answer: [first, ...more] as const };
    });
    await discord.restart({ responder: createSampleResponder({ intents: long }) });
    let body = await ask(WHY);
    const texts: string[] = [];
    for (let page = 0; page < 10; page += 1) {
      const { text, labels } = readMessage(body.data);
      texts.push(text);
      if (!labels.includes('Read on')) break;
      body = await discord.interact(click(idOf(body.data, 'Read on')));
    }
    expect(texts.length).toBeGreaterThan(2);
    for (let i = 1; i <= 12; i += 1) expect(texts.join('\n')).toContain(`Part ${i} says`);
    await discord.restart();
  });
});

describe('An answer that takes long', () => {
  it('is announced in time and delivered afterwards, privately where it was asked for privately', async () => {
    const slow = {
      get: () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 1_800)),
      set: () => undefined,
    };
    await discord.restart({ conversations: slow });
    const question = command('ask', { question: WHY, private: true });
    const deferred = await discord.interact(question);
    expect(deferred).toEqual({ type: 5, data: { flags: EPHEMERAL } });
    const edit = await discord.server.until(
      (s) => s.kind === 'edit' && s.path.includes(question.token),
      'an edit',
    );
    expect(readMessage(edit.body).text).toContain('Ada Brown');
    await discord.restart();
  });
});
