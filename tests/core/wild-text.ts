/** Text as no keyboard types it: what a chat may carry, and what somebody may send to see what happens. */
import fc from 'fast-check';

const control = fc.nat(0x9f).map((code) => String.fromCharCode(code));
const loneSurrogate = fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));
const odd = fc.constantFrom(
  '\u200b',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u202e',
  '\u2066',
  '\ufe0f',
  '\u0301',
  '👩‍👩‍👧‍👦',
  '🇺🇦',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'ﷺ',
  'ﬃ',
  '㎑',
  '…',
  '½',
  'İ',
  'ß',
  'العبارة',
  'מעבורת',
  'паром',
  '渡し船',
);
const word = fc.constantFrom(
  'ferry',
  'captain',
  'who',
  'how many',
  'passengers',
  "what's",
  '184',
  '16,000',
  'sixteen thousand',
  '__proto__',
  'constructor',
  '{report}',
  '$&',
  '<@123>',
  '](x)',
  "';--",
);
const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), control, loneSurrogate, odd, word);

/** Words, signs and debris in any order. */
export const wildText = fc
  .array(piece, { maxLength: 40 })
  .chain((pieces) => fc.constantFrom('', ' ').map((gap) => pieces.join(gap)));

/** The same over and over, up to 100,000 code units. */
export const longText = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.constantFrom(5_000, 100_000))
  .map(([pieces, length]) => {
    const part = pieces.join('') || ' ';
    return part.repeat(Math.ceil(length / part.length)).slice(0, length);
  });
