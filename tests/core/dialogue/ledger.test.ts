import { describe, expect, it } from 'vitest';
import {
  aboutAnswer,
  claimsAbout,
  type LedgerAct,
  statementsAbout,
} from '../../../src/core/dialogue/ledger.ts';
import type { AnswerIntent } from '../../../src/core/intent.ts';
import type { Claim } from '../../../src/core/report.ts';
import { smallPack } from '../small-pack.ts';

const claimsOf = (...ids: string[]): readonly Claim[] =>
  ids.flatMap((id) => smallPack.claims.find((claim) => claim.id === id) ?? []);
const sentences = (act: LedgerAct, ...ids: string[]) =>
  statementsAbout(act, claimsOf(...ids)).map((statement) => statement.text);

describe('the source', () => {
  it('is the speaker with role and outlet', () => {
    expect(sentences('source', 'fog')).toEqual([
      'That is on the word of Ines Okafor, captain, through the Tarn Gazette.',
    ]);
  });

  it('is the report itself when nobody is named', () => {
    expect(sentences('source', 'tug')).toEqual(['That is on the word of the report.']);
  });

  it('is named once for all claims that rest on it', () => {
    expect(statementsAbout('source', claimsOf('passengers', 'resume', 'tug'))).toMatchObject([
      { claims: ['passengers'] },
      { claims: ['resume'] },
      { claims: ['tug'] },
    ]);
    expect(statementsAbout('source', claimsOf('tug', 'payment', 'aground'))).toMatchObject([
      { claims: ['tug', 'payment', 'aground'] },
    ]);
  });

  it('is not said to speak through itself', () => {
    const [claim] = claimsOf('fog');
    const own = { ...claim, speaker: 'the Tarn Gazette', role: undefined } as unknown as Claim;
    expect(statementsAbout('source', [own])[0]?.text).toBe('That is on the word of the Tarn Gazette.');
  });
});

describe('whether it is confirmed', () => {
  it('is what the standing says', () => {
    expect(sentences('confirmed', 'buoy')).toEqual(['It is confirmed by Piet Vos, harbour master.']);
    expect(sentences('confirmed', 'hurt')).toEqual([
      'The report gives it as alleged by the report, not as confirmed.',
    ]);
  });
});

describe('the date', () => {
  it('is in the words of the report', () => {
    expect(sentences('date', 'resume')).toEqual(['The report dates it: Friday, 15 May.']);
  });

  it('is told of the claims that have one only', () => {
    expect(sentences('date', 'tug', 'aground')).toEqual(['The report dates it: Tuesday, 12 May.']);
    expect(sentences('date', 'tug')).toEqual([]);
  });
});

describe('the quote', () => {
  it('is verbatim', () => {
    expect(sentences('quote', 'tug')).toEqual([
      "In the report's words: “The tug Hercules pulled the ferry free at noon.”",
    ]);
  });

  it('is the longest of what the same speaker is quoted with', () => {
    const short: Claim = {
      ...(claimsOf('fog')[0] as Claim),
      id: 'short',
      quote: 'the light of the buoy was out',
    };
    const ledger = [...smallPack.claims, short];
    expect(claimsAbout('quote', [short], ledger).map((claim) => claim.id)).toEqual(['fog']);
  });

  it('is what the answer rests on when its speaker is not quoted', () => {
    expect(claimsAbout('quote', claimsOf('passengers'), smallPack.claims)).toEqual(claimsOf('passengers'));
    expect(claimsAbout('quote', claimsOf('tug'), smallPack.claims)).toEqual(claimsOf('tug'));
  });
});

describe('an answer about an answer', () => {
  const intent = smallPack.intents.find(({ id }) => id === 'resume-when') as AnswerIntent;

  it('stands in its place, every sentence with its claims', () => {
    expect(aboutAnswer('source', intent, claimsOf('resume'))).toEqual({
      ...intent,
      answer: [{ text: 'That is on the word of Bluewater Lines.', claims: ['resume'] }],
    });
  });

  it('is none when the claims do not tell', () => {
    expect(aboutAnswer('date', intent, claimsOf('tug'))).toBeUndefined();
    expect(aboutAnswer('source', intent, [])).toBeUndefined();
  });
});
