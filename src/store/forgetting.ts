/** Erases what is kept about a person. */
import type { ForgetReport } from '../adapters/privacy.ts';
import { hashPerson } from './journal.ts';
import type { Db } from './tables.ts';
import type { Vault } from './vault.ts';

/** Deletes what the database holds of a person; what was already without words and asker stays as a count. */
export async function erasePerson(
  db: Db,
  vault: Vault,
  platform: string,
  user: string,
): Promise<ForgetReport> {
  const person = hashPerson(vault, platform, user);
  const questions = await db.deleteFrom('questions').where('asker', '=', person).returning('id').execute();
  const conversations = await db
    .deleteFrom('conversations')
    .where('people', 'like', `%${person}%`)
    .returning('id')
    .execute();
  await db
    .deleteFrom('limits')
    .where('key', '=', `user:${vault.hash('limit', platform, 'user', user)}`)
    .execute();
  return { questions: questions.length, conversations: conversations.length };
}
