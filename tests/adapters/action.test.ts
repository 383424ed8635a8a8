import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Action,
  type ActionName,
  decodeAction,
  encodeAction,
  isStale,
  MAX_ACTION_LENGTH,
} from '../../src/adapters/action.ts';

const NAMES: readonly ActionName[] = ['answer', 'more', 'context', 'share', 'helpful', 'not-helpful'];
const VERSION = '0123456789ab';

const actions: fc.Arbitrary<Action> = fc
  .record({
    action: fc.constantFrom(...NAMES),
    intent: fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/, { maxLength: 60 }),
    version: fc.stringMatching(/^[0-9a-f]{12}$/),
    at: fc.option(fc.nat(999_999), { nil: undefined }),
  })
  .map(({ at, ...rest }) => ({ ...rest, ...(at !== undefined && { at }) }));

describe('An action', () => {
  it('of any valid pack survives its string, which fits Discord', () => {
    fc.assert(
      fc.property(actions, (action) => {
        const encoded = encodeAction(action) ?? '';
        expect(encoded.length).toBeLessThanOrEqual(MAX_ACTION_LENGTH);
        expect(decodeAction(encoded)).toEqual(action);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is never read from a foreign or damaged string, which never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.string().map((s) => `f1:${s}`),
        ),
        (text) => {
          const action = decodeAction(text);
          if (action) expect(encodeAction(action)).toBeDefined();
        },
      ),
      { numRuns: 1_000 },
    );
    for (const foreign of [
      '',
      'f1',
      'f2:a:0123456789ab::x',
      'f1:q:0123456789ab::x',
      'f1:a:0123456789ab:x:y',
      'x'.repeat(5_000),
    ]) {
      expect(decodeAction(foreign)).toBeUndefined();
    }
  });

  it('that does not fit its string is none', () => {
    const action = { action: 'answer', version: VERSION } as const;
    expect(encodeAction({ ...action, intent: 'x'.repeat(100) })).toBeUndefined();
    expect(encodeAction({ ...action, intent: 'two words' })).toBeUndefined();
  });

  it('is stale when it was made from another version of the pack', () => {
    const action: Action = { action: 'answer', intent: 'x', version: VERSION };
    expect(isStale(action, { version: VERSION })).toBe(false);
    expect(isStale(action, { version: 'ffffffffffff' })).toBe(true);
  });
});
