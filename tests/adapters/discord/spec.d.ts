/** The package points its types at plain JavaScript; schemas.ts says what of them it uses. */
declare module 'discord-api-spec/zod' {
  export const ApplicationCommandAutocompleteCallbackRequestSchema: unknown;
  export const ApplicationCommandUpdateRequestSchema: unknown;
  export const CreateMessageInteractionCallbackRequestSchema: unknown;
  export const CreatePrivateChannelRequestSchema: unknown;
  export const IncomingWebhookUpdateRequestPartialSchema: unknown;
  export const MessageCreateRequestSchema: unknown;
  export const UpdateMessageInteractionCallbackRequestSchema: unknown;
}
