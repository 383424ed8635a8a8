import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { SCOPES } from '../../../src/adapters/slack/door.ts';
import { SHORTCUTS } from '../../../src/adapters/slack/pages.ts';
import { problemsWith } from './json-schema.ts';

interface Manifest {
  readonly display_information: {
    readonly name: string;
    readonly description: string;
    readonly long_description: string;
  };
  readonly features: {
    readonly agent_view?: { readonly agent_description: string };
    readonly assistant_view?: unknown;
    readonly app_home: Readonly<Record<string, boolean>>;
    readonly shortcuts: readonly {
      readonly name: string;
      readonly type: string;
      readonly callback_id: string;
      readonly description: string;
    }[];
    readonly slash_commands: readonly {
      readonly command: string;
      readonly url?: string;
      readonly usage_hint: string;
    }[];
  };
  readonly oauth_config: {
    readonly scopes: { readonly bot: readonly string[] };
    readonly redirect_urls?: readonly string[];
  };
  readonly settings: {
    readonly event_subscriptions: { readonly bot_events: readonly string[]; readonly request_url?: string };
    readonly interactivity: { readonly is_enabled: boolean; readonly request_url?: string };
    readonly socket_mode_enabled: boolean;
  };
}

const root = new URL('../../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');
const SCHEMA = new URL('../shared/slack-manifest.schema.json', root);
const schema = existsSync(SCHEMA)
  ? (JSON.parse(readFileSync(SCHEMA, 'utf8')) as Record<string, unknown>)
  : undefined;

/** The scope each event needs; none for the others. https://docs.slack.dev/reference/events */
const SCOPE_OF_EVENT: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
};
const OTHER_EVENTS = ['app_home_opened', 'app_uninstalled', 'tokens_revoked'];

/** What the adapter needs besides its events. */
const OTHER_SCOPES = ['assistant:write', 'chat:write', 'commands'];

const MANIFESTS = ['slack-manifest.yaml', 'slack-manifest.http.yaml'] as const;

describe.each(MANIFESTS)('%s', (name) => {
  const manifest = load(read(name)) as Manifest;
  const { display_information, features, oauth_config, settings } = manifest;

  it.skipIf(schema === undefined)('is valid by Slack’s own schema', () => {
    expect(problemsWith(manifest, schema ?? {})).toEqual([]);
  });

  it('keeps Slack’s limits', () => {
    expect(display_information.name.length).toBeLessThanOrEqual(35);
    expect(display_information.description.length).toBeLessThanOrEqual(140);
    expect(display_information.long_description.length).toBeGreaterThanOrEqual(175);
    expect(display_information.long_description.length).toBeLessThanOrEqual(4_000);
    expect(features.agent_view?.agent_description.length).toBeLessThanOrEqual(300);
    for (const shortcut of features.shortcuts) {
      expect(shortcut.name.length).toBeLessThanOrEqual(24);
      expect(shortcut.description.length).toBeLessThanOrEqual(150);
    }
    for (const { command, usage_hint } of features.slash_commands) {
      expect(command).toMatch(/^\/[a-z0-9_-]{1,31}$/u);
      expect(usage_hint.length).toBeLessThanOrEqual(1_000);
    }
  });

  it('asks for the scopes that its events and the adapter need, and no more', () => {
    const { bot_events } = settings.event_subscriptions;
    const needed = bot_events.flatMap((event) => SCOPE_OF_EVENT[event] ?? []);
    expect([...oauth_config.scopes.bot].sort()).toEqual([...needed, ...OTHER_SCOPES].sort());
    expect([...oauth_config.scopes.bot].sort()).toEqual([...SCOPES].sort());
    for (const event of bot_events)
      expect([...Object.keys(SCOPE_OF_EVENT), ...OTHER_EVENTS]).toContain(event);
  });

  it('has the shortcuts and pages that the adapter answers', () => {
    const ids = Object.fromEntries(features.shortcuts.map(({ type, callback_id }) => [type, callback_id]));
    expect(ids).toEqual(SHORTCUTS);
    expect(features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(features.agent_view).toBeDefined();
    expect(features.assistant_view).toBeUndefined();
    expect(settings.interactivity.is_enabled).toBe(true);
  });

  it('has addresses exactly where there is no socket', () => {
    const addresses = [
      settings.event_subscriptions.request_url,
      settings.interactivity.request_url,
      ...features.slash_commands.map(({ url }) => url),
    ];
    for (const address of addresses) {
      if (settings.socket_mode_enabled) expect(address).toBeUndefined();
      else expect(address).toMatch(/^https:\/\/[^/]+\/slack\/events$/u);
    }
    expect(settings.socket_mode_enabled).toBe(name === 'slack-manifest.yaml');
  });
});

describe('docs/slack.md', () => {
  const text = read('docs/slack.md');

  it.each(SCOPES)('says why the app asks for %s', (scope) => {
    expect(text).toMatch(new RegExp(`\\| \`${scope}\` *\\| .{20,}\\|`, 'u'));
  });

  it.each(MANIFESTS)('names %s', (name) => {
    expect(text).toContain(name);
  });
});

describe('the check', () => {
  it.skipIf(schema === undefined)('refuses a manifest that is wrong', () => {
    const manifest = load(read(MANIFESTS[0])) as Record<string, unknown>;
    const wrong = { ...manifest, display_information: { name: 'x'.repeat(36), colour: 'red' } };
    const problems = problemsWith(wrong, schema ?? {}).join('; ');
    expect(problems).toContain('longer than 35');
    expect(problems).toContain('unknown “colour”');
    expect(problems.split('; ')).toHaveLength(2);
  });
});
