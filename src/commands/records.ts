/** Opens what is kept for the commands that look into it. */
import type { Log } from '../adapters/ports.ts';
import type { Records } from '../store/records.ts';
import { CommandFailure } from './failure.ts';
import { readConfiguration } from './serve.ts';

/** A command says itself what went wrong. */
const SILENT: Log = { info() {}, warn() {}, error() {}, child: () => SILENT };

/** What `work` returns when it is given what is kept; undefined when nothing was ever kept. */
export async function withRecords<T>(work: (records: Records) => Promise<T>): Promise<T | undefined> {
  const { folder, store } = await readConfiguration();
  const { openRecords } = await import('../store/records.ts');
  const records = await openRecords({ ...store, folder, log: SILENT }).catch((error: unknown) => {
    throw error instanceof Error && error.message.startsWith('Cannot ')
      ? new CommandFailure(error.message)
      : error;
  });
  if (!records) return undefined;
  try {
    return await work(records);
  } finally {
    await records.close();
  }
}

/** Said when there is no database yet. */
export const NOTHING_KEPT = 'Nothing is kept yet: Footnote has not been started with a platform here.\n';
