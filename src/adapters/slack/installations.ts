/** Remembers the workspaces that installed the app: each delivery asks for its token before Slack can be answered. */
import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import { settlesWithin } from '../pause.ts';
import type { Clock } from '../ports.ts';

type AnyInstallation = Installation<'v1' | 'v2', boolean>;

export interface RememberingOptions {
  readonly clock?: Clock;
  /** Milliseconds that the store may take before what is remembered is used instead. */
  readonly patience?: number;
}

/** A token that another process had taken back is refused by Slack, and so is not missed for longer. */
const FRESH_MS = 60_000;
/** Of the three seconds in which Slack must be answered. */
const PATIENCE_MS = 500;
/** Tokens are renewed two hours before they end: from then on what the store has counts, as another process may have done it. */
const RENEWED_BEFORE_MS = 2 * 3_600_000 + FRESH_MS;
/** Some ten megabytes; the least recently stored is asked for again. */
const MAX_REMEMBERED = 10_000;

/** The store, asked once a minute for each workspace, and not waited for when it is away. */
export function rememberInstallations(
  store: InstallationStore,
  { clock = Date.now, patience = PATIENCE_MS }: RememberingOptions = {},
): InstallationStore {
  const known = new Map<string, { readonly installation: AnyInstallation; readonly since: number }>();

  const remember = (key: string, installation: AnyInstallation): void => {
    known.delete(key);
    known.set(key, { installation, since: clock() });
    const [oldest] = known.keys();
    if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
  };

  return {
    async storeInstallation(installation) {
      await store.storeInstallation(installation);
      const { isEnterpriseInstall, enterprise, team } = installation;
      remember(
        keyOf({
          isEnterpriseInstall: isEnterpriseInstall ?? false,
          enterpriseId: enterprise?.id,
          teamId: team?.id,
        }),
        installation,
      );
    },

    async fetchInstallation(query, logger) {
      const key = keyOf(query);
      const before = known.get(key);
      const age = clock() - (before?.since ?? 0);
      if (before && age >= 0 && age < FRESH_MS && !endsSoon(before.installation, clock()))
        return before.installation;
      const fetching = store.fetchInstallation(query, logger);
      if (before && !(await settlesWithin(patience, fetching))) return before.installation;
      try {
        const installation = await fetching;
        remember(key, installation);
        return installation;
      } catch (error) {
        known.delete(key);
        throw error;
      }
    },

    async deleteInstallation(query, logger) {
      known.delete(keyOf(query));
      await store.deleteInstallation?.(query, logger);
    },
  };
}

function keyOf({ isEnterpriseInstall, enterpriseId, teamId }: InstallationQuery<boolean>): string {
  return isEnterpriseInstall ? `enterprise ${enterpriseId}` : `team ${teamId}`;
}

/** `expiresAt` is in seconds. */
function endsSoon({ bot }: AnyInstallation, now: number): boolean {
  return bot?.expiresAt !== undefined && bot.expiresAt * 1_000 - now < RENEWED_BEFORE_MS;
}
