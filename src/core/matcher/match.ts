/** What a matcher finds for an utterance. */

export interface Candidate {
  readonly intent: string;
  /** Calibrated probability of being the right one, 0 to 1; of the first, that it or one whose answer serves as well is. */
  readonly confidence: number;
}

export interface Match {
  /**
   * `matched`: the first candidate is surely meant · `unsure`: the intents are near what is asked, but none surely is it ·
   * `unmatched`: nothing is near.
   */
  readonly kind: 'matched' | 'unsure' | 'unmatched';
  /** Best first, at most `MAX_CANDIDATES` of the matcher. */
  readonly candidates: readonly Candidate[];
}
