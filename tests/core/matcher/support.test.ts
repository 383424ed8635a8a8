import { describe, expect, it } from 'vitest';
import { createReader } from '../../../src/core/language/reader.ts';
import { explain, topicOf } from '../../../src/core/matcher/support.ts';
import { vectors } from '../vectors.ts';

const reader = createReader({
  lexicon: [{ term: 'Ines Okafor', kind: 'person', same: ['Okafor', 'skipper'] }],
  vocabulary: new Map(),
});
const read = (text: string) => reader.read(text);
const topic = topicOf(
  ['Who was the captain?', 'Who is Okafor?'].map(read),
  ['Ines Okafor earns a salary of the company.'].map(read),
);
const explained = (text: string) => explain(read(text), topic, () => 1, vectors);

describe('a topic', () => {
  it('holds the words and names of phrases and evidence', () => {
    expect([...topic.terms]).toEqual(['Ines Okafor']);
    expect(topic.stems.has('captain')).toBe(true);
    expect(topic.stems.has('salari')).toBe(true);
  });

  it('asks for what most of its phrases ask for, and never says never', () => {
    const { who, when } = topic.types;
    expect(who).toBeGreaterThan(when);
    expect(when).toBeGreaterThan(0);
    expect(Object.values(topic.types).reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 9);
  });

  it('knows how many phrases it has, one at least', () => {
    expect([topic.phrases, topicOf([], []).phrases]).toEqual([2, 1]);
  });

  it('of no phrases asks for everything alike', () => {
    expect(new Set(Object.values(topicOf([], []).types)).size).toBe(1);
  });
});

describe('a word of a question', () => {
  it('is explained in full when the topic uses it, in any form', () => {
    expect(explained('captains')[0]?.support).toBe(1);
  });

  it('is explained in full by the name it stands for', () => {
    expect(explained('skipper')[0]).toMatchObject({ support: 1, by: 'Ines Okafor' });
  });

  it('is explained in part by a like word, which is named', () => {
    const [wage] = explained('wage');
    expect(wage?.by).toBe('salari');
    expect(wage?.support).toBeGreaterThan(0.35);
    expect(wage?.support).toBeLessThan(1);
  });

  it('is not explained by anything unlike it', () => {
    expect(explained('xylophone')[0]).toMatchObject({ support: 0 });
    expect(explained('xqzzy')[0]).toMatchObject({ support: 0 });
  });

  it('that is a number is explained by any number', () => {
    const figure = topicOf([read('were there 184 of them')], []);
    expect(explain(read('191'), figure, () => 1, vectors)[0]).toMatchObject({ support: 1, by: '#' });
    expect(explained('191')[0]?.support).toBe(0);
  });

  it('said again is explained again, in its place', () => {
    const given = explained('wage xqzzy wage xqzzy skipper captain wage');
    expect(given.map((e) => e.word.text)).toEqual(
      read('wage xqzzy wage xqzzy skipper captain wage').words.map((w) => w.text),
    );
    const supports = given.map((e) => e.support);
    expect(supports[2]).toBe(supports[0]);
    expect(supports.slice(3)).toEqual([0, 1, 1, supports[0]]);
  });

  it('weighs little when it is a function word', () => {
    const [the, captain] = explained('the captain');
    expect(the?.weight).toBeLessThan(captain?.weight ?? 0);
  });

  it('is explained by itself alone where there are no word vectors', () => {
    const plain = explain(read('captain wage'), topic, () => 1, undefined);
    expect(plain.map((e) => e.support)).toEqual([1, 0]);
  });
});
