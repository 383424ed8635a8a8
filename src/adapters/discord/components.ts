/** The few components messages are made of, put together so that Discord's limits hold whatever goes in. */
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInContainer,
  APIComponentInMessageActionRow,
  APIContainerComponent,
  APIStringSelectComponent,
} from 'discord.js';
import type { Option } from '../../core/reply.ts';
import { type Action, encodeAction } from '../action.ts';
import { cutText } from '../shorten.ts';
import { LABELS, WORDING } from '../wording.ts';
import { LIMITS } from './limits.ts';

/** Message flag 1 << 15: the message consists of components. */
export const COMPONENTS_V2 = 32_768;

/** A message as the API takes it; whether only one person sees it is the sender's to say. */
export interface DiscordMessage {
  readonly flags: typeof COMPONENTS_V2;
  readonly components: readonly [APIContainerComponent];
}

/** What stands in a message, top to bottom. */
export type Part = APIComponentInContainer;
type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

export function text(content: string): Part {
  return { type: 10, content };
}

export function separator(): Part {
  return { type: 14, divider: true, spacing: 1 };
}

/** How a button looks: `main` for what answers, `quiet` for what goes with an answer. */
type ButtonStyle = 'main' | 'quiet';

/** A button that carries an action; none when the label is blank or the action does not fit. */
export function button(label: string, action: Action, style: ButtonStyle = 'quiet'): APIButtonComponent[] {
  const id = encodeAction(action);
  const shown = cutText(label.trim(), LIMITS.buttonLabel);
  if (id === undefined || shown === '') return [];
  return [{ type: 2, style: style === 'main' ? 1 : 2, label: shown, custom_id: id }];
}

/** A button that opens the report where it was published; none unless that is a web address Discord takes. */
export function linkButton(url: string | undefined): APIButtonComponent[] {
  if (!url || !/^https?:\/\//u.test(url) || !URL.canParse(url)) return [];
  const { href } = new URL(url);
  if (href.length > LIMITS.url) return [];
  return [{ type: 2, style: 5, label: LABELS.openReport, url: href }];
}

/** Buttons in as many rows as they need. */
export function buttonRows(buttons: readonly APIButtonComponent[]): Row[] {
  return chunks(buttons, LIMITS.buttonsInRow).map((components) => ({ type: 1, components }));
}

/** Questions to choose from: buttons while they fit a row, beyond that menus. */
export function optionRows(options: readonly Option[], version: string, placeholder: string): Row[] {
  const buttons = options.flatMap(({ intent, question }) =>
    button(question, { action: 'answer', intent, version }, 'main'),
  );
  return buttons.length <= LIMITS.buttonsInRow
    ? buttonRows(buttons)
    : selectRows(options, version, placeholder);
}

/** Questions in menus of at most 25; the placeholder tells them apart and so must differ within a message. */
export function selectRows(options: readonly Option[], version: string, placeholder: string): Row[] {
  const seen = new Set<string>();
  const choices = options.flatMap(({ intent, question }) => {
    const value = encodeAction({ action: 'answer', intent, version });
    const label = cutText(question.trim(), LIMITS.selectLabel);
    if (value === undefined || label === '' || seen.has(value)) return [];
    seen.add(value);
    return [{ label, value }];
  });
  return chunks(choices, LIMITS.selectOptions).map((part, i) => {
    const select: APIStringSelectComponent = {
      type: 3,
      custom_id: cutText(`choose:${i}:${placeholder}`, LIMITS.customId),
      placeholder: cutText(placeholder, LIMITS.selectPlaceholder),
      options: part,
    };
    return { type: 1, components: [select] };
  });
}

/** A message from top to bottom. */
export interface Layout {
  readonly content: readonly Part[];
  /** A line that is never cut. */
  readonly footer?: string;
  readonly controls?: readonly Part[];
  /** 0xRRGGBB. */
  readonly accent: number;
}

/** Puts everything into one container and keeps the limits: text beyond the total is cut, controls beyond the count left out. */
export function composeMessage({ content, footer, controls = [], accent }: Layout): DiscordMessage {
  const ids = new Set<string>();
  let textLeft = LIMITS.text - (footer?.length ?? 0);
  let componentsLeft = LIMITS.components - 1 - (footer === undefined ? 0 : 1);
  const keep = (part: Part): Part[] => {
    const fitting = withinLimits(part, textLeft, ids);
    if (!fitting) return [];
    const count = fitting.type === 1 ? 1 + fitting.components.length : 1;
    if (count > componentsLeft) return [];
    componentsLeft -= count;
    if (fitting.type === 10) textLeft -= fitting.content.length;
    return [fitting];
  };
  const kept = content.flatMap(keep);
  // A message of nothing but controls says nothing to a screen reader, and one of nothing at all is refused.
  const said = kept.some((part) => part.type === 10) ? kept : [text(WORDING.failed)];
  const components = [...said, ...(footer === undefined ? [] : [text(footer)]), ...controls.flatMap(keep)];
  return { flags: COMPONENTS_V2, components: [{ type: 17, accent_color: accent, components }] };
}

/** The part as far as it fits, controls that stand elsewhere in the message left out; undefined when nothing is left. */
function withinLimits(part: Part, textLeft: number, ids: Set<string>): Part | undefined {
  if (part.type === 10) {
    const content = cutText(part.content, textLeft);
    return content.trim() === '' ? undefined : { ...part, content };
  }
  if (part.type !== 1) return part;
  const components = part.components.filter((component) => {
    if (!('custom_id' in component)) return true;
    if (ids.has(component.custom_id)) return false;
    ids.add(component.custom_id);
    return true;
  });
  return components.length > 0 ? { ...part, components } : undefined;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
