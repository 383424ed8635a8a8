/** The few Block Kit pieces Footnote uses. Rich text shows its text as it is: no formatting, mention or emoji in it comes alive. */
import type { types } from '@slack/bolt';
import type { Option } from '../../core/reply.ts';
import { type Action, type ActionName, encodeAction } from '../action.ts';
import { cutText } from '../shorten.ts';
import { LABELS } from '../wording.ts';
import { LIMITS } from './limits.ts';
import { escapeWithin } from './mrkdwn.ts';

export type Block = types.KnownBlock;

/** A piece of a line: text, shown bold or italic if it says so. */
export interface Span {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
}

/** What the `action_id` of everything of ours begins with. */
export const ACTION_PREFIX = 'footnote:';

/** The `action_id` of buttons that only open a link. */
export const LINK_ACTION = `${ACTION_PREFIX}link`;

function toTexts(spans: readonly Span[]): types.RichTextElement[] {
  // Slack refuses empty text.
  return spans
    .filter(({ text }) => text !== '')
    .map(({ text, bold, italic }) => ({
      type: 'text',
      text,
      ...((bold || italic) && { style: { ...(bold && { bold }), ...(italic && { italic }) } }),
    }));
}

/** One paragraph. */
export function paragraph(...spans: readonly Span[]): types.RichTextSection {
  return { type: 'rich_text_section', elements: toTexts(spans) };
}

/** Text set apart as a quotation. */
export function quotation(...spans: readonly Span[]): types.RichTextQuote {
  return { type: 'rich_text_quote', elements: toTexts(spans) };
}

export function richText(...elements: readonly (types.RichTextSection | types.RichTextQuote)[]): Block {
  return { type: 'rich_text', elements: [...elements] };
}

export function header(text: string): Block {
  return { type: 'header', text: plain(text, LIMITS.header) };
}

/** Small print. */
export function smallPrint(text: string): Block {
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: escapeWithin(text, LIMITS.blockText), verbatim: true }],
  };
}

export function divider(): Block {
  return { type: 'divider' };
}

/** Plain text within a limit; `emoji` off, so that ":8" or ":x:" in a quote stays what it is. */
export function plain(text: string, limit: number): types.PlainTextElement {
  // Slack refuses empty text.
  return { type: 'plain_text', text: cutText(text, limit).trim() || '…', emoji: false };
}

/** A button for an action; none when the action is too long to carry. */
export function actionButton(action: Action, label: string): types.Button[] {
  const value = encodeAction(action);
  if (value === undefined) return [];
  return [
    {
      type: 'button',
      action_id: `${ACTION_PREFIX}${action.action}:${action.intent}:${action.at ?? ''}`.slice(0, 200),
      text: plain(label, LIMITS.buttonText),
      value,
    },
  ];
}

/** A button for each option, that does `action` with its intent. */
export function optionButtons(
  options: readonly Option[],
  version: string,
  action: ActionName = 'answer',
): types.Button[] {
  return options.flatMap(({ intent, question }) => actionButton({ action, intent, version }, question));
}

/** Buttons in as many rows as they need; none without buttons. The first row of two same `action_id`s keeps it. */
export function rows(buttons: readonly types.Button[]): Block[] {
  const distinct = [...new Map(buttons.map((button) => [button.action_id, button])).values()];
  const blocks: Block[] = [];
  for (let i = 0; i < distinct.length; i += LIMITS.buttonsInRow) {
    blocks.push({ type: 'actions', elements: distinct.slice(i, i + LIMITS.buttonsInRow) });
  }
  return blocks;
}

/** A menu of options that answers the chosen one; none without options. */
export function menu(name: string, options: readonly Option[], version: string): Block[] {
  const items = options.slice(0, LIMITS.optionsInSelect).flatMap(({ intent, question }) => {
    const value = encodeAction({ action: 'answer', intent, version });
    return value === undefined ? [] : [{ text: plain(question, LIMITS.optionText), value }];
  });
  if (items.length === 0) return [];
  return [
    {
      type: 'actions',
      elements: [
        {
          type: 'static_select',
          action_id: `${ACTION_PREFIX}menu:${name}`.slice(0, 200),
          placeholder: plain(LABELS.choose, LIMITS.placeholder),
          options: items,
        },
      ],
    },
  ];
}

/** Slack's own "Helpful" and "Not helpful". */
export function feedbackButtons(intent: string, version: string): Block[] {
  const positive = encodeAction({ action: 'helpful', intent, version });
  const negative = encodeAction({ action: 'not-helpful', intent, version });
  if (positive === undefined || negative === undefined) return [];
  return [
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: `${ACTION_PREFIX}feedback`,
          positive_button: {
            text: plain(LABELS.helpful, LIMITS.buttonText),
            accessibility_label: LABELS.helpful,
            value: positive,
          },
          negative_button: {
            text: plain(LABELS.notHelpful, LIMITS.buttonText),
            accessibility_label: LABELS.notHelpful,
            value: negative,
          },
        },
      ],
    },
  ];
}

/** A button that opens the report where it was published; none without an address that fits. */
export function reportLink(url: string | undefined): types.Button[] {
  if (url === undefined || url.length > LIMITS.buttonUrl || !/^https?:\/\//u.test(url)) return [];
  return [{ type: 'button', action_id: LINK_ACTION, text: plain(LABELS.openReport, LIMITS.buttonText), url }];
}
