/** Builds `dist` before the tests that run it: none of them passes on what was built from other sources. */
import { spawnSync } from 'node:child_process';
import { ROOT } from './footnote.ts';

export function setup(): void {
  const { status, stdout, error } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (error) throw error;
  // The compiler writes all files even then; `npm run types` is what fails for it.
  if (status !== 0) console.warn(`The build has type errors:\n${stdout}`);
  // Learns the report that comes along once, so that no test has to wait for it, nor two of them do it at once.
  spawnSync(process.execPath, ['dist/main.js', 'learn'], { cwd: ROOT, stdio: 'ignore' });
}
