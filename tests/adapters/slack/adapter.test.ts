import { afterEach, describe, expect, it } from 'vitest';
import { whatIsKept } from '../../../src/adapters/privacy.ts';
import type { SlackOptions } from '../../../src/adapters/slack/adapter.ts';
import { SHARE_LABEL } from '../../../src/adapters/slack/render.ts';
import { LABELS, reportDateLine, WORDING } from '../../../src/adapters/wording.ts';
import { SAMPLE_REPORT } from '../sample-pack.ts';
import { createSampleResponder } from '../sample-responder.ts';
import { homeSchema, modalSchema, textOfBlocks } from './block-kit.ts';
import { type DoorKind, type Harness, readShown, startSlack } from './harness.ts';
import {
  click,
  command,
  directMessage,
  eventBody,
  globalShortcut,
  mention,
  message,
  messageShortcut,
  submission,
} from './payloads.ts';
import { BOT_USER, startSlackServer, TEAM } from './slack-server.ts';

const WHY = 'Why is the bridge closed?';
const WARNED = 'Did anybody warn the city?';

const running: Harness[] = [];
const start = async (
  kind: DoorKind,
  ...rest: [Partial<SlackOptions>?, Parameters<typeof startSlack>[2]?]
) => {
  const slack = await startSlack(kind, ...rest);
  running.push(slack);
  return slack;
};
afterEach(async () => {
  for (const slack of running.splice(0)) {
    await slack.stop();
    expect(slack.server.refusals, 'nothing that was sent breaks a rule of Slack').toEqual([]);
    expect(slack.log.text()).not.toMatch(/xox[a-z]-\w|xapp-\w/u);
  }
});
const settle = () => new Promise((resolve) => setTimeout(resolve, 120));

