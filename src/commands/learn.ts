/** `footnote learn`: checks and trains the pack now, so that the next start has nothing to wait for. */
import { openPack } from './open-pack.ts';
import { write } from './output.ts';

export async function runLearn({ pack: dir }: { readonly pack: string }): Promise<void> {
  const { pack } = await openPack(dir);
  await write(process.stdout, `Ready to answer from "${pack.report.title}", version ${pack.version}.\n`);
}
