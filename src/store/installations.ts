/** The workspaces that installed the app in Slack, their tokens sealed. */
import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import type { Clock } from '../adapters/ports.ts';
import type { Access } from './access.ts';
import type { Db } from './tables.ts';
import type { Vault } from './vault.ts';

/** Slack's own requests wait for these; a restart of the database takes less. */
const PATIENCE_MS = 10_000;

type AnyInstallation = Installation<'v1' | 'v2', boolean>;

export function createInstallations(access: Access, vault: Vault, clock: Clock): InstallationStore {
  const idOf = (kind: 'team' | 'enterprise', id: string | undefined): string => {
    if (id === undefined || id === '')
      throw new Error(`Cannot name an installation: it has no id of its ${kind}.`);
    return vault.hash('installation', kind, id);
  };
  const idOfQuery = ({ isEnterpriseInstall, enterpriseId, teamId }: InstallationQuery<boolean>) =>
    isEnterpriseInstall ? idOf('enterprise', enterpriseId) : idOf('team', teamId);

  return {
    async storeInstallation(installation) {
      const id = installation.isEnterpriseInstall
        ? idOf('enterprise', installation.enterprise?.id)
        : idOf('team', installation.team?.id);
      const sealed = vault.seal(JSON.stringify(installation), id);
      const at = clock();
      await access.run(
        (db) =>
          db
            .insertInto('installations')
            .values({ id, sealed, at })
            .onConflict((conflict) => conflict.column('id').doUpdateSet({ sealed, at }))
            .execute(),
        PATIENCE_MS,
      );
    },

    async fetchInstallation(query) {
      const id = idOfQuery(query);
      const text = await access.read((db) => read(db, vault, id), PATIENCE_MS);
      if (text === undefined)
        throw new Error('Cannot answer in this workspace: the app is not installed there.');
      return JSON.parse(text) as AnyInstallation;
    },

    async deleteInstallation(query) {
      const id = idOfQuery(query);
      await access.run((db) => db.deleteFrom('installations').where('id', '=', id).execute(), PATIENCE_MS);
    },
  };
}

async function read(db: Db, vault: Vault, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('installations').select('sealed').where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const text = vault.open(row.sealed, id);
  if (text !== undefined) return text;
  // A process with a newer secret may have sealed it.
  await vault.refresh(db);
  const again = vault.open(row.sealed, id);
  if (again === undefined)
    throw new Error('Cannot open an installation of Slack’s: it was changed, or its key is gone.');
  return again;
}

/** Seals again whatever was not sealed with the latest key. */
export async function resealInstallations(db: Db, vault: Vault): Promise<void> {
  const rows = await db.selectFrom('installations').selectAll().execute();
  for (const { id, sealed } of rows) {
    const text = vault.isCurrent(sealed) ? undefined : vault.open(sealed, id);
    if (text === undefined) continue;
    await db
      .updateTable('installations')
      .set({ sealed: vault.seal(text, id) })
      .where('id', '=', id)
      .where('sealed', '=', sealed)
      .execute();
  }
}
