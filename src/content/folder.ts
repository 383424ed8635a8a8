/** A pack's folder: its files are read once, their faults noted, their bytes counted into the version. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Parsed, parseYaml } from './parse.ts';
import type { Problem } from './problem.ts';

/** Enough of a SHA-256 to tell any two states of a pack apart, short enough to read out. */
const VERSION_LENGTH = 12;

/** Code-unit order: the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export interface PackFolder {
  /** What went wrong so far. */
  readonly problems: readonly Problem[];
  /** The files below a folder of the pack, as paths inside the pack, in order; undefined when it cannot be listed. */
  list(folder: string): readonly string[] | undefined;
  /** A file's bytes as text; a missing optional file is no problem. */
  text(file: string, optional?: 'optional'): { readonly bytes: Buffer; readonly text: string } | undefined;
  /** The value, or undefined with its problems noted. */
  keep<T>(parsed: Parsed<T>): T | undefined;
  /** A YAML file's value before any schema. */
  yaml(file: string, optional?: 'optional'): unknown;
  add(problem: Problem): void;
  version(): string;
}

/** Opens a pack's folder; nothing is read before it is asked for. */
export function openFolder(root: string): PackFolder {
  const problems: Problem[] = [];
  const read = new Map<string, Buffer>();
  const decoder = new TextDecoder('utf-8', { fatal: true });

  const unreadable = (file: string, error: unknown, remedy: string): void => {
    const fact = error instanceof Error ? error.message : String(error);
    problems.push({
      file,
      path: '',
      value: '',
      message: `Cannot read "${join(root, file)}": ${fact}`,
      remedy,
    });
  };
  const text: PackFolder['text'] = (file, optional) => {
    try {
      const bytes = readFileSync(join(root, file));
      read.set(file, bytes);
      return { bytes, text: decoder.decode(bytes) };
    } catch (error) {
      if (optional && error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      unreadable(file, error, 'A pack needs this file, readable and in UTF-8.');
      return undefined;
    }
  };
  const keep: PackFolder['keep'] = (parsed) => {
    if (parsed.kind === 'value') return parsed.value;
    problems.push(...parsed.problems);
    return undefined;
  };

  return {
    problems,
    text,
    keep,
    list: (folder) => {
      try {
        const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
        return files.map((file) => `${folder}/${file.replaceAll('\\', '/')}`).sort(compare);
      } catch (error) {
        unreadable(folder, error, `A pack is a folder with data/ and intents/ in it.`);
        return undefined;
      }
    },
    yaml: (file, optional) => {
      const content = text(file, optional);
      return content && keep(parseYaml(file, content.text));
    },
    add: (problem) => problems.push(problem),
    version: () => {
      const hash = createHash('sha256');
      for (const [file, bytes] of [...read].sort(([a], [b]) => compare(a, b))) {
        hash.update(`${file}\0${bytes.length}\0`).update(bytes);
      }
      return hash.digest('hex').slice(0, VERSION_LENGTH);
    },
  };
}
