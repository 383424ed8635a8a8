import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Installation, InstallationStore } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackOptions } from '../../../src/adapters/slack/adapter.ts';
import { rememberInstallations } from '../../../src/adapters/slack/installations.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { createLedger } from '../ledger.ts';
import { createMemoryLog } from '../memory-log.ts';
import { type DoorKind, type Harness, startSlack } from './harness.ts';
import { eventBody, mention } from './payloads.ts';
import { BOT_USER } from './slack-server.ts';

const WHY = 'Why is the bridge closed?';

let directory = '';
let store: Store;
let installations: InstallationStore;
const running: Harness[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'installations-'));
  store = await openStore({
    folder: directory,
    secrets: [],
    keepQuestionsDays: 0,
    limits: { user: 10, channel: 10 },
    log: createMemoryLog(),
  });
  installations = store.installations;
});
afterEach(async () => {
  for (const slack of running.splice(0)) await slack.stop();
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

const start = async (kind: DoorKind, options: Partial<SlackOptions> = {}) => {
  const workspaces = {
    kind: 'many',
    clientId: '1.2',
    clientSecret: 'client-secret',
    stateSecret: 'state-secret',
    installations,
  } as const;
  const slack = await startSlack(kind, { workspaces, ...options });
  running.push(slack);
  return slack;
};

const installation = (team: string, token: string, more: object = {}): Installation<'v2', false> => ({
  team: { id: team, name: team },
  enterprise: undefined,
  user: { token: undefined, scopes: undefined, id: 'U1' },
  bot: { token, scopes: ['chat:write'], id: 'BBOT', userId: BOT_USER, ...more },
  isEnterpriseInstall: false,
  authVersion: 'v2',
});

const from = (team: string, event: object) =>
  eventBody(event, {
    team_id: team,
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
    ],
  });

const query = (teamId: string) => ({ teamId, enterpriseId: undefined, isEnterpriseInstall: false as const });

describe.each<DoorKind>(['http', 'socket'])('several workspaces over %s', (kind) => {
  it('installs by Slack’s OAuth pages, and answers there with the token it got', async () => {
    const slack = await start(kind);
    const base = `http://127.0.0.1:${slack.port}`;
    const page = await fetch(`${base}/slack/install`);
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
    const html = await page.text();
    const address =
      /href="([^"]*oauth\/v2\/authorize[^"]*)"/u.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const { searchParams } = new URL(address);
    expect(searchParams.get('scope')).toContain('app_mentions:read');
    const state = searchParams.get('state') ?? '';

    const back = await fetch(`${base}/slack/oauth_redirect?code=c&state=${state}`, { headers: { cookie } });
    expect(back.status).toBe(200);
    expect(slack.server.callsOf('oauth.v2.access')[0]?.args).toMatchObject({ code: 'c', client_id: '1.2' });

    await slack.event({}, from('T2', mention(WHY)));
    await slack.posted();
    expect(slack.server.callsOf('chat.postMessage')[0]?.token).toBe('xoxb-installed');
  });

  it('refuses an installation that did not start here', async () => {
    const slack = await start(kind);
    const back = await fetch(`http://127.0.0.1:${slack.port}/slack/oauth_redirect?code=c&state=made-up`);
    expect(back.status).toBe(400);
    expect(slack.server.callsOf('oauth.v2.access')).toHaveLength(0);
  });

  it('answers each workspace with its own token, and none that did not install it', async () => {
    await installations.storeInstallation(installation('T5', 'xoxb-five'));
    await installations.storeInstallation(installation('T6', 'xoxb-six'));
    const slack = await start(kind);
    await slack.event({}, from('T5', mention(WHY)));
    await slack.posted(1);
    await slack.event({}, from('T6', mention(WHY)));
    await slack.posted(2);
    await (await slack.event({}, from('T7', mention(WHY)))).acknowledged();
    await slack.server.until('a line in the log', () => slack.log.text().includes('not installed there'));
    expect(slack.server.callsOf('chat.postMessage').map((c) => c.token)).toEqual(['xoxb-five', 'xoxb-six']);
  });

  it('renews a token that is about to expire, and keeps the new one', async () => {
    const expiresAt = Math.floor(Date.now() / 1000) + 60;
    await installations.storeInstallation(
      installation('T5', 'xoxb-old', { refreshToken: 'xoxe-1', expiresAt }),
    );
    const slack = await start(kind);
    await slack.event({}, from('T5', mention(WHY)));
    await slack.posted();
    expect(slack.server.callsOf('oauth.v2.access')[0]?.args).toMatchObject({ refresh_token: 'xoxe-1' });
    expect(slack.server.callsOf('chat.postMessage')[0]?.token).toBe('xoxb-rotated');
    const kept = await installations.fetchInstallation(query('T5'));
    expect(kept.bot).toMatchObject({ token: 'xoxb-rotated', refreshToken: 'xoxe-2' });
  });

  it.each([
    ['the app is uninstalled', { type: 'app_uninstalled' }],
    ['its token is revoked', { type: 'tokens_revoked', tokens: { oauth: [], bot: [BOT_USER] } }],
  ])('forgets a workspace when %s, and no other', async (_, event) => {
    await installations.storeInstallation(installation('T5', 'xoxb-five'));
    await installations.storeInstallation(installation('T6', 'xoxb-six'));
    const slack = await start(kind);
    await slack.event({}, from('T5', event));
    await slack.server.until('a line in the log', () => slack.log.text().includes('not installed there'));
    await expect(installations.fetchInstallation(query('T5'))).rejects.toThrow('not installed there');
    expect((await installations.fetchInstallation(query('T6'))).bot?.token).toBe('xoxb-six');
    expect(slack.failures).toEqual([]);
  });

  it('answers late in the workspace where it was asked, with its token', async () => {
    await installations.storeInstallation(installation('T5', 'xoxb-five'));
    const ledger = createLedger();
    const first = await start(kind, { deliveries: ledger.dying('unanswered') });
    await (await first.event({}, from('T5', mention(WHY)))).acknowledged();
    const second = await start(kind, { deliveries: ledger.living() });
    await second.posted();
    expect(second.server.callsOf('chat.postMessage').map(({ token }) => token)).toEqual(['xoxb-five']);
  });

  it('keeps a workspace when only a person’s token is revoked', async () => {
    await installations.storeInstallation(installation('T5', 'xoxb-five'));
    const slack = await start(kind);
    const revoked = { type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } };
    await (await slack.event({}, from('T5', revoked))).acknowledged();
    await slack.event({}, from('T5', mention(WHY)));
    await slack.posted();
  });

  it('forgets a workspace whose token Slack refuses', async () => {
    await installations.storeInstallation(installation('T5', 'xoxb-five'));
    const slack = await start(kind);
    slack.server.fail('chat.postMessage', 'account_inactive');
    await slack.event({}, from('T5', mention(WHY)));
    await slack.server.until('a line in the log', () => slack.log.text().includes('not installed there'));
    await expect(installations.fetchInstallation(query('T5'))).rejects.toThrow('not installed there');
    expect(slack.failures).toEqual([]);
  });
});

