/** What a matcher finds for an utterance. */

export interface Candidate {
  readonly intent: string;
  /** Calibrated probability of being the right one, 0 to 1. */
  readonly confidence: number;
}

export interface Match {
  /** `matched`: the first candidate is meant; `ambiguous`: one of the first few is; `unmatched`: none is. */
  readonly kind: 'matched' | 'ambiguous' | 'unmatched';
  /** Best first, at most `MAX_CANDIDATES` of the matcher. */
  readonly candidates: readonly Candidate[];
  /** Whether the utterance is most like those that fit no intent. */
  readonly outOfScope: boolean;
}