describe.each<DoorKind>(['socket', 'http'])('Slack over %s', (kind) => {
  describe('asked in chat', () => {
    it('answers a mention in its thread, with sources and the date of the report', async () => {
      const slack = await start(kind);
      const asked = mention(WHY);
      await (await slack.event(asked)).acknowledged();
      const { args, text, labels } = await slack.posted();
      expect(args).toMatchObject({ channel: 'C1', thread_ts: asked.ts });
      expect(text).toContain('The harbour bridge was closed after an inspection. [1]');
      expect(text).toContain('[2] "We found a crack in the second pillar,"');
      expect(text).toContain(reportDateLine(SAMPLE_REPORT));
      expect(labels).toContain(LABELS.context);
      expect(slack.responder.asked.map((a) => a.utterance)).toEqual([WHY]);
    });

    it('answers a direct message, with a status while it works', async () => {
      const slack = await start(kind);
      const asked = directMessage(WHY);
      await slack.event(asked);
      const { args } = await slack.posted();
      expect(args).toMatchObject({ channel: 'D1', thread_ts: asked.ts });
      const [status] = slack.server.callsOf('assistant.threads.setStatus');
      expect(status?.args).toMatchObject({ channel_id: 'D1', thread_ts: asked.ts });
      expect(slack.server.calls.map((c) => c.method).indexOf('chat.postMessage')).toBeGreaterThan(
        slack.server.calls.map((c) => c.method).indexOf('assistant.threads.setStatus'),
      );
    });

    it('answers a direct message even when there is no status to set', async () => {
      const slack = await start(kind);
      slack.server.failAlways('assistant.threads.setStatus', 'missing_scope');
      await slack.event(directMessage(WHY));
      expect((await slack.posted()).text).toContain('closed after an inspection');
    });

    it('follows up in a thread it answered in, without a mention', async () => {
      const slack = await start(kind);
      const asked = mention(WHY);
      await slack.event(asked);
      await slack.posted();
      await slack.event(message('again', { thread_ts: asked.ts, parent_user_id: 'U1' }));
      const { args, text } = await slack.posted(2);
      expect(args).toMatchObject({ thread_ts: asked.ts });
      expect(text).toContain('closed after an inspection');
    });

    it('follows up in a direct message', async () => {
      const slack = await start(kind);
      await slack.event(directMessage(WARNED));
      await slack.posted();
      await slack.event(directMessage('again'));
      expect((await slack.posted(2)).text).toContain('allegedly warned');
    });

    it('answers in the thread of a message of its own', async () => {
      const slack = await start(kind);
      await slack.event(message(WHY, { thread_ts: '1.2', parent_user_id: BOT_USER }));
      expect((await slack.posted()).args).toMatchObject({ thread_ts: '1.2' });
    });

    it('answers once where Slack sends two events for one message', async () => {
      const slack = await start(kind);
      const asked = mention(WHY, { thread_ts: '1.2' });
      await slack.event(asked);
      await slack.posted();
      await slack.event({ ...asked, type: 'message', channel_type: 'channel' });
      const second = mention(WARNED, { thread_ts: '1.2' });
      await slack.event({ ...second, type: 'message', channel_type: 'channel' });
      await slack.posted(2);
      await slack.event(second);
      await settle();
      expect(slack.server.callsOf('chat.postMessage')).toHaveLength(2);
    });

    it('answers once whatever is delivered again', async () => {
      const slack = await start(kind);
      const body = eventBody(mention(WHY));
      await slack.event({}, body);
      await slack.posted();
      const retries = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
      await (await slack.event({}, body, retries)).acknowledged();
      await (await slack.event({}, body, retries)).acknowledged();
      const payload = command(WHY, slack.server.responseUrl());
      await slack.command(payload);
      await slack.responded();
      await (await slack.command(payload)).acknowledged();
      await settle();
      expect(slack.server.callsOf('chat.postMessage')).toHaveLength(1);
      expect(slack.server.responses).toHaveLength(1);
    });

    it('leaves edits, deletions, itself, other bots and other people’s talk alone', async () => {
      const slack = await start(kind);
      const asked = mention(WHY);
      await slack.event(asked);
      await slack.posted();
      const inThread = { thread_ts: asked.ts, parent_user_id: 'U1' };
      for (const event of [
        message(WHY, { ...inThread, subtype: 'message_changed', message: message(WHY) }),
        message(WHY, { ...inThread, subtype: 'message_deleted' }),
        message(WHY, { ...inThread, user: BOT_USER }),
        message(WHY, { ...inThread, bot_id: 'BOTHER' }),
        message(WHY, { ...inThread, subtype: 'bot_message', bot_id: 'BBOT' }),
        mention(WHY, { ...inThread, edited: { user: 'U1', ts: '1' } }),
        mention(WHY, { bot_id: 'BOTHER' }),
        directMessage(WHY, { subtype: 'message_changed', message: message(WHY) }),
        directMessage(WHY, { bot_id: 'BBOT' }),
        message(WHY, { thread_ts: '1.1', parent_user_id: 'U1' }),
        message(WHY),
        message(`<@U2> ${WHY}`, inThread),
      ]) {
        await (await slack.event(event)).acknowledged();
      }
      await settle();
      expect(slack.server.callsOf('chat.postMessage')).toHaveLength(1);
    });

    it('reads links, escapes and mentions as a person does', async () => {
      const slack = await start(kind);
      await slack.event(mention('is it <https://a.example|in the news> &amp; <#C9|harbour>, <@U7>?'));
      await slack.posted();
      expect(slack.responder.asked[0]?.utterance).toBe('is it in the news & harbour, ?');
    });

    it.each([
      ['which', 'Which of these do you mean?'],
      ['excerpt', 'Ferries run every 20 minutes <until further notice>, from *both* banks.'],
      ['hello', 'Hello! Ask me'],
      ['What is the meaning of life?', 'The report does not say'],
      ['', 'Ask a question about the report.'],
      ['both', WHY],
    ])('has a reply to “%s”', async (utterance, expected) => {
      const slack = await start(kind);
      await slack.event(mention(utterance));
      const { text, labels } = await slack.posted();
      expect(text).toContain(expected);
      expect(labels.length).toBeGreaterThan(0);
    });

    it('says so when answering fails', async () => {
      const responder = createSampleResponder();
      const broken = {
        ...responder,
        reply: async () => {
          throw new Error('xoxb-secret broke');
        },
      };
      const slack = await start(kind, { responder: broken });
      await slack.event(mention(WHY));
      expect((await slack.posted()).text).toContain(WORDING.failed);
      expect(slack.log.text()).toContain('[token] broke');
    });
  });

  describe('the slash command', () => {
    it('answers the one who typed it, with a button to share', async () => {
      const slack = await start(kind);
      const delivery = await slack.command(command(WHY, slack.server.responseUrl()));
      expect(await delivery.acknowledged()).toEqual({});
      const { args, text, labels } = await slack.responded();
      expect(args).toMatchObject({ response_type: 'ephemeral', replace_original: false });
      expect(text).toContain('closed after an inspection');
      expect(labels).toContain(SHARE_LABEL);
    });

    it.each([
      ['', whatIsKept()],
      ['help', whatIsKept()],
      ['topics', 'The warning'],
      ['People', 'People in the report'],
      ['numbers', 'Numbers in the report'],
      ['timeline', 'Timeline of the report'],
    ])('“%s” shows its page', async (text, expected) => {
      const slack = await start(kind);
      await slack.command(command(text, slack.server.responseUrl()));
      expect((await slack.responded()).text).toContain(expected);
    });

    it('works under whatever name the app’s settings give it, and tells that name', async () => {
      const slack = await start(kind, { command: 'report' });
      await slack.command(command('help', slack.server.responseUrl(), { command: '/report' }));
      expect((await slack.responded()).text).toContain('/report topics');
    });

    it('is tried again when its response URL is down, and is said plainly when blocks are refused', async () => {
      const slack = await start(kind);
      slack.server.fail('response_url', { status: 503 });
      await slack.command(command(WHY, slack.server.responseUrl()));
      await slack.responded(2);
      slack.server.fail('response_url', { status: 400, body: 'invalid_blocks' });
      await slack.command(command(WARNED, slack.server.responseUrl()));
      const { args } = await slack.responded(4);
      expect(args['blocks']).toBeUndefined();
      expect(args['text']).toContain('allegedly warned');
    });

    it('is dropped when its response URL is used up', async () => {
      const slack = await start(kind);
      slack.server.failAlways('response_url', { status: 404 });
      await slack.command(command(WHY, slack.server.responseUrl()));
      await slack.responded();
      await settle();
      expect(slack.server.responses).toHaveLength(1);
    });
  });

  describe('shortcuts', () => {
    it('the global one opens a modal that asks and answers', async () => {
      const slack = await start(kind);
      const shortcut = globalShortcut();
      await (await slack.interaction(shortcut)).acknowledged();
      const asked = await slack.view('views.open');
      expect(asked.args).toMatchObject({ trigger_id: shortcut.trigger_id });
      const acknowledged = (await (await slack.interaction(submission(WHY))).acknowledged()) as {
        response_action: string;
        view: unknown;
      };
      expect(acknowledged.response_action).toBe('update');
      expect(textOfBlocks(modalSchema.parse(acknowledged.view).blocks)).toContain(
        'closed after an inspection',
      );
    });

    it('the one on a message starts from its text', async () => {
      const slack = await start(kind);
      const text = `<@${BOT_USER}> ${WHY} &amp; &lt;b&gt;`;
      await (await slack.interaction(messageShortcut(text, slack.server.responseUrl()))).acknowledged();
      const { args } = await slack.view('views.open');
      const { blocks } = modalSchema.parse(args['view']);
      const [input] = blocks;
      expect(input?.type === 'input' && input.element.initial_value).toBe(`${WHY} & <b>`);
    });

    it('the modal is acknowledged in time even when answering takes long', async () => {
      const slack = await start(kind, {
        conversations: {
          get: () => new Promise((resolve) => setTimeout(resolve, 2_400, undefined)),
          set: () => undefined,
        },
      });
      const before = performance.now();
      const delivery = await slack.interaction(submission(WHY));
      const { view } = (await delivery.acknowledged()) as { view: unknown };
      expect(performance.now() - before).toBeLessThan(2_900);
      expect(textOfBlocks(modalSchema.parse(view).blocks)).toContain('Looking it up');
      expect((await slack.view('views.update')).text).toContain('closed after an inspection');
    });
  });

  describe('the app’s own pages', () => {
    const opened = (tab: string) => ({
      type: 'app_home_opened',
      user: 'U1',
      channel: 'D1',
      tab,
      event_ts: '1.1',
    });

    it('the Home tab shows the report and what can be asked', async () => {
      const slack = await start(kind);
      await slack.event(opened('home'));
      const { args } = await slack.server.until(
        'the Home tab',
        () => slack.server.callsOf('views.publish')[0],
      );
      expect(args['user_id']).toBe('U1');
      const text = textOfBlocks(homeSchema.parse(args['view']).blocks);
      for (const part of [SAMPLE_REPORT.title, 'The repair', whatIsKept()]) expect(text).toContain(part);
    });

    it('the pane gets prompts, without a thread', async () => {
      const slack = await start(kind);
      await slack.event(opened('messages'));
      const { args } = await slack.server.until(
        'prompts',
        () => slack.server.callsOf('assistant.threads.setSuggestedPrompts')[0],
      );
      expect(args['channel_id']).toBe('D1');
      expect(args['thread_ts']).toBeUndefined();
      expect(args['prompts']).toHaveLength(4);
      expect(slack.server.callsOf('views.publish')).toHaveLength(0);
    });
  });

  describe('buttons', () => {
    const asked = async (slack: Harness, question = WHY) => {
      const event = mention(question);
      await slack.event(event);
      return { shown: await slack.posted(), thread: event.ts };
    };

    it('a related question is answered in the same thread', async () => {
      const slack = await start(kind);
      const { shown, thread } = await asked(slack);
      const responseUrl = slack.server.responseUrl();
      const place = { in: 'message', thread, responseUrl } as const;
      await (
        await slack.interaction(click(shown.button('What will the repair cost?'), place))
      ).acknowledged();
      const { args, text } = await slack.posted(2);
      expect(args).toMatchObject({ channel: 'C1', thread_ts: thread });
      expect(text).toContain('Between $2m & $3m.');
    });

    it('a question chosen by button is followed up', async () => {
      const slack = await start(kind);
      const { shown, thread } = await asked(slack);
      const place = { in: 'message', thread, responseUrl: slack.server.responseUrl() } as const;
      await slack.interaction(click(shown.button('What will the repair cost?'), place));
      await slack.posted(2);
      await slack.event(message('again', { thread_ts: thread, parent_user_id: 'U1' }));
      expect((await slack.posted(3)).text).toContain('Between $2m & $3m.');
    });

    it('an option of a disambiguation is answered to the one who chose it, when only they see it', async () => {
      const slack = await start(kind);
      await slack.command(command('which', slack.server.responseUrl()));
      const shown = await slack.responded();
      const place = { in: 'message', ephemeral: true, responseUrl: slack.server.responseUrl() } as const;
      await slack.interaction(click(shown.button('When was the bridge closed?'), place));
      const { args, text } = await slack.responded(2);
      expect(args).toMatchObject({ response_type: 'ephemeral', replace_original: false });
      expect(text).toContain('On Friday, 4 March.');
      expect(slack.server.callsOf('chat.postMessage')).toHaveLength(0);
    });

    it('a menu works like a button', async () => {
      const slack = await start(kind);
      await slack.command(command('topics', slack.server.responseUrl()));
      const shown = await slack.responded();
      const place = { in: 'message', ephemeral: true, responseUrl: slack.server.responseUrl() } as const;
      await slack.interaction(click(shown.button(WARNED), place));
      expect((await slack.responded(2)).text).toContain('allegedly warned');
    });

    it('“Share” shows a private answer to the channel', async () => {
      const slack = await start(kind);
      await slack.command(command(WHY, slack.server.responseUrl()));
      const shown = await slack.responded();
      const place = { in: 'message', ephemeral: true, responseUrl: slack.server.responseUrl() } as const;
      await slack.interaction(click(shown.button(SHARE_LABEL), place));
      const { args, text, labels } = await slack.responded(2);
      expect(args['response_type']).toBe('in_channel');
      expect(text).toContain(WORDING.sharedBy);
      expect(text).toContain('closed after an inspection');
      expect(labels).not.toContain(SHARE_LABEL);
    });

    it('“Show in context” opens a modal with the passages around the quote', async () => {
      const slack = await start(kind);
      const { shown } = await asked(slack);
      const place = { in: 'message', responseUrl: slack.server.responseUrl() } as const;
      const clicked = click(shown.button(LABELS.context), place);
      await slack.interaction(clicked);
      const { args, text } = await slack.view('views.open');
      expect(args['trigger_id']).toBe(clicked.trigger_id);
      expect(text).toContain('Line 3: The Herald reported');
    });

    it('“Show in context” works for an excerpt', async () => {
      const slack = await start(kind);
      const { shown } = await asked(slack, 'excerpt');
      const place = { in: 'message', responseUrl: slack.server.responseUrl() } as const;
      await slack.interaction(click(shown.button(`${LABELS.context}: Line 2`), place));
      expect((await slack.view('views.open')).text).toContain('Line 3: The Herald reported');
    });

    it('an answer behind an excerpt is given', async () => {
      const slack = await start(kind);
      const { shown, thread } = await asked(slack, 'excerpt');
      const place = { in: 'message', thread, responseUrl: slack.server.responseUrl() } as const;
      await slack.interaction(click(shown.button('Who is Ada Brown?'), place));
      expect((await slack.posted(2)).text).toContain('Ada Brown is the city engineer.');
    });

    it('in a modal, context comes on top and a related question in its place', async () => {
      const slack = await start(kind);
      const delivery = await slack.interaction(submission(WHY));
      const { view } = (await delivery.acknowledged()) as { view: Readonly<Record<string, unknown>> };
      const shown = readShown({}, modalSchema.parse(view).blocks);
      await slack.interaction(click(shown.button(LABELS.context), { in: 'modal' }));
      expect((await slack.view('views.push')).text).toContain('Line 2');
      await slack.interaction(click(shown.button('What will the repair cost?'), { in: 'modal' }));
      const { args, text } = await slack.view('views.update');
      expect(args['view_id']).toBe('V1');
      expect(text).toContain('Between $2m & $3m.');
    });

    it('on the Home tab, a question opens a modal', async () => {
      const slack = await start(kind);
      await slack.event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home', event_ts: '1.1' });
      const { args } = await slack.server.until(
        'the Home tab',
        () => slack.server.callsOf('views.publish')[0],
      );
      const shown = readShown(args, homeSchema.parse(args['view']).blocks);
      await slack.interaction(click(shown.button(WHY), { in: 'home' }));
      expect((await slack.view('views.open')).text).toContain('closed after an inspection');
    });

    it('“Read on” shows the rest', async () => {
      const [first] = createSampleResponder().catalogue.groups;
      const statements = Array.from({ length: 60 }, (_, i) => ({
        text: `Statement ${i} ${'says much '.repeat(25)}.`,
        claims: ['closed'] as const,
      }));
      const long = createSampleResponder({
        intents: [
          {
            kind: 'answer',
            id: 'long',
            question: WHY,
            group: first?.name ?? '',
            index: [],
            phrases: [],
            tests: [],
            related: [],
            answer: [{ text: 'It starts.', claims: ['closed'] }, ...statements],
          },
        ],
      });
      const slack = await start(kind, {}, { responder: long });
      const { shown, thread } = await asked(slack);
      expect(shown.text).toContain('It starts.');
      expect(shown.text).not.toContain('Statement 59');
      let latest = shown;
      for (let n = 2; latest.labels.includes(LABELS.readOn); n += 1) {
        const place = { in: 'message', thread, responseUrl: slack.server.responseUrl() } as const;
        await slack.interaction(click(latest.button(LABELS.readOn), place));
        latest = await slack.posted(n);
      }
      expect(latest.text).toContain('Statement 59');
      expect(latest.text).not.toContain('It starts.');
    });

    it('feedback is recorded, without a name', async () => {
      const slack = await start(kind);
      const { shown } = await asked(slack);
      const place = { in: 'message', responseUrl: slack.server.responseUrl() } as const;
      await slack.interaction(click(shown.feedback('positive_button'), place));
      expect((await slack.responded()).args).toMatchObject({
        response_type: 'ephemeral',
        text: WORDING.thanks,
      });
      await slack.interaction(click(shown.feedback('negative_button'), place));
      await slack.responded(2);
      const entry = { platform: 'slack', intent: 'bridge-why', packVersion: '0123456789ab' };
      expect(slack.feedback).toEqual([
        { ...entry, helpful: true },
        { ...entry, helpful: false },
      ]);
    });

    it('work after a restart, and say so when the answers changed meanwhile', async () => {
      const first = await startSlack(kind);
      const { shown, thread } = await asked(first);
      await first.adapter.stop();
      const place = { in: 'message', thread, responseUrl: first.server.responseUrl() } as const;
      const button = shown.button('What will the repair cost?');

      const second = await startSlack(kind, {}, { server: first.server });
      await second.interaction(click(button, place));
      expect((await second.posted(2)).text).toContain('Between $2m & $3m.');
      expect((await second.posted(2)).text).not.toContain(WORDING.stale);
      await second.adapter.stop();

      const third = await start(
        kind,
        {},
        { server: first.server, responder: createSampleResponder({ version: 'fedcba987654' }) },
      );
      await third.interaction(click(button, place));
      const { text } = await third.posted(3);
      expect(text).toContain(WORDING.stale);
      expect(text).toContain('Between $2m & $3m.');
      await third.interaction(click(shown.button(LABELS.context), place));
      expect((await third.view('views.open')).text).toContain(WORDING.stale);
    });

    it('say so when their question is gone or they cannot be read', async () => {
      const [, ...fewer] = createSampleResponder().catalogue.groups;
      expect(fewer.length).toBeGreaterThan(0);
      const slack = await start(kind);
      const place = {
        in: 'message',
        ts: '1.5',
        thread: '1.5',
        responseUrl: slack.server.responseUrl(),
      } as const;
      await slack.interaction(
        click({ type: 'button', action_id: 'footnote:answer:x:', value: 'f1:a:0123456789ab::x' }, place),
      );
      const { text, labels } = await slack.posted();
      expect(text).toContain(WORDING.gone);
      expect(labels.length).toBeGreaterThan(0);
      await slack.interaction(click({ type: 'button', action_id: 'other', value: '{"not":"ours"}' }, place));
      expect((await slack.posted(2)).text).toContain(WORDING.unknownButton);
    });

    it('that only open a link are acknowledged and nothing more', async () => {
      const slack = await start(kind);
      const place = { in: 'message', responseUrl: slack.server.responseUrl() } as const;
      const button = { type: 'button', action_id: 'footnote:link', url: 'https://example.org' };
      await (await slack.interaction(click(button, place))).acknowledged();
      await settle();
      expect(slack.server.responses).toHaveLength(0);
    });
  });

  describe('when Slack refuses', () => {
    it.each([
      'channel_not_found',
      'not_in_channel',
      'is_archived',
      'no_permission',
      'restricted_action_read_only_channel',
    ])('%s: tells the person directly, logs it once, never tries again', async (code) => {
      const slack = await start(kind);
      slack.server.fail('chat.postMessage', code);
      await slack.event(mention(WHY));
      const { args, text } = await slack.posted(2);
      expect(args).toMatchObject({ channel: 'U1' });
      expect(text).toContain(WORDING.noPermission);
      slack.server.fail('chat.postMessage', code);
      await slack.event(mention(WHY));
      await slack.posted(4);
      await settle();
      expect(slack.server.callsOf('chat.postMessage')).toHaveLength(4);
      expect(slack.log.lines.filter((l) => l.level === 'warn')).toHaveLength(1);
    });

    it('429: waits as long as it is told, then answers', async () => {
      const slack = await start(kind);
      slack.server.fail('chat.postMessage', { status: 429, headers: { 'retry-after': '1' } });
      await slack.event(mention(WHY));
      await slack.posted(2);
      const [first, second] = slack.server.callsOf('chat.postMessage');
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    });

    it('5xx: tries again', async () => {
      const slack = await start(kind);
      slack.server.fail('chat.postMessage', { status: 503 });
      await slack.event(mention(WHY));
      await slack.posted(2);
      await settle();
      expect(slack.server.callsOf('chat.postMessage')).toHaveLength(2);
    });

    it.each(['invalid_blocks', 'msg_blocks_too_long'])('%s: says it plainly', async (code) => {
      const slack = await start(kind);
      slack.server.fail('chat.postMessage', code);
      await slack.event(mention(WHY));
      const { args } = await slack.posted(2);
      expect(args['blocks']).toBeUndefined();
      expect(args['text']).toContain('closed after an inspection');
    });

    it.each(['invalid_auth', 'token_revoked', 'account_inactive'])(
      '%s while running: says which token, and lives on',
      async (code) => {
        const slack = await start(kind);
        slack.server.fail('chat.postMessage', code, code);
        await slack.event(mention(WHY));
        await slack.server.until('a failure', () => slack.failures[0]);
        await slack.event(mention(WHY));
        await slack.posted(2);
        expect(slack.failures).toHaveLength(1);
        expect(slack.failures[0]?.message).toMatch(/SLACK_BOT_TOKEN/u);
        await slack.event(mention(WHY));
        await slack.posted(3);
      },
    );

    it('an expired trigger is dropped', async () => {
      const slack = await start(kind);
      slack.server.fail('views.open', 'expired_trigger_id');
      await slack.interaction(globalShortcut());
      await slack.view('views.open');
      await settle();
      expect(slack.server.callsOf('views.open')).toHaveLength(1);
    });

    it('the app removed from the workspace: says so', async () => {
      const slack = await start(kind);
      await slack.event({ type: 'app_uninstalled' });
      await slack.server.until('a failure', () => slack.failures[0]);
      expect(slack.failures[0]?.message).toContain('removed from the workspace');
    });
  });

  describe('stopping', () => {
    it('finishes what is under way, within ten seconds', async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const conversations = {
        get: async () => {
          await held;
          return undefined;
        },
        set: () => undefined,
      };
      const slack = await start(kind, { conversations });
      await (await slack.event(mention(WHY))).acknowledged();
      await (await slack.command(command(WARNED, slack.server.responseUrl()))).acknowledged();
      const before = performance.now();
      const stopped = slack.adapter.stop();
      setTimeout(release, 300);
      await stopped;
      expect(slack.server.callsOf('chat.postMessage')).toHaveLength(1);
      expect(slack.server.responses).toHaveLength(1);
      expect(performance.now() - before).toBeLessThan(5_000);
    });
  });

  describe('starting', () => {
    it('tries again until Slack is there', async () => {
      const server = await startSlackServer();
      for (let i = 0; i < 2; i += 1) server.fail('auth.test', { status: 500 });
      if (kind === 'socket') server.fail('apps.connections.open', { status: 503 }, 'internal_error');
      const slack = await start(kind, {}, { server });
      await slack.event(mention(WHY));
      await slack.posted();
    });

    it('says which token is wrong: the bot’s', async () => {
      const server = await startSlackServer();
      server.failAlways('auth.test', 'invalid_auth');
      const slack = await start(kind, {}, { server, start: false });
      await expect(slack.adapter.start()).rejects.toThrow(
        /bot token \(“invalid_auth”\).*SLACK_BOT_TOKEN.*api\.slack\.com/u,
      );
    });

    it('can be given up while Slack is away', async () => {
      const server = await startSlackServer();
      server.failAlways('auth.test', { status: 500 });
      const slack = await start(kind, {}, { server, start: false });
      const started = slack.adapter.start().catch((error: unknown) => error);
      await server.until('an attempt', () => server.calls.length > 0);
      await slack.adapter.stop();
      expect(await started).toBeInstanceOf(Error);
    });
  });
});

describe('the workspace of a conversation', () => {
  it('keeps threads of different workspaces apart', async () => {
    const slack = await start('socket');
    const asked = mention(WHY);
    await slack.event(asked);
    await slack.posted();
    const other = eventBody(message('again', { thread_ts: asked.ts, parent_user_id: 'U1' }), {
      team_id: 'T9',
      authorizations: [
        { enterprise_id: null, team_id: 'T9', user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
      ],
    });
    await (await slack.event({}, other)).acknowledged();
    await settle();
    expect(slack.server.callsOf('chat.postMessage')).toHaveLength(1);
    expect(TEAM).not.toBe('T9');
  });
});
