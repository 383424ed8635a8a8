/** Slack's limits, in UTF-16 code units or counts, and where each comes from. */

export const LIMITS = {
  /** Block Kit reference, "blocks": in a message. */
  blocksInMessage: 50,
  /** Block Kit reference, "views": in a modal or on the Home tab. */
  blocksInView: 100,
  /** Section text; kept for a block of rich text too, for which Slack names no limit. */
  blockText: 3_000,
  /** All text of one message: Slack answers `msg_blocks_too_long` from about 13,200, so this stays well below. */
  messageText: 10_000,
  /** The plain twin; Slack recommends 4,000 and cuts at 40,000. */
  plainText: 4_000,
  header: 150,
  buttonText: 75,
  buttonValue: 2_000,
  buttonUrl: 3_000,
  buttonsInRow: 25,
  optionText: 75,
  optionsInSelect: 100,
  placeholder: 150,
  modalTitle: 24,
  modalButton: 24,
  privateMetadata: 3_000,
  inputText: 3_000,
  suggestedPrompts: 4,
  /** Not published; what the pane shows of a prompt without cutting it. */
  promptTitle: 75,
} as const;
