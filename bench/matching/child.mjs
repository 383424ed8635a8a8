/** Runs one system on one data set, in a process of its own, and sends the parent what it measured. */
import { readFileSync } from 'node:fs';
import { OUT_OF_SCOPE, SYSTEMS } from './systems.mjs';

/** Questions asked before the clock counts, so that the code is compiled. */
const WARM_UP = 100;

const [system, file] = process.argv.slice(2);
const data = JSON.parse(readFileSync(file, 'utf8'));
const unanswerable = new Set([...data.refused, OUT_OF_SCOPE, 'None']);

// Libraries are loaded and data is laid out before the clock starts; what is timed is learning.
const { train } = await SYSTEMS[system].train(data);
// Processor time, so that whatever else the machine does is not counted.
const before = process.cpuUsage();
const ask = await train();
const { user, system: kernel } = process.cpuUsage(before);
const trainSeconds = (user + kernel) / 1e6;
process.send({ kind: 'trained', trainSeconds });

const questions = [...data.test, ...data.testOutOfScope.map((text) => [text, null])];
for (const [text] of questions.slice(0, WARM_UP)) await ask(text);
const answers = [];
for (const [text, expected] of questions) {
  const from = process.hrtime.bigint();
  const { ranking, decision } = await ask(text);
  const microseconds = Number(process.hrtime.bigint() - from) / 1e3;
  const [best, score] = ranking.find(([intent]) => !unanswerable.has(intent)) ?? [null, 0];
  answers.push({ expected, best, score, decision, microseconds });
}
process.send(
  { kind: 'done', trainSeconds, answers, peakMegabytes: process.resourceUsage().maxRSS / 1024 },
  () => process.exit(),
);
