/** After a run with marked names, ids, words and tokens, none of them is in the clear in anything that is left. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open-store.ts';
import { openGate } from './gate.ts';
import {
  close,
  describePostgres,
  keepLog,
  newFolder,
  open,
  type Place,
  postgres,
  postgresql,
  question,
  SECRET,
  sleep,
  sqlite,
} from './harness.ts';

const MARKS = {
  user: 'UMARKEDUSER7',
  team: 'TMARKEDTEAM7',
  channel: 'CMARKEDCHAN7',
  message: '1700000000.777777',
  delivery: 'EvMARKEDEVENT7',
  word: 'marmalade-word',
  mail: 'marked.person@example.org',
  phone: '+43 660 7654321',
  link: 'https://example.org/marked-link',
  token: 'xoxb-777-marked-token',
  name: 'Marked Workspace Name',
  password: 'marked-password-7',
  secret: SECRET,
} as const;

/** A mark as it is, and as it would be if it were merely written in another way. */
function formsOf(mark: string): readonly Buffer[] {
  // Base64 looks different at each of three offsets; the characters at the ends hold bits of what is beside them.
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from(' '.repeat(offset) + mark)
      .toString('base64')
      .slice(offset === 0 ? 0 : 4, -4),
  );
  return [
    mark,
    encodeURIComponent(mark),
    JSON.stringify(mark).slice(1, -1),
    Buffer.from(mark).toString('hex'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ]
    .map((form) => Buffer.from(form))
    .concat(Buffer.from(mark, 'utf16le'));
}

function found(content: Buffer | string): readonly string[] {
  const bytes = Buffer.from(content);
  return Object.entries(MARKS)
    .filter(([, mark]) => formsOf(mark).some((form) => bytes.includes(form)))
    .map(([name]) => name);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

/** In the files that were written since then. */
function foundBelow(folder: string, since = 0): readonly string[] {
  const written = filesBelow(folder).filter((file) => statSync(file).mtimeMs >= since);
  return written.flatMap((file) => found(readFileSync(file)).map((mark) => `${mark} in ${file}`));
}

const installation: Installation<'v2', false> = {
  team: { id: MARKS.team, name: MARKS.name },
  enterprise: undefined,
  user: { token: undefined, scopes: undefined, id: MARKS.user },
  bot: { token: MARKS.token, scopes: ['chat:write'], id: 'B1', userId: 'U2' },
  isEnterpriseInstall: false,
  authVersion: 'v2',
};

/** Everything a store is told, with marks in all of it. */
async function tellEverything(store: Store, round: number): Promise<void> {
  const utterance = `${MARKS.word} <@${MARKS.user}> ${MARKS.mail} ${MARKS.phone} ${MARKS.link} ${MARKS.token}`;
  const [user, channel] = [`${MARKS.team}:${MARKS.user}`, `${MARKS.team}:${MARKS.channel}`];
  const turn = { utterance, intents: ['bridge'] };
  const delivery = (i: number) => `${MARKS.delivery}:${round}:${i}`;
  const attempts = [
    ...[1, 2, 3].map((i) =>
      store.deliveries.take('slack', delivery(i), JSON.stringify({ utterance, user, channel })),
    ),
    Promise.resolve(
      store.conversations.set(`slack:${channel}:${user}`, { turns: [turn] }, { platform: 'slack', user }),
    ),
    store.limits.take('slack', user, channel),
    store.installations.storeInstallation(installation),
    store.installations.fetchInstallation({
      teamId: 'TNONE',
      enterpriseId: undefined,
      isEnterpriseInstall: false,
    }),
  ];
  store.journal.asked(question({ user, channel, utterance }));
  store.journal.posted({
    platform: 'slack',
    channel,
    message: MARKS.message,
    intents: ['bridge'],
    packVersion: '1',
  });
  await store.feedback.record({ platform: 'slack', intent: 'bridge', packVersion: '1', helpful: true });
  await Promise.allSettled(attempts);
  // One is left as it was taken, one as it was being sent, one is done.
  await store.deliveries.sending('slack', delivery(2)).catch(() => {});
  await store.deliveries.done('slack', delivery(3)).catch(() => {});
}

describe('the scan', () => {
  it('would find a mark, however it is written', () => {
    for (const [name, mark] of Object.entries(MARKS)) {
      for (const text of [
        `x ${mark} y`,
        Buffer.from(`x${mark}y`).toString('base64'),
        Buffer.from(`xy${mark}`).toString('base64url'),
        Buffer.from(mark).toString('hex'),
      ]) {
        expect(found(text)).toContain(name);
      }
    }
  });
});

it('finds nothing in the file, nor in what lies beside it, nor in the log', async () => {
  const place = await sqlite.newPlace();
  const log = keepLog();
  const store = await open(place, { log });
  await tellEverything(store, 1);
  await sleep(100);
  expect(filesBelow(place.folder).map((file) => file.replace(/^.*\./u, '.'))).toContain('.db-wal');
  expect(foundBelow(place.folder)).toEqual([]);
  await store.sweep();
  await store.forget('slack', `${MARKS.team}:${MARKS.user}`);
  await close(store);
  expect(foundBelow(place.folder)).toEqual([]);
  expect(found(JSON.stringify(log.lines))).toEqual([]);
});

describePostgres('the scan of PostgreSQL', () => {
  it('finds nothing in the dump, in the files, in the server’s log and in ours, whatever goes wrong', async () => {
    const server = await postgres();
    // Before the database is made, which is a copy of another.
    const started = Date.now();
    const direct = await postgresql.newPlace();
    const gate = await openGate(server.port);
    const url = new URL(direct.url ?? '');
    url.port = String(gate.port);
    url.password = MARKS.password;
    const place: Place = { url: url.href, folder: newFolder() };
    const log = keepLog();
    const store = await open(place, { log, timing: { heartbeat: 20, batch: 5, take: 200, close: 500 } });
    await tellEverything(store, 1);
    await gate.shut();
    const telling = tellEverything(store, 2);
    await sleep(300);
    await gate.open();
    await telling;
    await tellEverything(store, 3);
    await sleep(100);
    const dump = await server.dump(direct.url ?? '');
    expect(dump).toContain('bridge');
    expect(found(dump)).toEqual([]);
    await close(store);
    await gate.shut();
    await server.checkpoint(direct.url ?? '');
    expect(found(server.log())).toEqual([]);
    expect(found(JSON.stringify(log.lines))).toEqual([]);
    expect(foundBelow(server.data, started)).toEqual([]);
  });
});
