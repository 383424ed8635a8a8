/**
 * Slack's published rules for Block Kit, as an independent judge of what is sent: the test server refuses what breaks
 * them, as Slack does. The numbers are Slack's, written down here a second time on purpose.
 */
import { z } from 'zod';

const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

/** Characters that would be a live mention or link: an unescaped angle bracket, or an ampersand that escapes nothing. */
const ESCAPED = /^(?:[^<>&]|&(?:amp|lt|gt);)*$/su;

const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max).regex(ESCAPED, 'not escaped'),
    verbatim: z.boolean().optional(),
  });

const actionId = z.string().min(1).max(255);

const button = z
  .strictObject({
    type: z.literal('button'),
    action_id: actionId,
    text: plainText(75),
    value: z.string().max(2_000).optional(),
    url: z.string().max(3_000).optional(),
    accessibility_label: z.string().max(75).optional(),
  })
  .refine(({ value, url }) => value !== undefined || url !== undefined, 'a button that does nothing');

const select = z.strictObject({
  type: z.literal('static_select'),
  action_id: actionId,
  placeholder: plainText(150).optional(),
  options: z
    .array(z.strictObject({ text: plainText(75), value: z.string().min(1).max(150) }))
    .min(1)
    .max(100),
});

const distinct = (elements: readonly { readonly action_id: string }[]) =>
  new Set(elements.map((e) => e.action_id)).size === elements.length;

// Only plain text: an element of type user, channel, usergroup or broadcast would be a live mention.
const richElement = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  style: z.strictObject({ bold: z.boolean().optional(), italic: z.boolean().optional() }).optional(),
});

const feedbackButton = z.strictObject({
  text: plainText(75),
  accessibility_label: z.string().max(75).optional(),
  value: z.string().min(1).max(2_000),
});

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('divider') }),
  z.strictObject({ type: z.literal('header'), text: plainText(150) }),
  z.strictObject({ type: z.literal('context'), elements: z.array(mrkdwn(3_000)).min(1).max(10) }),
  z.strictObject({
    type: z.literal('rich_text'),
    elements: z
      .array(
        z.strictObject({
          type: z.enum(['rich_text_section', 'rich_text_quote']),
          elements: z.array(richElement).min(1),
        }),
      )
      .min(1),
  }),
  z.strictObject({
    type: z.literal('actions'),
    elements: z
      .array(z.discriminatedUnion('type', [button, select]))
      .min(1)
      .max(25)
      .refine(distinct, 'action_id twice'),
  }),
  z.strictObject({
    type: z.literal('context_actions'),
    elements: z
      .array(
        z.strictObject({
          type: z.literal('feedback_buttons'),
          action_id: actionId,
          positive_button: feedbackButton,
          negative_button: feedbackButton,
        }),
      )
      .min(1)
      .max(5),
  }),
  z.strictObject({
    type: z.literal('input'),
    block_id: z.string().max(255),
    label: plainText(2_000),
    hint: plainText(2_000).optional(),
    element: z.strictObject({
      type: z.literal('plain_text_input'),
      action_id: actionId,
      multiline: z.boolean().optional(),
      initial_value: z.string().min(1).max(3_000).optional(),
      max_length: z.number().min(1).max(3_000).optional(),
    }),
  }),
]);

type JudgedBlock = z.infer<typeof block>;

/** All text that a person sees in blocks, buttons left out. */
export function textOfBlocks(blocks: readonly JudgedBlock[]): string {
  return blocks
    .flatMap((b) => {
      if (b.type === 'rich_text') return b.elements.map((e) => e.elements.map((t) => t.text).join(''));
      if (b.type === 'context') return b.elements.map((e) => unescapeText(e.text));
      if (b.type === 'header') return [b.text.text];
      return [];
    })
    .join('\n');
}

/** What buttons and menus say, in order. */
export function labelsOfBlocks(blocks: readonly JudgedBlock[]): readonly string[] {
  return blocks.flatMap((b) => {
    if (b.type !== 'actions') return [];
    return b.elements.flatMap((e) =>
      e.type === 'button' ? [e.text.text] : e.options.map((o) => o.text.text),
    );
  });
}

export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const notIn =
  (...types: readonly string[]) =>
  (blocks: readonly { readonly type: string }[]) =>
    !blocks.some(({ type }) => types.includes(type));

// Measured by others with the live service: from about 13,200 characters `msg_blocks_too_long`.
const notTooLong = (blocks: readonly JudgedBlock[]) => textOfBlocks(blocks).length < 13_000;

export const messageSchema = z.object({
  text: z.string().min(1).max(4_000).regex(ESCAPED, 'not escaped'),
  blocks: z
    .array(block)
    .max(50)
    .refine(notIn('input'), 'input in a message')
    .refine(notTooLong, 'too long')
    .optional(),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
  parse: z.literal('none'),
  link_names: z.literal(false),
});

const viewBlocks = z
  .array(block)
  .min(1)
  .max(100)
  .refine(notIn('context_actions'), 'feedback buttons in a view');

export const modalSchema = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    close: plainText(24).optional(),
    submit: plainText(24).optional(),
    callback_id: z.string().max(255).optional(),
    private_metadata: z.string().max(3_000).optional(),
    blocks: viewBlocks.refine(notTooLong, 'too long'),
  })
  .refine(
    ({ submit, blocks }) => submit !== undefined || !blocks.some((b) => b.type === 'input'),
    'no submit',
  );

export const homeSchema = z.strictObject({ type: z.literal('home'), blocks: viewBlocks });

export const viewSchema = z.union([modalSchema, homeSchema]);

export const promptsSchema = z.strictObject({
  channel_id: z.string().min(1),
  // The client names the workspace in every call.
  team_id: z.string().optional(),
  title: z.string().optional(),
  prompts: z
    .array(z.strictObject({ title: z.string().min(1), message: z.string().min(1) }))
    .min(1)
    .max(4),
});
