import { describe, expect, it } from 'vitest';
import { readCommon, withCommon } from '../../src/content/common.ts';
import { normalised } from '../../src/content/rules/utterances.ts';
import type { SmalltalkIntent } from '../../src/core/intent.ts';
import type { Pack } from '../../src/core/pack.ts';
import { intentOf, load, problemsOf, type Sources, utterances } from './pack-fixture.ts';

const common = readCommon();
const byName = (id: string): SmalltalkIntent => {
  const found = common.smalltalk.find((intent) => intent.id === id);
  if (!found) throw new Error(`There is no common small talk "${id}".`);
  return found;
};
const packOf = (change: (sources: Sources) => void = () => {}): Pack => {
  const loaded = load(change);
  if (loaded.kind === 'broken') throw new Error('Cannot use the fixture: it is broken');
  return loaded.pack;
};
const intentIn = (pack: Pack, id: string) => {
  const found = pack.intents.filter((intent) => intent.id === id);
  expect(found.map((intent) => intent.id)).toEqual([id]);
  return found[0];
};
const allOf = (pack: Pack) =>
  [...pack.intents, pack.outOfScope].flatMap(({ phrases, tests }) => [...phrases, ...tests]).map(normalised);

describe('what comes with the program', () => {
  it('is small talk, each with a reply, phrases and tests, and what no report is asked', () => {
    const names = common.smalltalk.map(({ id }) => id);
    expect(names).toEqual(expect.arrayContaining(['greeting', 'goodbye', 'thanks', 'help', 'who-are-you']));
    expect(names).toEqual([...names].sort());
    for (const { kind, text, phrases, tests } of common.smalltalk) {
      expect(kind).toBe('smalltalk');
      expect(text.trim()).not.toBe('');
      expect(phrases.length).toBeGreaterThanOrEqual(10);
      expect(tests.length).toBeGreaterThanOrEqual(3);
    }
    expect(common.outOfScope.phrases.length).toBeGreaterThan(50);
    expect(common.outOfScope.tests.length).toBeGreaterThan(0);
  });

  it('has every utterance once', () => {
    const all = [...common.smalltalk, common.outOfScope]
      .flatMap(({ phrases, tests }) => [...phrases, ...tests])
      .map(normalised);
    expect(all.filter((text, i) => all.indexOf(text) !== i)).toEqual([]);
  });

  it('has nothing in its replies that only one report could fill in', () => {
    const marks = common.smalltalk.flatMap(({ text }) => text.match(/\{[^}]*\}/gu) ?? []);
    for (const mark of marks) expect(['{report}', '{date}']).toContain(mark);
  });
});

describe('a pack without small talk', () => {
  const pack = packOf(({ intents }) => {
    delete intents['smalltalk/hello'];
  });

  it('has the common small talk behind its own intents', () => {
    expect(pack.intents.slice(-common.smalltalk.length)).toEqual(
      common.smalltalk.map((intent) => ({ ...intent, tests: [] })),
    );
    expect(pack.intents.slice(0, -common.smalltalk.length).map(({ kind }) => kind)).not.toContain(
      'smalltalk',
    );
  });

  it('has the common out-of-scope utterances behind its own', () => {
    expect(pack.outOfScope.phrases).toEqual(['banana bread', ...common.outOfScope.phrases]);
    expect(pack.outOfScope.tests).toEqual(['weather']);
  });
});

describe("a pack's own small talk", () => {
  const named = (name: string) =>
    packOf(({ intents }) => {
      intents[`smalltalk/${name}`] = { kind: 'smalltalk', ...utterances(name), text: 'Ahoy! Ask away.' };
    });

  it('under a common name has its own reply, and its phrases before the common ones', () => {
    const own = utterances('greeting') as { readonly phrases: string[]; readonly tests: string[] };
    expect(intentIn(named('greeting'), 'greeting')).toEqual({
      kind: 'smalltalk',
      id: 'greeting',
      text: 'Ahoy! Ask away.',
      phrases: [...own.phrases, ...byName('greeting').phrases],
      tests: own.tests,
    });
  });

  it('under a name of its own stands beside the common', () => {
    const pack = named('ahoy');
    expect(intentIn(pack, 'ahoy')).toMatchObject({ text: 'Ahoy! Ask away.', ...utterances('ahoy') });
    expect(intentIn(pack, 'greeting')).toEqual({ ...byName('greeting'), tests: [] });
  });

  it('may repeat a common phrase, which then stands once', () => {
    const [phrase = ''] = byName('greeting').phrases;
    const pack = packOf(({ intents }) => {
      const own = utterances('greeting');
      intents['smalltalk/greeting'] = {
        kind: 'smalltalk',
        ...own,
        phrases: [phrase, 'b', 'c', 'd', 'e'],
        text: 'Hi.',
      };
    });
    expect(intentIn(pack, 'greeting')?.phrases.filter((text) => text === phrase)).toEqual([phrase]);
  });
});

