import { Client } from 'pg';
import { columnTypes } from '../columns/column-types.js';

/** Opens a connection of its own, outside any pool. */
export async function connected(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 3000,
    types: columnTypes,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Runs `work` on its own connection, outside any pool. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connected(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
