/** What a button does, as the short string it carries: all a button knows, so that it works after a restart. */

/**
 * `answer`: answer this intent · `more`: read on in it, from statement `at` · `context`: show its quotes where they stand,
 * or passage `at` when there is no intent · `share`: show it to everyone · `forget`: erase what is kept about whoever
 * clicks · the rest: feedback.
 */
const CODES = {
  answer: 'a',
  more: 'm',
  context: 'c',
  share: 's',
  helpful: 'h',
  'not-helpful': 'n',
  forget: 'f',
} as const;

export type ActionName = keyof typeof CODES;

export interface Action {
  readonly action: ActionName;
  /** Empty when the action is about a passage. */
  readonly intent: string;
  /** The pack's version when the button was made. */
  readonly version: string;
  /** `more`: index of a statement, from 0; otherwise a passage's 1-based line. */
  readonly at?: number;
}

/** UTF-16 code units: Discord's `custom_id`, the shortest of the platforms' limits. */
export const MAX_ACTION_LENGTH = 100;

const NAMES = new Map(Object.entries(CODES).map(([name, code]) => [code as string, name as ActionName]));

// The leading mark names the format: change it when the format changes, and old buttons are foreign instead of wrong.
const FORMAT = /^f1:([a-z]):([\w.-]*):(\d{0,6}):([^\s:]*)$/u;

/** The action as a string; undefined when its intent's id is too long or odd to carry, so that there is no button. */
export function encodeAction({ action, intent, version, at }: Action): string | undefined {
  const encoded = `f1:${CODES[action]}:${version}:${at ?? ''}:${intent}`;
  return encoded.length <= MAX_ACTION_LENGTH && FORMAT.test(encoded) ? encoded : undefined;
}

/** The action a string carries; undefined when it is foreign or damaged. */
export function decodeAction(encoded: string): Action | undefined {
  if (encoded.length > MAX_ACTION_LENGTH) return undefined;
  const [, code = '', version = '', at = '', intent = ''] = FORMAT.exec(encoded) ?? [];
  const action = NAMES.get(code);
  if (!action) return undefined;
  return { action, intent, version, ...(at !== '' && { at: Number(at) }) };
}

/** Whether the button was made from another version of the pack than this one. */
export function isStale(action: Action, current: { readonly version: string }): boolean {
  return action.version !== current.version;
}
