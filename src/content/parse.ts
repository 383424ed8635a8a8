/** Text to checked value: YAML syntax and schema violations become problems, each with its remedy. */
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { z } from 'zod';
import { type Problem, shown } from './problem.ts';

export type Parsed<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Reads YAML, an empty file as null. */
export function parseYaml(file: string, text: string): Parsed<unknown> {
  try {
    return { kind: 'value', value: load(text, { schema: CORE_SCHEMA }) ?? null };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line, column } = error.mark;
    const value = text.split('\n')[line]?.trim() ?? '';
    const problem: Problem = {
      file,
      path: `${line + 1}:${column + 1}`,
      value,
      message: `Cannot read the YAML: ${error.reason}, at ${shown(value)}`,
      remedy: `Check the indentation, and put a text that holds ": " or " #" or starts with a quote in quotes.`,
    };
    return { kind: 'problems', problems: [problem] };
  }
}

/** Checks a value against a schema; `at` is the value's place inside the file. */
export function check<S extends z.ZodType>(
  schema: S,
  file: string,
  value: unknown,
  at = '',
): Parsed<z.output<S>> {
  const result = schema.safeParse(value);
  if (result.success) return { kind: 'value', value: result.data };
  return { kind: 'problems', problems: result.error.issues.map((issue) => explain(issue, file, value, at)) };
}

/** `answer`, 0, `text` -> `answer[0].text`. */
function written(path: readonly PropertyKey[], at: string): string {
  return path.reduce<string>((sofar, key) => {
    if (typeof key === 'number') return `${sofar}[${key}]`;
    return sofar === '' ? String(key) : `${sofar}.${String(key)}`;
  }, at);
}

function isKey(part: PropertyKey): boolean {
  return typeof part === 'string';
}

/** The value at a path, undefined when there is none. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function explain(issue: z.core.$ZodIssue, file: string, root: unknown, at: string): Problem {
  const value = valueAt(root, issue.path);
  const place = { file, path: written(issue.path, at) };
  if (value === undefined && issue.code !== 'unrecognized_keys') {
    return {
      ...place,
      value: '',
      message: `Cannot do without "${written(issue.path.slice(issue.path.findLastIndex(isKey)), '')}": it is missing`,
      remedy: 'Add it; the README.md beside the file shows the format.',
    };
  }
  return { ...place, value: shown(value), ...fault(issue, value) };
}

type Fault = Pick<Problem, 'message' | 'remedy'>;

function fault(issue: z.core.$ZodIssue, value: unknown): Fault {
  switch (issue.code) {
    case 'invalid_type': {
      const message = `Cannot use ${shown(value)}: it is ${typeName(value)}, not ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
      const scalar = typeof value === 'number' || typeof value === 'boolean' || value === null;
      if (issue.expected === 'string' && scalar) return { message, remedy: 'Put it in quotes.' };
      if (issue.expected === 'string') return { message, remedy: 'Put it in quotes if it holds ": ".' };
      return { message, remedy: 'Rewrite it; the README.md beside the file shows the format.' };
    }
    case 'unrecognized_keys':
      return {
        message: `Cannot use ${issue.keys.map((key) => shown(key)).join(', ')}: the format has no such key`,
        remedy: 'Correct its spelling or remove it.',
      };
    case 'too_small':
      return outside(value, Number(issue.minimum), 'least', issue.inclusive !== false);
    case 'too_big':
      return outside(value, Number(issue.maximum), 'most', issue.inclusive !== false);
    case 'invalid_value':
      return {
        message: `Cannot use ${shown(value)}: it is none of ${issue.values.map((one) => shown(one)).join(', ')}`,
        remedy: 'Write one of them.',
      };
    case 'invalid_union': {
      const options: readonly unknown[] =
        'options' in issue && Array.isArray(issue.options) ? issue.options : [];
      return {
        message: `Cannot use ${shown(value)}: it is none of ${options.map((one) => shown(one)).join(', ')}`,
        remedy: 'Write one of them.',
      };
    }
    default:
      return { message: `Cannot use ${shown(value)}: ${issue.message}`, remedy: 'Rewrite it in that form.' };
  }
}

function outside(value: unknown, limit: number, end: 'least' | 'most', inclusive: boolean): Fault {
  const bound = `${limit} ${inclusive ? `is the ${end}` : `is ${end === 'least' ? 'too little' : 'too much'} already`}`;
  if (typeof value === 'string') {
    const message = `Cannot use ${shown(value)}: it has ${value.length} characters, ${bound}`;
    return { message, remedy: end === 'least' ? 'Write more.' : 'Shorten it.' };
  }
  if (Array.isArray(value)) {
    const message = `Cannot use the list: its length is ${value.length}, ${bound}`;
    return { message, remedy: end === 'least' ? 'Add more.' : 'Remove some.' };
  }
  return { message: `Cannot use ${shown(value)}: ${bound}`, remedy: 'Write a number within the limits.' };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of keys',
};

function typeName(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return TYPE_NAMES[typeof value] ?? typeof value;
}
