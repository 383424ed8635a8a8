import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DialogueEvaluation, MeasuredTurn } from '../../src/commands/dialogue-evaluation.ts';
import { footnote, ROOT } from './footnote.ts';
import { type SampleFolder, writeSampleFolder } from './sample-folder.ts';

/** What the project asks of itself. */
const FEWEST_DIALOGUES = 45;

const listed = (turns: readonly MeasuredTurn[]) =>
  turns.map(({ dialogue, turn, expected, got }) => `${dialogue}, turn ${turn}: ${expected} -> ${got}`);

describe('the dialogues of the bundled report', () => {
  let dialogues: DialogueEvaluation;
  beforeAll(async () => {
    const { stdout } = await footnote(['evaluate', '--json', '--pack', ROOT]);
    dialogues = JSON.parse(stdout).dialogues;
  });

  it('are enough of them', () => {
    expect(dialogues.dialogues).toBeGreaterThanOrEqual(FEWEST_DIALOGUES);
  });

  it('go as they should, known misses aside', () => {
    expect(listed(dialogues.newMisses)).toEqual([]);
  });

  it('have no known miss that is right by now: remove its mark', () => {
    expect(listed(dialogues.mended)).toEqual([]);
  });
});

describe('evaluate', () => {
  let sample: SampleFolder;
  beforeAll(() => {
    sample = writeSampleFolder();
  });
  afterAll(() => sample.remove());

  const evaluate = async () => (await footnote(['evaluate', '--pack', sample.path])).stdout;

  it('plays the dialogues of a pack, of which it may have none', async () => {
    expect(await evaluate()).not.toContain('dialogues');
    const turns = [
      { ask: 'When was the bridge closed?', gives: ['bridge-when'] },
      { ask: 'when was that?', about: 'date' },
      { ask: 'Who is Ada Brown?', gives: ['ferries'], miss: true },
    ];
    sample.write('data/dialogues.yaml', JSON.stringify([{ id: 'closing', turns }]));
    const stdout = await evaluate();
    expect(stdout).toMatch(/^dialogues {2}turns {2}right/mu);
    expect(stdout).toMatch(/^ +1 +3 {2}66\.7%/mu);
    expect(stdout).toContain('closing, turn 3: ferries -> engineer-who (wrong): Who is Ada Brown?');
  });
});
