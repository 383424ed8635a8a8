import { afterEach, describe, expect, it } from 'vitest';
import { type Harness, SIGNING_SECRET, startSlack } from './harness.ts';
import { command, commandForm, eventBody, mention } from './payloads.ts';
import { postSigned } from './slack-server.ts';

const WHY = 'Why is the bridge closed?';

const running: Harness[] = [];
const start = async () => {
  const slack = await startSlack('http');
  running.push(slack);
  return { ...slack, url: `http://127.0.0.1:${slack.port}/slack/events` };
};
afterEach(async () => {
  for (const slack of running.splice(0)) await slack.stop();
});
const nothingPosted = async (slack: Harness) => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(slack.server.callsOf('chat.postMessage')).toHaveLength(0);
};

describe('requests from Slack', () => {
  const now = () => Math.floor(Date.now() / 1000);

  it.each([
    ['with another secret', 'another secret', 0],
    ['from six minutes ago', SIGNING_SECRET, -360],
  ])('are refused with 401 when signed %s', async (_, secret, ago) => {
    const slack = await start();
    const body = JSON.stringify(eventBody(mention(WHY)));
    const response = await postSigned(slack.url, secret, body, { timestamp: now() + ago });
    expect(response.status).toBe(401);
    await nothingPosted(slack);
  });

  it('are refused with 401 when not signed at all', async () => {
    const slack = await start();
    const response = await fetch(slack.url, {
      method: 'POST',
      body: JSON.stringify(eventBody(mention(WHY))),
    });
    expect(response.status).toBe(401);
    await nothingPosted(slack);
  });

  it('that verify the address get their challenge back', async () => {
    const { url } = await start();
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c-1', token: 't' });
    const response = await postSigned(url, SIGNING_SECRET, body);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('c-1');
  });

  it('that are not JSON, too large or for another path do not bring it down', async () => {
    const slack = await start();
    expect((await postSigned(slack.url, SIGNING_SECRET, '{')).status).toBe(400);
    // The server answers before it has read all of this; the connection is no good for another request.
    const large = 'x'.repeat(5 * 1024 * 1024);
    const refused = await postSigned(slack.url, SIGNING_SECRET, large, { headers: { connection: 'close' } });
    expect(refused.status).toBe(413);
    expect((await fetch(`http://127.0.0.1:${slack.port}/elsewhere`)).status).toBe(404);
    await (await slack.event(mention(WHY))).acknowledged();
    await slack.posted();
  });

  it('are acknowledged long before Slack gives up on them', async () => {
    const slack = await start();
    const before = performance.now();
    const body = commandForm(command(WHY, slack.server.responseUrl()));
    const response = await postSigned(slack.url, SIGNING_SECRET, body, {
      contentType: 'application/x-www-form-urlencoded',
    });
    expect(response.status).toBe(200);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('the port', () => {
  it('says so when it is taken', async () => {
    const slack = await start();
    const second = await startSlack('http', { port: slack.port }, { server: slack.server, start: false });
    await expect(second.adapter.start()).rejects.toThrow(/port \d+: EADDRINUSE. Set PORT/u);
    await second.adapter.stop();
  });

  it('is free again once stopped, even with a connection kept alive', async () => {
    const slack = await start();
    await fetch(`http://127.0.0.1:${slack.port}/`, { headers: { connection: 'keep-alive' } });
    const before = performance.now();
    await slack.adapter.stop();
    expect(performance.now() - before).toBeLessThan(2_000);
    await expect(fetch(`http://127.0.0.1:${slack.port}/`)).rejects.toThrow();
  });
});
