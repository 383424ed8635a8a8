/** As much of JSON Schema (draft 7) as Slack's schema of the manifest uses; unknown keywords are an error, not a pass. */

type Schema = Readonly<Record<string, unknown>>;

const HARMLESS = [
  '$schema',
  'title',
  'description',
  'default',
  'definitions',
  'examples',
  'format',
  'regex',
  '_note',
];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (v) => typeof v === 'string',
  boolean: (v) => typeof v === 'boolean',
  integer: Number.isInteger,
  number: (v) => typeof v === 'number',
  null: (v) => v === null,
};

/** What of `value` breaks the schema, a line each; none when it is valid. */
export function problemsWith(value: unknown, schema: Schema, root: Schema = schema, at = '$'): string[] {
  const problems: string[] = [];
  const say = (ok: boolean, what: string) => {
    if (!ok) problems.push(`${at}: ${what}`);
  };
  const within = (child: unknown, of: unknown, name: string | number) => {
    problems.push(...problemsWith(child, of as Schema, root, `${at}.${name}`));
  };
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
  const keys = isObject(value) ? Object.keys(value) : [];

  for (const [keyword, rule] of Object.entries(schema)) {
    switch (keyword) {
      case '$ref': {
        const name = String(rule).replace('#/definitions/', '');
        problems.push(
          ...problemsWith(value, (root['definitions'] as Record<string, Schema>)[name] ?? {}, root, at),
        );
        break;
      }
      case 'type':
        say(
          [rule].flat().some((type) => TYPES[String(type)]?.(value) ?? false),
          `is no ${String(rule)}`,
        );
        break;
      case 'enum':
        say((rule as unknown[]).includes(value), `“${String(value)}” is none of the values`);
        break;
      case 'minLength':
        say(typeof value !== 'string' || value.length >= Number(rule), `shorter than ${rule}`);
        break;
      case 'maxLength':
        say(typeof value !== 'string' || value.length <= Number(rule), `longer than ${rule}`);
        break;
      case 'minItems':
        say(!Array.isArray(value) || (size ?? 0) >= Number(rule), `fewer than ${rule}`);
        break;
      case 'maxItems':
        say(!Array.isArray(value) || (size ?? 0) <= Number(rule), `more than ${rule}`);
        break;
      case 'uniqueItems':
        say(!rule || !Array.isArray(value) || new Set(value).size === size, 'says something twice');
        break;
      case 'minProperties':
        say(!isObject(value) || keys.length >= Number(rule), `fewer than ${rule}`);
        break;
      case 'maxProperties':
        say(!isObject(value) || keys.length <= Number(rule), `more than ${rule}`);
        break;
      case 'pattern':
        say(typeof value !== 'string' || new RegExp(String(rule), 'u').test(value), `does not match ${rule}`);
        break;
      case 'required':
        for (const name of rule as string[]) say(!isObject(value) || name in value, `lacks “${name}”`);
        break;
      case 'properties':
        for (const name of keys) {
          const of = (rule as Record<string, unknown>)[name];
          if (of !== undefined && isObject(value)) within(value[name], of, name);
        }
        break;
      case 'patternProperties':
        for (const name of keys) {
          for (const [pattern, of] of Object.entries(rule as Record<string, unknown>)) {
            if (isObject(value) && new RegExp(pattern, 'u').test(name)) within(value[name], of, name);
          }
        }
        break;
      case 'additionalProperties': {
        const known = Object.keys((schema['properties'] as object | undefined) ?? {});
        const patterns = Object.keys((schema['patternProperties'] as object | undefined) ?? {});
        for (const name of keys) {
          const isKnown = known.includes(name) || patterns.some((p) => new RegExp(p, 'u').test(name));
          if (isKnown || !isObject(value)) continue;
          if (isObject(rule)) within(value[name], rule, name);
          else say(rule === true, `has an unknown “${name}”`);
        }
        break;
      }
      case 'items':
        if (Array.isArray(value))
          value.forEach((item, i) => {
            within(item, rule, i);
          });
        break;
      case 'anyOf':
        say(
          (rule as Schema[]).some((one) => problemsWith(value, one, root, at).length === 0),
          'fits none of the alternatives',
        );
        break;
      default:
        say(HARMLESS.includes(keyword), `the schema has an unknown keyword “${keyword}”`);
    }
  }
  return problems;
}
