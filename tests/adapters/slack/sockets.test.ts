import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type Harness, startSlack } from './harness.ts';
import { command, eventBody, mention } from './payloads.ts';
import { type SlackServer, startSlackServer } from './slack-server.ts';

const WHY = 'Why is the bridge closed?';

const running: Harness[] = [];
const start = async (
  ...rest: Parameters<typeof startSlack> extends [unknown, ...infer More] ? More : never
) => {
  const slack = await startSlack('socket', ...rest);
  running.push(slack);
  return slack;
};
afterEach(async () => {
  for (const slack of running.splice(0)) await slack.stop();
});
const connected = (server: SlackServer, n = 2) =>
  server.until(`${n} connections`, () => server.sockets.size >= n);
/** Breaks every connection off and waits until each is replaced. */
async function breakOff(server: SlackServer): Promise<void> {
  const opened = server.callsOf('apps.connections.open').length;
  const broken = [...server.sockets];
  for (const socket of broken) socket.terminate();
  await server.until('new connections', () => {
    const replaced = server.callsOf('apps.connections.open').length >= opened + broken.length;
    return replaced && server.sockets.size >= broken.length && broken.every((s) => !server.sockets.has(s));
  });
}

describe('Socket Mode', () => {
  it('keeps two connections', async () => {
    const { server } = await start();
    await connected(server);
    expect(server.callsOf('apps.connections.open')).toHaveLength(2);
    expect(server.callsOf('apps.connections.open')[0]?.token).toMatch(/^xapp-/u);
  });

  it('loses no event when its connections are refreshed', async () => {
    const slack = await start();
    const { server } = slack;
    await connected(server);
    const questions = 60;
    for (let i = 0; i < questions; i += 1) {
      const [first, second] = [...server.sockets];
      if (i === 10 && first) server.refresh(first, 'refresh_requested');
      if (i === 30 && second) server.refresh(second, 'warning');
      await slack.event(mention(WHY));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await slack.posted(questions);
    expect(server.callsOf('chat.postMessage')).toHaveLength(questions);
    await connected(server);
  });

  it('has a new connection long before the five seconds that the library would wait', async () => {
    const { server } = await start();
    await connected(server);
    const [first] = server.sockets;
    if (!first) throw new Error('There is no connection.');
    const before = performance.now();
    server.refresh(first);
    await server.until('a third connection', () => server.callsOf('apps.connections.open').length === 3);
    await connected(server);
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('comes back when both connections break off at once', async () => {
    const slack = await start();
    const { server } = slack;
    await connected(server);
    await breakOff(server);
    await slack.event(mention(WHY));
    await slack.posted();
  });

  it('answers once what is delivered again because the acknowledgement was lost', async () => {
    const slack = await start();
    const { server } = slack;
    await connected(server);
    const body = eventBody(mention(WHY));
    await slack.event({}, body);
    const [first] = server.sockets;
    first?.terminate();
    await slack.posted();
    await slack.event({}, body, { 'x-slack-retry-num': '1' });
    await (await slack.command(command(WHY, server.responseUrl()))).acknowledged();
    await slack.responded();
    expect(server.callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('goes on trying while Slack is away', async () => {
    const { server, log } = await start();
    await connected(server);
    server.failAlways('apps.connections.open', { status: 503 });
    for (const socket of server.sockets) socket.terminate();
    await server.until('attempts', () => server.callsOf('apps.connections.open').length >= 6);
    server.failAlways('apps.connections.open', undefined);
    await connected(server);
    expect(log.text()).toContain('Cannot connect to Slack yet');
  });

  it('does not hurry when connections close as soon as they open', async () => {
    const { server } = await start({ firstPause: 100 });
    await connected(server);
    for (let n = 0; n < 4; n += 1) {
      await breakOff(server);
    }
    // Two at first, then two each time; the pauses grow meanwhile: 0, 100, 200, 400 ms.
    const calls = server.callsOf('apps.connections.open');
    expect(calls).toHaveLength(10);
    expect((calls.at(-1)?.at ?? 0) - (calls[2]?.at ?? 0)).toBeGreaterThan(650);
  });

  it('says which token is wrong: the app’s', async () => {
    const server = await startSlackServer();
    server.failAlways('apps.connections.open', 'invalid_auth');
    const slack = await start({}, { server, start: false });
    await expect(slack.adapter.start()).rejects.toThrow(
      /app-level token \(“invalid_auth”\).*connections:write.*SLACK_APP_TOKEN/u,
    );
  });

  it('explains an app token that is refused while running, and does not bring the process down', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const slack = await start();
    await connected(slack.server);
    slack.server.failAlways('apps.connections.open', 'token_revoked');
    for (const socket of slack.server.sockets) slack.server.refresh(socket);
    await slack.server.until('a failure', () => slack.failures[0]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(slack.failures.map((f) => f.message)).toEqual([expect.stringContaining('SLACK_APP_TOKEN')]);
    expect(slack.log.text()).toContain('Slack cannot be used any more');
    expect(unhandled).toEqual([]);
    process.off('unhandledRejection', note);
  });
});

describe('a process with the adapter', () => {
  const run = async (server: SlackServer, env: Readonly<Record<string, string>> = {}) => {
    const child = spawn(
      process.execPath,
      ['--import', './tests/adapters/slack/strip-types.mjs', './tests/adapters/slack/serve.ts'],
      {
        cwd: fileURLToPath(new URL('../../..', import.meta.url)),
        env: { ...process.env, API_URL: server.apiUrl, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    child.stdout.on('data', (data) => {
      output += String(data);
    });
    child.stderr.on('data', (data) => {
      output += String(data);
    });
    const exited = once(child, 'exit').then(([code]) => code as number | null);
    return { child, exited, output: () => output };
  };

  it('ends with 0 on SIGTERM with work under way, having finished it', async () => {
    const server = await startSlackServer();
    const { child, exited, output } = await run(server, { HOLD_MS: '800' });
    await server.until('two connections', () => server.sockets.size >= 2, 15_000);
    server.deliver('events_api', eventBody(mention(WHY)));
    await server.until('the acknowledgement', () => server.acks.size === 1);
    const before = performance.now();
    child.kill('SIGTERM');
    expect(await exited, output()).toBe(0);
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(server.callsOf('chat.postMessage')).toHaveLength(1);
    await server.close();
  }, 30_000);

  it('ends by itself once stopped: nothing is left open', async () => {
    const server = await startSlackServer();
    const { child, exited, output } = await run(server, { LET_GO: '1' });
    await server.until('two connections', () => server.sockets.size >= 2, 15_000);
    const before = performance.now();
    child.kill('SIGTERM');
    expect(await exited, output()).toBe(0);
    expect(performance.now() - before).toBeLessThan(10_000);
    await server.close();
  }, 30_000);

  it('ends with 1 and a reason when its token is revoked', async () => {
    const server = await startSlackServer();
    const { exited, output } = await run(server);
    await server.until('two connections', () => server.sockets.size >= 2, 15_000);
    server.failAlways('apps.connections.open', 'token_revoked');
    for (const socket of [...server.sockets]) server.refresh(socket);
    expect(await exited).toBe(1);
    expect(output()).toContain('SLACK_APP_TOKEN');
    await server.close();
  }, 30_000);
});
