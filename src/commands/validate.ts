/** `footnote validate`: checks the pack and lists all its problems. */
import type { Pack } from '../core/pack.ts';
import { readPack } from './open-pack.ts';
import { counted, write } from './output.ts';

/** Prints one line with counts; rejects with all problems listed when there are any. */
export async function runValidate({ pack: dir }: { readonly pack: string }): Promise<void> {
  await write(process.stdout, `${summary(await readPack(dir))}\n`);
}

/** "The pack is sound: 22 passages, …". */
export function summary({ report, claims, intents, lexicon, version }: Pack): string {
  const ofKind = (kind: string) => intents.filter((intent) => intent.kind === kind);
  const sum = (list: readonly { readonly length: number }[]) =>
    list.reduce((total, { length }) => total + length, 0);
  const parts = [
    counted(report.passages.length, 'passage'),
    counted(claims.length, 'claim'),
    counted(ofKind('answer').length, 'answer'),
    counted(ofKind('gap').length, 'gap'),
    `${ofKind('smalltalk').length} of small talk`,
    counted(sum(intents.map((intent) => intent.phrases)), 'training phrase'),
    counted(sum(intents.map((intent) => intent.tests)), 'test utterance'),
    counted(lexicon.length, 'lexicon entry', 'lexicon entries'),
  ];
  return `The pack is sound: ${parts.join(', ')}; version ${version}.`;
}
