import { describe, expect, it } from 'vitest';
import { citationLine, quoted, readableDate, reportDateLine } from '../../src/adapters/wording.ts';
import { SAMPLE_REPORT } from './sample-pack.ts';

describe('A citation', () => {
  const citation = {
    claim: 'c',
    quote: 'q',
    passage: 7,
    offset: 0,
    speaker: 'John Kirby',
    standing: 'quoted',
  } as const;

  it('reads as one line, with all that is known of it', () => {
    const full = { ...citation, role: 'Pentagon spokesman', outlet: 'CBS', date: 'Monday, 7 March' };
    expect(citationLine(full)).toBe(
      'John Kirby, Pentagon spokesman, via CBS · quoted · line 7 · Monday, 7 March',
    );
    expect(citationLine(citation)).toBe('John Kirby · quoted · line 7');
  });

  it('puts a quote in quotation marks unless it brings its own around the whole', () => {
    expect(quoted('five sources')).toBe('“five sources”');
    expect(quoted('"We believe it,"')).toBe('"We believe it,"');
    expect(quoted('"minimal" and "small"')).toBe('“"minimal" and "small"”');
  });
});

describe('The date of the report', () => {
  it('is written out', () => {
    expect(readableDate('2022-03-08')).toBe('8 March 2022');
    expect(reportDateLine(SAMPLE_REPORT)).toBe('As of 8 March 2022');
  });

  it('is shown as it is when it is no calendar date', () => {
    expect(readableDate('2022-13-08')).toBe('2022-13-08');
    expect(readableDate('last week')).toBe('last week');
  });
});
