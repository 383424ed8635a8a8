import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PROGRAM = `
  import { createMatcher } from 'footnote/matcher';
  import { createEncoder } from 'footnote/encoder';
  import { readFileSync } from 'node:fs';
  import { fileURLToPath } from 'node:url';
  const encoder = createEncoder(readFileSync(fileURLToPath(import.meta.resolve('footnote/encoder.bin'))));
  const intents = [
    { id: 'opening-hours', phrases: ['when do you open', 'opening times', 'are you open on sunday', 'closing time'] },
    { id: 'birthday-cake', phrases: ['order a birthday cake', 'custom cake', 'do you bake cakes', 'cake for a party'] },
  ];
  const { match } = createMatcher({ embed: encoder.encode, intents });
  console.log(match('at what hour does the shop shut').candidates[0].intent);
`;

it('the package gives programs the matcher, and the encoder for it', () => {
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    encoding: 'utf8',
  });
  expect(printed).toBe('opening-hours\n');
});
