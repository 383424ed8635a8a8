/** Who may import whom. `docs/architecture.md` says why. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

interface Import {
  /** Path below `src`, or the name of a package. */
  readonly target: string;
  readonly typeOnly: boolean;
  /** Loaded only when the code gets there. */
  readonly dynamic: boolean;
}

interface Source {
  /** Path below `src`, with slashes. */
  readonly file: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const STATEMENT = /(?:^|\n)\s*(?:import|export)(\s+type)?\s(?:[^'";]*?\sfrom\s*)?'([^']+)'/gu;
const DYNAMIC = /\bimport\(\s*(['"`])([^'"`]+)\1\s*\)/gu;

/** The imports of a TypeScript source, static and dynamic; comments are left out first. */
function importsOf(file: string, source: string): Import[] {
  const text = source.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/^\s*\/\/.*$/gmu, '');
  const resolve = (specifier: string) =>
    specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), specifier)) : specifier;
  return [
    ...[...text.matchAll(STATEMENT)].map(([, type, specifier = '']) => ({
      target: resolve(specifier),
      typeOnly: type !== undefined,
      dynamic: false,
    })),
    ...[...text.matchAll(DYNAMIC)].map(([, , specifier = '']) => ({
      target: resolve(specifier),
      typeOnly: false,
      dynamic: true,
    })),
  ];
}

const sources: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'))
  .map((file) => {
    const text = readFileSync(join(SRC, file), 'utf8');
    return { file, text, imports: importsOf(file, text) };
  });

/** The imports of the files below a folder that no pattern allows, as `file -> target`. */
function strangers(folder: string, allowed: readonly RegExp[], of: readonly Source[] = sources): string[] {
  return of
    .filter(({ file }) => file.startsWith(folder))
    .flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => !allowed.some((pattern) => pattern.test(target)))
        .map(({ target }) => `${file} -> ${target}`),
    );
}

const CORE = /^core\//u;
/** What the adapters share: files of `adapters`, not of its folders. */
const SHARED = /^adapters\/[^/]+$/u;
const NODE = /^node:/u;

const PLATFORMS: Readonly<Record<string, readonly RegExp[]>> = {
  discord: [/^discord\.js$/u, /^discord-api-types\//u, /^undici$/u],
  slack: [/^@slack\//u, /^undici$/u],
  terminal: [/^picocolors/u],
};

describe('the core', () => {
  it('imports only itself and, where it reads language, parts of natural', () => {
    const others = sources.filter(({ file }) => !file.startsWith('core/language/'));
    expect(strangers('core/', [CORE], others)).toEqual([]);
    expect(
      strangers('core/language/', [CORE, /^natural\/lib\/natural\/(?:stemmers|distance)\/[a-z_]+\.js$/u]),
    ).toEqual([]);
  });

  it('asks neither clock nor chance nor process', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bperformance\.|\bcrypto\.|\bBuffer\b|\bfetch\(/u;
    const offenders = sources.filter(
      ({ file, text }) => file.startsWith('core/') && impure.test(withoutComments(text)),
    );
    expect(offenders.map(({ file }) => file)).toEqual([]);
  });
});

describe('the content', () => {
  it('imports the core, the parser, the schema library and what reads files', () => {
    const allowed = [CORE, /^content\//u, /^js-yaml$/u, /^zod$/u, /^node:(?:fs|path|crypto)$/u];
    expect(strangers('content/', allowed)).toEqual([]);
  });
});

describe('the adapters', () => {
  it('are all known here', () => {
    const folders = readdirSync(join(SRC, 'adapters'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(PLATFORMS).sort());
  });

  it.each(Object.entries(PLATFORMS))(
    '%s imports the core, what adapters share, and its own library',
    (name, sdk) => {
      expect(
        strangers(`adapters/${name}/`, [CORE, SHARED, new RegExp(`^adapters/${name}/`, 'u'), NODE, ...sdk]),
      ).toEqual([]);
    },
  );

  it('share files that know no platform', () => {
    const shared = sources.filter(({ file }) => dirname(file) === 'adapters');
    expect(strangers('adapters/', [CORE, SHARED], shared)).toEqual([]);
  });

  it('render without touching a library', () => {
    const used = sources
      .filter(({ file }) => file.endsWith('/render.ts'))
      .flatMap(({ file, imports }) =>
        imports
          .filter(({ target, typeOnly }) => !typeOnly && !/^(?:core|adapters)\//u.test(target))
          .map(({ target }) => `${file} -> ${target}`),
      );
    expect(used).toEqual([]);
  });
});

describe('the store', () => {
  it('imports the core, what adapters share, its query builder, databases and limiter, and Node', () => {
    const allowed = [CORE, SHARED, /^store\//u, NODE, /^(?:kysely|libsql|pg|rate-limiter-flexible)$/u];
    // The type of Bolt's own port for installations.
    const own = sources.map((source) => ({
      ...source,
      imports: source.imports.filter(({ target, typeOnly }) => !(typeOnly && target === '@slack/bolt')),
    }));
    expect(strangers('store/', allowed, own)).toEqual([]);
  });

  it('writes no SQL by hand but what the query builder has no word for', () => {
    const offenders = sources.filter(
      ({ file, text }) =>
        file.startsWith('store/') &&
        /\b(?:select .* from|insert into|delete from)\b/iu.test(withoutComments(text)),
    );
    expect(offenders.map(({ file }) => file)).toEqual([]);
  });
});

describe('the operations', () => {
  it('import the core, what adapters share, the libraries for log, metrics and cache, and Node', () => {
    const allowed = [CORE, SHARED, /^operations\//u, NODE, /^(?:pino|prom-client|lru-cache)$/u];
    expect(strangers('operations/', allowed)).toEqual([]);
  });
});

describe('the outside', () => {
  it('is read from the environment in config.ts alone', () => {
    const readers = sources.filter(({ text }) =>
      /\bprocess\s*\.\s*env\b|\bdotenv\b/u.test(withoutComments(text)),
    );
    expect(readers.map(({ file }) => file)).toEqual(['config.ts']);
  });

  it('is put together in main.ts and commands alone', () => {
    const rooms = (file: string) => file.split('/')[0];
    const others = sources.filter(({ file }) => rooms(file) !== 'commands' && file !== 'main.ts');
    const imported = others.flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => /^(?:commands\/|main\.ts)/u.test(target))
        .map(({ target }) => `${file} -> ${target}`),
    );
    expect(imported).toEqual([]);
    expect(strangers('config.ts', [/^(?:environment|variables)\.ts$/u, /^dotenv$/u])).toEqual([]);
    expect(strangers('environment.ts', [/^variables\.ts$/u, /^zod$/u])).toEqual([]);
  });

  it('is loaded by main.ts only when a command needs it', () => {
    const main = sources
      .filter(({ file }) => file === 'main.ts')
      .map((source) => ({
        ...source,
        imports: source.imports.filter(({ target }) => !source.text.includes(`import('./${target}')`)),
      }));
    expect(strangers('main.ts', [NODE, /^commander$/u], main)).toEqual([]);
  });
});

describe('a chat in the terminal', () => {
  /** What a file loads at once, through whatever it imports. */
  function loadedBy(file: string, seen = new Set<string>()): Set<string> {
    if (seen.has(file)) return seen;
    seen.add(file);
    const source = sources.find((each) => each.file === file);
    for (const { target, typeOnly, dynamic } of source?.imports ?? [])
      if (!typeOnly && !dynamic) loadedBy(target, seen);
    return seen;
  }

  it.each(['main.ts', 'commands/serve.ts', 'adapters/terminal/adapter.ts'])(
    'loads by %s no library for platforms, databases, logs or metrics',
    (file) => {
      const loaded = [...loadedBy(file)];
      expect(loaded).toContain(file);
      const packages = loaded.filter((target) => !target.endsWith('.ts') && !NODE.test(target));
      const light = [/^lru-cache$/u, /^commander$/u, /^picocolors/u, /^natural\//u];
      expect(packages.filter((name) => !light.some((pattern) => pattern.test(name)))).toEqual([]);
    },
  );
});

describe('the reader of imports', () => {
  it('finds every way to import', () => {
    const text = `
      import a from './a.ts';
      import type { B } from '../core/b.ts';
      import { c, type D } from 'c';
      import 'e';
      export { f } from './f.ts';
      export type { G } from './g.ts';
      // import x from 'x';
      /* import y from 'y'; */
      const h = await import('./h.ts');
      import {
        i,
      } from 'i';
    `;
    expect(importsOf('room/file.ts', text)).toEqual([
      { target: 'room/a.ts', typeOnly: false, dynamic: false },
      { target: 'core/b.ts', typeOnly: true, dynamic: false },
      { target: 'c', typeOnly: false, dynamic: false },
      { target: 'e', typeOnly: false, dynamic: false },
      { target: 'room/f.ts', typeOnly: false, dynamic: false },
      { target: 'room/g.ts', typeOnly: true, dynamic: false },
      { target: 'i', typeOnly: false, dynamic: false },
      { target: 'room/h.ts', typeOnly: false, dynamic: true },
    ]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/\/\/.*$/gmu, '');
}
