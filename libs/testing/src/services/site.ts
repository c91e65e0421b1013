import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provision } from '@argus/persistence';
import { createDatabase } from '../postgres/index.js';

export interface Place {
  readonly databaseUrl: string;
  readonly folder: string;
}

/** A database and a data folder. Replicas on one site share them, and therefore the sealing key. */
export class Site implements Place {
  private constructor(
    readonly databaseUrl: string,
    readonly folder: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async create(...schemas: readonly string[]): Promise<Site> {
    const database = await createDatabase();
    await provision(database.url, schemas);
    const folder = await mkdtemp(join(tmpdir(), 'argus-site-'));
    return new Site(database.url, folder, () => database.drop());
  }

  /** Drops the database and the folder. All replicas must have stopped. */
  async remove(): Promise<void> {
    await this.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
