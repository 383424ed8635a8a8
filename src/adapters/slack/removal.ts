/** When a workspace does not want the app any more. */
import type { App, InstallationStore } from '@slack/bolt';
import type { Log } from '../ports.ts';
import type { SlackWorkspaces } from './door.ts';
import { type Workspace, workspaceOf } from './room.ts';

/** Forgets workspaces that remove the app or take its token back. */
export function listenToRemoval(
  app: App,
  { workspaces, log }: { readonly workspaces: SlackWorkspaces; readonly log: Log },
  fail: (error: Error) => void,
): void {
  const remove = async (workspace: Workspace) => {
    if (workspaces.kind === 'many') return forget(workspace, workspaces.installations, log);
    fail(
      new Error(
        'Cannot use Slack: the app was removed from the workspace. Install it again and set SLACK_BOT_TOKEN.',
      ),
    );
  };
  app.event('app_uninstalled', ({ context }) => remove(workspaceOf(context)));
  app.event('tokens_revoked', async ({ event, context }) => {
    // Tokens of users are none of ours.
    if ((event.tokens.bot ?? []).length > 0) await remove(workspaceOf(context));
  });
}

/** Lets go of a workspace's tokens. */
export async function forget(
  { teamId, enterpriseId, isEnterpriseInstall }: Workspace,
  installations: InstallationStore,
  log: Log,
): Promise<void> {
  await installations.deleteInstallation?.({ teamId, enterpriseId, isEnterpriseInstall });
  log.info({}, 'Slack: a workspace has removed the app; it is not installed there any more');
}
