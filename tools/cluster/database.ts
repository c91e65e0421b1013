import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';
import { Client } from 'pg';
import { NODE_ADDRESS } from './machine.ts';

/** A PostgreSQL outside of the cluster, as the chart expects one, on the address of the node. */
export class Database {
  /** As the owner, by which pods reach it. */
  readonly url: string;
  readonly port: number;
  private readonly client: Client;

  private constructor(url: string, client: Client) {
    this.url = url;
    this.port = Number(new URL(url).port);
    this.client = client;
  }

  static async start(state: string): Promise<Database> {
    const directory = join(state, 'postgres');
    const parameters = [`listen_addresses=127.0.0.1,${NODE_ADDRESS}`];
    const postgres = await EmbeddedPostgres.start({ directory, parameters });
    const cluster = await EmbeddedPostgres.clusterFolder(directory);
    appendFileSync(join(cluster, 'pg_hba.conf'), 'host all all 10.0.0.0/8 scram-sha-256\n');
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await client.query('SELECT pg_reload_conf()');
    return new Database(postgres.url.replace('127.0.0.1', NODE_ADDRESS), client);
  }

  async rows<T extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    return (await this.client.query<T>(sql, [...values])).rows;
  }

  async stop(): Promise<void> {
    await this.client.end();
  }
}
