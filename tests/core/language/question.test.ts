import { describe, expect, it } from 'vitest';
import { QUESTION_TYPES, questionType } from '../../../src/core/language/question.ts';
import { createReader } from '../../../src/core/language/reader.ts';

const reader = createReader({ lexicon: [], vocabulary: new Map() });
const typeOf = (utterance: string) => questionType(reader.read(utterance));

describe('what a question asks for', () => {
  it.each([
    ['Who was the captain?', 'who'],
    ['whose ferry is it', 'who'],
    ['What is the name of the tug?', 'who'],
    ['When do sailings resume?', 'when'],
    ['On what day was it?', 'when'],
    ['in which year', 'when'],
    ['Where did it happen?', 'where'],
    ['which harbour town or city', 'which'],
    ['what place was it', 'where'],
    ['How many people were on board?', 'how-many'],
    ['how big was the crowd', 'how-many'],
    ['what was the number of people', 'how-many'],
    ['How much do they get?', 'how-much'],
    ["what's the salary", 'how-much'],
    ['How long did it take?', 'how-long'],
    ['Why did it run aground?', 'why'],
    ['what was the reason', 'why'],
    ['Which tug helped?', 'which'],
    ['How was it freed?', 'how'],
    ['What happened?', 'what'],
    ['Was anybody hurt?', 'whether'],
    ["Isn't it broken?", 'whether'],
    ['headcount', 'how-many'],
    ['the tug', 'none'],
    ['', 'none'],
  ])('"%s": %s', (utterance, type) => {
    expect(typeOf(utterance)).toBe(type);
  });

  it('is not changed by a "when" that joins two clauses', () => {
    expect(typeOf('Was anybody hurt when it ran aground?')).toBe('whether');
    expect(typeOf('who steered when the fog came')).toBe('who');
  });

  it('is the same with and without the mark, in capitals, and in chat spelling', () => {
    expect(typeOf('HOW MANY')).toBe('how-many');
    expect(typeOf('wat happened')).toBe(typeOf('What happened?'));
  });

  it('has a name of its own for each type', () => {
    expect(new Set(QUESTION_TYPES).size).toBe(QUESTION_TYPES.length);
  });
});
