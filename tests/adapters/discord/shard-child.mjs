/** What a process of the sharding manager does, in the least words: connect with the shards it was given, leave when told. */
import { Client } from 'discord.js';

const [api] = process.argv.slice(2);
const client = new Client({ intents: [], rest: { api }, waitGuildTimeout: 100 });
process.on('SIGTERM', async () => {
  await client.destroy();
  process.exit(0);
});
// As Footnote's own process does when the connection is lost for good.
client.on('shardDisconnect', () => process.exit(1));
await client.login(process.env.DISCORD_TOKEN);