describe('remembered installations', () => {
  const MINUTE = 60_000;
  /** A store that counts how often it is asked, and can be away. */
  const createCounted = () => {
    const counted = { asked: 0, isAway: false };
    const over: InstallationStore = {
      ...installations,
      fetchInstallation: async (asked, logger) => {
        counted.asked += 1;
        if (counted.isAway) await new Promise(() => {});
        return installations.fetchInstallation(asked, logger);
      },
    };
    return { counted, over };
  };

  it('are asked for once a minute', async () => {
    let now = 0;
    const { counted, over } = createCounted();
    const remembered = rememberInstallations(over, { clock: () => now });
    await installations.storeInstallation(installation('T5', 'xoxb-five'));
    for (let i = 0; i < 3; i += 1) await remembered.fetchInstallation(query('T5'));
    expect(counted.asked).toBe(1);
    now += MINUTE;
    await installations.storeInstallation(installation('T5', 'xoxb-by-another-process'));
    expect((await remembered.fetchInstallation(query('T5'))).bot?.token).toBe('xoxb-by-another-process');
  });

  it('are there while the store is away', async () => {
    let now = 0;
    const { counted, over } = createCounted();
    const remembered = rememberInstallations(over, { clock: () => now, patience: 20 });
    await remembered.storeInstallation(installation('T5', 'xoxb-five'));
    now += 10 * MINUTE;
    counted.isAway = true;
    expect((await remembered.fetchInstallation(query('T5'))).bot?.token).toBe('xoxb-five');
  });

  it('are asked for each time once their token ends soon, as another process may have renewed it', async () => {
    const { counted, over } = createCounted();
    const remembered = rememberInstallations(over, { clock: () => 0 });
    await remembered.storeInstallation(installation('T5', 'xoxb-five', { expiresAt: 2 * 3_600 }));
    for (let i = 0; i < 3; i += 1) await remembered.fetchInstallation(query('T5'));
    expect(counted.asked).toBe(3);
  });

  it('are gone when they are deleted, here or by another process', async () => {
    let now = 0;
    const remembered = rememberInstallations(installations, { clock: () => now });
    for (const team of ['T5', 'T6']) await remembered.storeInstallation(installation(team, 'xoxb-x'));
    await remembered.deleteInstallation?.(query('T5'));
    await expect(remembered.fetchInstallation(query('T5'))).rejects.toThrow('not installed there');
    await installations.deleteInstallation?.(query('T6'));
    now += MINUTE;
    await expect(remembered.fetchInstallation(query('T6'))).rejects.toThrow('not installed there');
  });

  it('keep an organisation’s apart', async () => {
    const remembered = rememberInstallations(installations);
    const ofOrganisation = {
      ...installation('T5', 'xoxb-org'),
      team: undefined,
      enterprise: { id: 'E1' },
      isEnterpriseInstall: true as const,
    };
    await remembered.storeInstallation(ofOrganisation);
    const asked = { teamId: 'T5', enterpriseId: 'E1', isEnterpriseInstall: true } as const;
    expect((await remembered.fetchInstallation(asked)).bot?.token).toBe('xoxb-org');
    await expect(remembered.fetchInstallation(query('T5'))).rejects.toThrow('not installed there');
  });
});
