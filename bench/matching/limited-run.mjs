/** Starts a system's process and ends it when it takes too much processor time or memory. */
import { execFile, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));
/** How often its memory is looked at. */
const LOOK_MILLISECONDS = 2000;
/** Seconds on the clock allowed for each second of processor time. */
const MAX_WAIT = 10;
/** Last lines of an error that are passed on. */
const MAX_ERROR_CHARACTERS = 400;

/**
 * Resolves to `{ kind: 'done', … }` as the child sends it, or to `{ kind: 'stopped', reason, trainSeconds? }` with the
 * reason in words.
 */
export function runLimited(system, file, { seconds, megabytes }) {
  return new Promise((resolve) => {
    const child = fork(CHILD, [system, file], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let result;
    let trainSeconds;
    let reason;
    let errors = '';
    const stop = (why) => {
      reason ??= why;
      child.kill('SIGKILL');
    };
    // The clock on the wall only catches a process that waits for something.
    const timer = setTimeout(() => stop(`not done after ${seconds * MAX_WAIT} s`), seconds * MAX_WAIT * 1000);
    const watch = setInterval(() => {
      execFile('ps', ['-o', 'rss=,time=', '-p', String(child.pid)], (_, stdout) => {
        const [used = '', time = ''] = stdout.trim().split(/\s+/u);
        if (Number(used) / 1024 > megabytes) stop(`more than ${megabytes} MB`);
        if (processorSeconds(time) > seconds) stop(`not done after ${seconds} s`);
      });
    }, LOOK_MILLISECONDS);
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-4 * MAX_ERROR_CHARACTERS);
    });
    child.on('message', (message) => {
      trainSeconds = message.trainSeconds;
      if (message.kind === 'done') result = message;
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      clearInterval(watch);
      if (result) resolve(result);
      else resolve({ kind: 'stopped', reason: reason ?? failure(code, signal, errors), trainSeconds });
    });
  });
}

/** Seconds of "[days-]hours:minutes:seconds", as ps prints processor time. */
function processorSeconds(time) {
  return time
    .split(/[-:]/u)
    .reduceRight(
      ({ sum, unit: [unit = 0, ...larger] }, part) => ({ sum: sum + Number(part) * unit, unit: larger }),
      { sum: 0, unit: [1, 60, 3600, 86_400] },
    ).sum;
}

function failure(code, signal, errors) {
  const said = errors.split('\n').find((line) => /Error|FATAL/u.test(line)) ?? '';
  return `failed (${signal ?? `exit ${code}`}): ${said.trim().slice(0, MAX_ERROR_CHARACTERS)}`;
}
