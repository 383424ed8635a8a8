/** How much one person and one channel may ask. */

/** `wait`: too much was asked, by this person or in this channel; in `seconds` there is room again. */
export type Allowance =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly who: 'user' | 'channel'; readonly seconds: number };

export interface Limits {
  /** Counts one question. Never rejects: when counting fails, people are answered. */
  take(platform: string, user: string, channel: string): Promise<Allowance>;
}
