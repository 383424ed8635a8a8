/** `footnote forget`: erases everything that is kept about a person. */
import { CommandFailure } from './failure.ts';
import { counted, write } from './output.ts';
import { NOTHING_KEPT, withRecords } from './records.ts';

/** How each platform names a person, so that nobody is told that somebody unknown was erased. */
const PEOPLE: Readonly<Record<string, { readonly form: RegExp; readonly example: string }>> = {
  discord: { form: /^\d{15,20}$/u, example: '123456789012345678, by "Copy User ID"' },
  slack: {
    form: /^[TE][A-Z0-9]+:[UW][A-Z0-9]+$/u,
    example: 'T012ABCDEF:U012ABCDEF, the ids of the workspace and of the member with a colon between them',
  },
};

export async function runForget(platform: string, user: string): Promise<void> {
  const people = PEOPLE[platform];
  if (!people) {
    throw new CommandFailure(
      `Cannot forget anybody on "${platform}": it is none of ${Object.keys(PEOPLE).join(', ')}.`,
      2,
    );
  }
  if (!people.form.test(user)) {
    throw new CommandFailure(
      `Cannot forget "${user}": it is no id of a person on ${platform}. Write one such as ${people.example}.`,
      2,
    );
  }
  const erased = await withRecords((records) => records.forget(platform, user));
  await write(
    process.stdout,
    erased
      ? `Erased: ${counted(erased.questions, 'question')}, ${counted(erased.conversations, 'conversation')}. Nothing else is kept about them.\n`
      : NOTHING_KEPT,
  );
}
