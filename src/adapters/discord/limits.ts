/** What Discord accepts at most, and what Footnote allows itself within that. Text is counted in UTF-16 code units. */

/** Discord's own limits: a body beyond one of them is refused with error 50035. */
export const LIMITS = {
  /** Components of a message, nested ones included. */
  components: 40,
  /** All text displays of a message together. */
  text: 4_000,
  buttonLabel: 80,
  buttonsInRow: 5,
  customId: 100,
  url: 512,
  selectOptions: 25,
  selectLabel: 100,
  selectPlaceholder: 150,
  autocompleteChoices: 25,
  choiceName: 100,
  choiceValue: 100,
} as const;

/** Shares of `LIMITS.text`: no single part crowds the others out. */
export const SHARES = {
  heading: 300,
  /** A statement; curated ones stay far below. */
  statement: 1_500,
  quote: 600,
  citation: 300,
  /** The reader's own words above the answer. */
  asked: 300,
  /** The line with the report's date and title. */
  reportLine: 200,
  /** Of the text before excerpts and options. */
  intro: 1_000,
} as const;

/** More answers than this in one message are offered as buttons. */
export const MAX_ANSWERS = 3;

/** Related questions under an answer: more push the answer off a phone's screen. */
export const MAX_RELATED = 4;

/** Lists of the topics page: two components each, with room for the text around them. */
export const MAX_LISTS = 15;
