/** Runs `footnote serve` as a process of its own, in a folder that is thrown away. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);
const MAIN = fileURLToPath(new URL('dist/main.js', ROOT));

/** Nothing of the developer's own is connected to. */
const NOBODY = {
  DISCORD_TOKEN: '',
  DISCORD_SHARDING: '',
  SLACK_BOT_TOKEN: '',
  SLACK_APP_TOKEN: '',
  SLACK_SIGNING_SECRET: '',
  SLACK_CLIENT_ID: '',
  DATABASE_URL: '',
  METRICS_PORT: '',
};

/** Starts it; `flags` are Node's. */
export function startBot(env, flags = []) {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-bench-'));
  const child = spawn(process.execPath, [...flags, MAIN, 'serve'], {
    cwd: fileURLToPath(ROOT),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...NOBODY, FOOTNOTE_FOLDER: folder, LOG_LEVEL: 'error', ...env },
  });
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  // Whatever becomes of the measurement, the bot does not outlive it.
  process.once('exit', () => child.kill('SIGKILL'));
  exited.then(() => rmSync(folder, { recursive: true, force: true }));
  return {
    child,
    /** Bytes that it keeps on disk. */
    kept: () => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0),
    /** Rejects when the bot ends before it is ready. */
    async ready(isReady, milliseconds) {
      const gone = exited.then((code) => {
        throw new Error(`Cannot measure: "footnote serve" ended with ${code}. Run "npm run build" first.`);
      });
      gone.catch(() => {});
      if (!(await Promise.race([isReady(milliseconds), gone])))
        throw new Error('Cannot measure: the bot did not connect.');
    },
    /** Tells it to stop; returns the milliseconds it took and its exit code. */
    async stop() {
      const toldAt = performance.now();
      child.kill('SIGTERM');
      const code = await exited;
      return { milliseconds: performance.now() - toldAt, code };
    },
  };
}
