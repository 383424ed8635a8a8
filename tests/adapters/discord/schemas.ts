/** Judges what is sent to Discord: its own published schemas, and the rules for components that those do not hold. */
import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  ApplicationCommandUpdateRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  CreatePrivateChannelRequestSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  MessageCreateRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';

interface Schema {
  safeParse(value: unknown): { readonly success: boolean; readonly error?: { readonly message: string } };
}

/** The kinds of bodies Footnote sends. */
export type BodyKind = 'message' | 'callback' | 'edit' | 'commands' | 'channel';

const V2 = 32_768;
const MAX_COMPONENTS = 40;
const MAX_TEXT = 4_000;

/** What is wrong with a body, empty when Discord would take it. */
export function problemsOf(kind: BodyKind, body: unknown): string[] {
  switch (kind) {
    case 'message':
      return [...refusals(MessageCreateRequestSchema as Schema, body), ...messageProblems(body)];
    case 'edit':
      return [
        ...refusals(IncomingWebhookUpdateRequestPartialSchema as Schema, body),
        ...messageProblems(body),
      ];
    case 'channel':
      return refusals(CreatePrivateChannelRequestSchema as Schema, body);
    case 'commands':
      return Array.isArray(body)
        ? body.flatMap((c) => refusals(ApplicationCommandUpdateRequestSchema as Schema, c))
        : ['a list of commands is expected'];
    case 'callback': {
      const { type, data } = body as { readonly type: number; readonly data?: unknown };
      if (type === 8) return refusals(ApplicationCommandAutocompleteCallbackRequestSchema as Schema, body);
      const schema =
        type < 6
          ? CreateMessageInteractionCallbackRequestSchema
          : UpdateMessageInteractionCallbackRequestSchema;
      if (type === 5) return [...refusals(schema as Schema, body), ...deferProblems(data)];
      return [...refusals(schema as Schema, body), ...messageProblems(data)];
    }
  }
}

function refusals(schema: Schema, body: unknown): string[] {
  const { success, error } = schema.safeParse(body);
  return success ? [] : [error?.message ?? 'refused'];
}

function deferProblems(data: unknown): string[] {
  const flags = (data as { readonly flags?: number } | undefined)?.flags ?? 0;
  return (flags & ~64) === 0 ? [] : ['only EPHEMERAL may be set when deferring'];
}

interface Loose {
  readonly type?: number;
  readonly content?: string;
  readonly custom_id?: string;
  readonly components?: readonly Loose[];
}

/** Components of a message, nested ones included. */
export function flatten(components: readonly Loose[] = []): Loose[] {
  return components.flatMap((c) => [c, ...flatten(c.components)]);
}

function messageProblems(body: unknown): string[] {
  const message = body as Loose & {
    readonly flags?: number;
    readonly embeds?: readonly unknown[];
    readonly allowed_mentions?: { readonly parse?: readonly string[]; readonly replied_user?: boolean };
  };
  const all = flatten(message.components);
  const text = all.reduce((sum, c) => sum + (c.type === 10 ? (c.content?.length ?? 0) : 0), 0);
  const ids = all.flatMap((c) => c.custom_id ?? []);
  const isV2 = ((message.flags ?? 0) & V2) !== 0;
  const mentions = message.allowed_mentions;
  return [
    ...(isV2 && message.content ? ['content is not allowed with components V2'] : []),
    ...(isV2 && (message.embeds?.length ?? 0) > 0 ? ['embeds are not allowed with components V2'] : []),
    ...(!isV2 && all.some((c) => [9, 10, 12, 13, 14, 17].includes(c.type ?? 0))
      ? ['these components need V2']
      : []),
    ...(all.length > MAX_COMPONENTS ? [`${all.length} components`] : []),
    ...(text > MAX_TEXT ? [`${text} characters of text`] : []),
    ...(new Set(ids).size < ids.length ? ['a custom_id is used twice'] : []),
    ...(all.some((c) => c.type === 10 && c.content?.trim() === '') ? ['an empty text'] : []),
    ...(mentions?.parse?.length === 0 && mentions.replied_user === false
      ? []
      : ['mentions are not switched off']),
  ];
}
