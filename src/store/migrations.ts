/** Brings the tables up to date, one process at a time. */
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import type { Db } from './tables.ts';

type Column = 'integer' | 'bigint' | 'text' | 'double precision' | 'varchar(255)';

/** In their order; one that has been released is never changed, only followed. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first': {
    async up(db) {
      await create(db, 'keys', { id: 'text', sealed_by: 'text', sealed: 'text', made_at: 'bigint' });
      await create(
        db,
        'questions',
        {
          id: 'text',
          at: 'bigint',
          platform: 'text',
          asker: 'text',
          outcome: 'text',
          reason: 'text',
          intents: 'text',
          confidence: 'double precision',
          pack_version: 'text',
          milliseconds: 'double precision',
          utterance: 'text',
        },
        ['asker', 'reason', 'confidence', 'utterance'],
      );
      await create(db, 'verdicts', {
        id: 'text',
        at: 'bigint',
        platform: 'text',
        intent: 'text',
        pack_version: 'text',
        helpful: 'integer',
      });
      await create(db, 'posts', {
        id: 'text',
        at: 'bigint',
        platform: 'text',
        sealed: 'text',
        intents: 'text',
        pack_version: 'text',
      });
      await create(db, 'conversations', {
        id: 'text',
        sealed: 'text',
        people: 'text',
        at: 'bigint',
        until: 'bigint',
      });
      await create(
        db,
        'deliveries',
        {
          id: 'text',
          platform: 'text',
          owner: 'text',
          claim: 'text',
          state: 'text',
          handovers: 'integer',
          sealed: 'text',
          at: 'bigint',
        },
        ['sealed'],
      );
      await create(db, 'processes', { id: 'text', beats: 'bigint', at: 'bigint' });
      await create(db, 'installations', { id: 'text', sealed: 'text', at: 'bigint' });
      await create(db, 'limits', { key: 'varchar(255)', points: 'integer', expire: 'bigint' }, ['expire']);
      for (const [table, columns] of INDEXES) {
        await db.schema
          .createIndex(`${table}_by_${columns.join('_')}`)
          .on(table)
          .columns([...columns])
          .execute();
      }
      // Those whose words are still kept.
      await db.schema
        .createIndex('questions_kept')
        .on('questions')
        .columns(['asker', 'at'])
        .where('asker', 'is not', null)
        .execute();
      // Few of many are not done, and they are looked for every few seconds.
      await db.schema
        .createIndex('deliveries_open')
        .on('deliveries')
        .columns(['platform', 'owner'])
        .where(sql.ref('state'), '!=', 'done')
        .execute();
    },
  },
};

const INDEXES = [
  ['questions', ['at']],
  ['verdicts', ['at']],
  ['posts', ['at']],
  ['conversations', ['at']],
  ['deliveries', ['at']],
] as const;

/** A table whose first column is its key; no column may be null but those that are named. */
async function create(
  db: Kysely<unknown>,
  name: string,
  columns: Readonly<Record<string, Column>>,
  nullable: readonly string[] = [],
): Promise<void> {
  let table = db.schema.createTable(name);
  for (const [i, [column, type]] of Object.entries(columns).entries()) {
    table = table.addColumn(column, type, (definition) =>
      i === 0
        ? definition.primaryKey().notNull()
        : nullable.includes(column)
          ? definition
          : definition.notNull(),
    );
  }
  await table.execute();
}

/** Rejects when the database is of a newer Footnote, or with what the database said. */
export async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /previously executed migration .* is missing/u.test(error.message)) {
    throw new Error(
      'Cannot use the database: a newer Footnote has changed it. Start that version, or restore the backup from before.',
      { cause: error },
    );
  }
  throw error;
}
