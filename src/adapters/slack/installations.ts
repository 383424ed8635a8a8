/** Where the tokens of the workspaces are that installed the app. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';

/** Which workspace or organisation, as a name for a file. */
function nameOf(id: string | undefined, kind: 'team' | 'enterprise'): string {
  // Slack's ids are letters and digits; anything else must not become a path.
  if (id === undefined || !/^[A-Za-z0-9]+$/u.test(id)) {
    throw new Error(`Cannot name an installation: the id of its ${kind} is “${id}”.`);
  }
  return `${kind}-${id}.json`;
}

function fileOf(query: InstallationQuery<boolean>): string {
  return query.isEnterpriseInstall ? nameOf(query.enterpriseId, 'enterprise') : nameOf(query.teamId, 'team');
}

/**
 * One file for each workspace, readable by its owner alone. The tokens in it are not encrypted: keep `directory` on a disk
 * that is.
 */
export function createInstallationFileStore(directory: string): InstallationStore {
  return {
    async storeInstallation(installation) {
      const { isEnterpriseInstall, enterprise, team } = installation;
      const name = isEnterpriseInstall ? nameOf(enterprise?.id, 'enterprise') : nameOf(team?.id, 'team');
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const file = join(directory, name);
      // Written aside and moved, so that a crash never leaves half a file.
      const aside = `${file}.${randomUUID()}`;
      await writeFile(aside, JSON.stringify(installation), { mode: 0o600 });
      await rename(aside, file);
    },

    async fetchInstallation(query) {
      try {
        const text = await readFile(join(directory, fileOf(query)), 'utf8');
        return JSON.parse(text) as Installation<'v1' | 'v2', never>;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        const { teamId, enterpriseId } = query;
        throw new Error(
          `Cannot answer in workspace “${teamId ?? enterpriseId}”: the app is not installed there.`,
        );
      }
    },

    async deleteInstallation(query) {
      await rm(join(directory, fileOf(query)), { force: true });
    },
  };
}
