import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { kindOf } from '../../src/store/failure.ts';
import { openPostgres } from '../../src/store/postgres.ts';

/** A message of PostgreSQL's protocol, version 3: a letter, its length and its bytes. */
function message(letter: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

const AUTHENTICATED = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const SHUT_DOWN = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));

const server = createServer((socket) => {
  // A server that is shut down just then says welcome and goodbye in one breath.
  socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATED, READY, SHUT_DOWN])));
  socket.on('error', () => {});
});
afterEach(() => server.close());

it('a server that shuts down while it lets us in is away, and ends nothing of ours', async () => {
  const uncaught: unknown[] = [];
  const listener = (error: unknown) => uncaught.push(error);
  process.prependOnceListener('uncaughtException', listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { db } = openPostgres(`postgres://footnote@127.0.0.1:${port}/test`, () => {});
  const asked = sql`select 1`.execute(db);
  const failure = await asked.then(
    () => undefined,
    (error: unknown) => kindOf(error),
  );
  await db.destroy();
  process.off('uncaughtException', listener);
  expect([failure, uncaught]).toEqual(['away', []]);
});
