/** What was asked before in a conversation, as a value the caller keeps. */

/** One question and what it got. */
export interface Turn {
  readonly utterance: string;
  /** The intents that were answered; empty when none was. */
  readonly intents: readonly string[];
}

/** The latest turns, oldest first. */
export interface Conversation {
  readonly turns: readonly Turn[];
}

/** Turns remembered: enough for a follow-up to a follow-up with small talk between. */
export const MAX_TURNS = 6;

export const NEW_CONVERSATION: Conversation = { turns: [] };

/** The conversation with one more turn, the oldest forgotten past `MAX_TURNS`. */
export function remember({ turns }: Conversation, turn: Turn): Conversation {
  return { turns: [...turns, turn].slice(-MAX_TURNS) };
}
