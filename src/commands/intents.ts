/** `footnote intents`: what can be asked, group by group. */
import { createCatalogue } from '../core/catalogue.ts';
import { readPack } from './open-pack.ts';
import { columns, counted, write } from './output.ts';

export interface IntentsOptions {
  readonly pack: string;
  readonly json: boolean;
}

export async function runIntents({ pack: dir, json }: IntentsOptions): Promise<void> {
  const pack = await readPack(dir);
  const { groups } = createCatalogue(pack);
  if (json) {
    const list = groups.flatMap(({ name, options }) =>
      options.map(({ intent, question }) => ({ intent, group: name, question })),
    );
    await write(process.stdout, `${JSON.stringify(list, null, 2)}\n`);
    return;
  }
  const count = groups.reduce((sum, { options }) => sum + options.length, 0);
  const lines = [
    `${counted(count, 'question')} about “${pack.report.title}”, ${pack.report.date}`,
    ...groups.flatMap(({ name, options }) => [
      '',
      name,
      ...columns(options.map(({ intent, question }) => [`  ${intent}`, question])),
    ]),
  ];
  await write(process.stdout, `${lines.join('\n')}\n`);
}
