/** What comes with the program and is trained with every pack: small talk with ready replies, and what no report is asked. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Intent, SmalltalkIntent } from '../core/intent.ts';
import type { OutOfScope, Pack } from '../core/pack.ts';
import { check, type Parsed, parseYaml } from './parse.ts';
import { normalised } from './rules/utterances.ts';
import { intentSchema, outOfScopeSchema } from './schema.ts';

export interface CommonContent {
  readonly smalltalk: readonly SmalltalkIntent[];
  readonly outOfScope: OutOfScope;
}

/** What a pack has of the same kind. */
type OwnContent = Pick<Pack, 'intents' | 'outOfScope'>;

/** Where it lies: the same kinds of files as a pack's own. */
const COMMON_FOLDER = new URL('../../assets/common/', import.meta.url);

/** Reads what comes with the program; throws when an installation is damaged. */
export function readCommon(): CommonContent {
  const smalltalk = readdirSync(new URL('smalltalk/', COMMON_FOLDER))
    .sort()
    .map((name): SmalltalkIntent => {
      const content = contentOf(`smalltalk/${name}`, (file, value) => check(intentSchema, file, value));
      if (content.kind !== 'smalltalk') throw damaged(`smalltalk/${name}`, `it is of kind "${content.kind}"`);
      return { id: name.replace(/\.yaml$/u, ''), ...content };
    });
  return {
    smalltalk,
    outOfScope: contentOf('out-of-scope.yaml', (file, value) => check(outOfScopeSchema, file, value)),
  };
}

function contentOf<T>(name: string, checked: (file: string, value: unknown) => Parsed<T>): T {
  const parsed = parseYaml(name, readFileSync(new URL(name, COMMON_FOLDER), 'utf8'));
  const result = parsed.kind === 'value' ? checked(name, parsed.value) : parsed;
  if (result.kind === 'value') return result.value;
  throw damaged(name, result.problems[0]?.message ?? 'it cannot be read');
}

/**
 * The pack's own beside what is common: small talk under the same name keeps its reply, and its phrases come first. What the pack
 * says anywhere is its own: no common phrase may speak against it. The common tests are the program's, not the pack's: they would
 * make its certificate easy to get.
 */
export function withCommon({ intents, outOfScope }: OwnContent, common: CommonContent): OwnContent {
  const own = new Map(intents.map((intent) => [intent.id, intent]));
  const taken = new Set([...intents.flatMap(utterancesOf), ...utterancesOf(outOfScope)].map(normalised));
  const free = ({ phrases }: OutOfScope): OutOfScope => ({
    phrases: phrases.filter((text) => !taken.has(normalised(text))),
    tests: [],
  });
  const freed = common.smalltalk.map((intent) => ({ ...intent, ...free(intent) }));
  const byId = new Map(freed.map((intent) => [intent.id, intent]));
  const joined = <T extends OutOfScope>(first: T, more: OutOfScope): T => ({
    ...first,
    phrases: [...first.phrases, ...more.phrases],
  });
  return {
    intents: [
      ...intents.map((intent) => {
        const more = intent.kind === 'smalltalk' ? byId.get(intent.id) : undefined;
        return more ? joined(intent, more) : intent;
      }),
      ...freed.filter(({ id, phrases }) => !own.has(id) && phrases.length > 0),
    ],
    outOfScope: joined(outOfScope, free(common.outOfScope)),
  };
}

function utterancesOf(said: Intent | OutOfScope): readonly string[] {
  return [...('question' in said ? [said.question] : []), ...said.phrases, ...said.tests];
}

function damaged(name: string, fact: string): Error {
  return new Error(
    `Cannot use "assets/common/${name}": ${fact}. It is part of the package: install it again.`,
  );
}
