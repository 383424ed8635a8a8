/** The people, places and payloads of the tests, shaped as Discord sends them. */

let lastId = 1_000_000_000_000_000_000n;

/** A fresh snowflake. */
export function snowflake(): string {
  lastId += 1n;
  return lastId.toString();
}

export const BOT = {
  id: '900000000000000001',
  username: 'footnote',
  discriminator: '0000',
  avatar: null,
  bot: true,
  global_name: null,
};
export const ADA = {
  id: '900000000000000002',
  username: 'ada',
  discriminator: '0',
  avatar: null,
  bot: false,
  global_name: 'Ada',
};
export const BEN = {
  id: '900000000000000003',
  username: 'ben',
  discriminator: '0',
  avatar: null,
  bot: false,
  global_name: 'Ben',
};
export const OTHER_BOT = {
  id: '900000000000000004',
  username: 'parrot',
  discriminator: '1234',
  avatar: null,
  bot: true,
  global_name: null,
};

export const GUILD_ID = '800000000000000001';
export const CHANNEL = '700000000000000001';
export const DM_CHANNEL = '700000000000000002';
export const THREAD = '700000000000000003';
export const BOT_ROLE = '600000000000000001';

const ROLE = {
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  mentionable: false,
  permissions: '0',
  flags: 0,
  icon: null,
  unicode_emoji: null,
};

function member(user: object) {
  return {
    user,
    roles: [],
    joined_at: '2022-01-01T00:00:00.000Z',
    deaf: false,
    mute: false,
    flags: 0,
    nick: null,
    avatar: null,
  };
}

const CHANNEL_PAYLOAD = {
  id: CHANNEL,
  type: 0,
  guild_id: GUILD_ID,
  name: 'general',
  position: 0,
  permission_overwrites: [],
  nsfw: false,
  parent_id: null,
};

export const THREAD_PAYLOAD = {
  id: THREAD,
  type: 11,
  guild_id: GUILD_ID,
  parent_id: CHANNEL,
  name: 'a thread',
  owner_id: ADA.id,
  message_count: 0,
  member_count: 1,
  thread_metadata: {
    archived: false,
    auto_archive_duration: 60,
    archive_timestamp: '2022-03-08T00:00:00.000Z',
    locked: false,
  },
};

export const GUILD = {
  id: GUILD_ID,
  name: 'Test server',
  owner_id: ADA.id,
  icon: null,
  features: [],
  emojis: [],
  stickers: [],
  voice_states: [],
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
  threads: [THREAD_PAYLOAD],
  channels: [CHANNEL_PAYLOAD],
  members: [member(BOT)],
  member_count: 3,
  joined_at: '2022-01-01T00:00:00.000Z',
  large: false,
  unavailable: false,
  preferred_locale: 'en-US',
  verification_level: 0,
  premium_tier: 0,
  nsfw_level: 0,
  system_channel_flags: 0,
  afk_timeout: 300,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  mfa_level: 0,
  roles: [
    { id: GUILD_ID, name: '@everyone', position: 0, managed: false, ...ROLE },
    { id: BOT_ROLE, name: 'footnote', position: 1, managed: true, tags: { bot_id: BOT.id }, ...ROLE },
  ],
};

export interface MessageSettings {
  readonly author?: { readonly id: string };
  readonly channel?: string;
  readonly mentions?: readonly object[];
  readonly [field: string]: unknown;
}

/** A message in the server's channel by Ada, unless said otherwise. */
export function message(
  content: string,
  { author = ADA, channel = CHANNEL, mentions = [], ...rest }: MessageSettings = {},
) {
  return {
    id: snowflake(),
    type: 0,
    channel_id: channel,
    ...(channel !== DM_CHANNEL && { guild_id: GUILD_ID, member: member(author) }),
    channel_type: channel === DM_CHANNEL ? 1 : channel === THREAD ? 11 : 0,
    author,
    content,
    timestamp: '2022-03-09T10:00:00.000Z',
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions,
    mention_roles: [],
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    flags: 0,
    ...rest,
  };
}

/** What mentions the bot. */
export function mentioning(question: string, settings: MessageSettings = {}) {
  return message(`<@${BOT.id}> ${question}`, { mentions: [BOT], ...settings });
}

/** A reply to a message, which may be gone. */
export function replying(question: string, to: object | null, settings: MessageSettings = {}) {
  return message(question, {
    type: 19,
    message_reference: {
      type: 0,
      message_id: (to as { id?: string } | null)?.id ?? snowflake(),
      channel_id: CHANNEL,
      guild_id: GUILD_ID,
    },
    referenced_message: to,
    ...settings,
  });
}

const INTERACTION = () => ({
  id: snowflake(),
  application_id: BOT.id,
  token: `token-${lastId}`,
  version: 1,
  guild_id: GUILD_ID,
  guild: { id: GUILD_ID, locale: 'en-US', features: [] },
  channel_id: CHANNEL,
  channel: CHANNEL_PAYLOAD,
  member: { ...member(ADA), permissions: '0' },
  locale: 'en-US',
  guild_locale: 'en-US',
  app_permissions: '0',
  entitlements: [],
  authorizing_integration_owners: { '0': GUILD_ID },
  context: 0,
  attachment_size_limit: 10_485_760,
});

interface OptionValue {
  readonly name: string;
  readonly value: string | boolean;
  readonly focused?: boolean;
}

function option({ name, value, focused }: OptionValue) {
  return { name, type: typeof value === 'string' ? 3 : 5, value, ...(focused && { focused }) };
}

/** A slash command with its options. */
export function command(name: string, options: Readonly<Record<string, string | boolean>> = {}) {
  const values = Object.entries(options).map(([key, value]) => option({ name: key, value }));
  return { ...INTERACTION(), type: 2, data: { id: snowflake(), name, type: 1, options: values } };
}

/** What has been typed so far of one option of a slash command. */
export function typing(name: string, field: string, value: string) {
  return {
    ...INTERACTION(),
    type: 4,
    data: { id: snowflake(), name, type: 1, options: [option({ name: field, value, focused: true })] },
  };
}

/** The message command on a message. */
export function selected(target: { readonly id: string }) {
  const data = {
    id: snowflake(),
    name: 'Ask the report',
    type: 3,
    target_id: target.id,
    resolved: { messages: { [target.id]: target } },
  };
  return { ...INTERACTION(), type: 2, data };
}

/** A click on a button of a message by the bot. */
export function click(customId: string, { isPrivate = false } = {}) {
  const at = message('', { author: BOT, flags: 32_768 | (isPrivate ? 64 : 0) });
  return { ...INTERACTION(), type: 3, message: at, data: { custom_id: customId, component_type: 2 } };
}

/** A choice in a menu of a message by the bot. */
export function choice(customId: string, value: string, { isPrivate = false } = {}) {
  const at = message('', { author: BOT, flags: 32_768 | (isPrivate ? 64 : 0) });
  return {
    ...INTERACTION(),
    type: 3,
    message: at,
    data: { custom_id: customId, component_type: 3, values: [value] },
  };
}

/** The same interaction where the app is installed for the person only. */
export function asUserInstall<T extends object>(interaction: T) {
  const {
    guild_id,
    guild,
    member: who,
    ...rest
  } = interaction as T & { guild_id: string; guild: object; member: { user: object } };
  return {
    ...rest,
    user: who.user,
    context: 2,
    authorizing_integration_owners: { '1': ADA.id },
    channel: { id: CHANNEL, type: 3 },
  };
}