describe('what a pack says elsewhere', () => {
  const [thanks = '', otherThanks = ''] = byName('thanks').phrases;
  const [outside = ''] = common.outOfScope.phrases;

  it.each<[string, (sources: Sources) => void, string, inLists?: false]>([
    ['a phrase of an answer', (s) => add(s, 'lamp', 'phrases', thanks), thanks],
    ['a phrase, otherwise written', (s) => add(s, 'lamp', 'phrases', `${thanks.toUpperCase()}!!`), thanks],
    ['a test of an answer', (s) => add(s, 'lamp', 'tests', otherThanks), otherThanks],
    ['a phrase of other small talk', (s) => add(s, 'smalltalk/hello', 'phrases', thanks), thanks],
    [
      'the question of a gap',
      (s) => Object.assign(intentOf(s, 'gaps/height'), { question: thanks }),
      thanks,
      false,
    ],
    ['an out-of-scope phrase', (s) => Object.assign(s.outOfScope, { phrases: [thanks] }), thanks],
    ['a phrase that is commonly out of scope', (s) => add(s, 'lamp', 'phrases', outside), outside],
    [
      'an out-of-scope phrase that is common',
      (s) => Object.assign(s.outOfScope, { tests: [outside] }),
      outside,
    ],
  ])('is not taken from the common: %s', (_, change, text, inLists: boolean = true) => {
    const key = normalised(text);
    const untouched = allOf(packOf());
    expect(untouched.filter((said) => said === key)).toEqual([key]);
    const pack = packOf(change);
    // A question stands in none of the lists.
    expect(allOf(pack).filter((said) => said === key)).toEqual(inLists ? [key] : []);
    for (const { id } of common.smalltalk)
      expect(intentIn(pack, id)?.phrases.map(normalised)).not.toContain(key);
    const own = pack.outOfScope.phrases.slice(0, 1);
    expect(pack.outOfScope.phrases.filter((said) => normalised(said) === key)).toEqual(
      own.filter((said) => normalised(said) === key),
    );
  });

  it('leaves the rest of the common as it is', () => {
    const pack = packOf((s) => add(s, 'lamp', 'phrases', thanks));
    expect(intentIn(pack, 'thanks')?.phrases).toEqual(byName('thanks').phrases.slice(1));
    expect(intentIn(pack, 'greeting')).toEqual({ ...byName('greeting'), tests: [] });
  });

  it('keeps common small talk away under the name of an answer, and where no phrase of it is left', () => {
    const own = packOf();
    const lamp = intentIn(own, 'lamp');
    const hi: SmalltalkIntent = { ...byName('greeting'), id: 'lamp' };
    const all: SmalltalkIntent = { ...byName('greeting'), id: 'empty', phrases: lamp?.phrases ?? [] };
    const outOfScope = { phrases: [], tests: [] };
    const joined = withCommon({ intents: own.intents, outOfScope }, { smalltalk: [hi, all], outOfScope });
    expect(joined.intents).toEqual(own.intents);
  });
});

describe('a dialogue of a pack', () => {
  const problemsWith = (gives: string) =>
    problemsOf(({ files }) => {
      files['data/dialogues.yaml'] = JSON.stringify([
        { id: 'talk', turns: [{ ask: 'thx', gives: [gives] }] },
      ]);
    });

  it('may name common small talk', () => {
    for (const { id } of common.smalltalk) expect(problemsWith(id)).toEqual([]);
  });

  it("may not name what is neither common nor the pack's", () => {
    expect(problemsWith('thankses')).toMatchObject([{ path: '[0].turns[0]', value: 'thankses' }]);
  });
});

/** Adds an utterance to an intent of the fixture. */
function add(sources: Sources, id: string, list: 'phrases' | 'tests', text: string): void {
  const intent = intentOf(sources, id);
  intent[list] = [...(intent[list] as string[]), text];
}
