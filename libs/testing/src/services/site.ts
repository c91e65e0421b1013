import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../postgres/index.js';

export interface Place {
  /** Connects as the server's superuser. */
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

  static async create(): Promise<Site> {
    const database = await createDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'argus-site-'));
    return new Site(database.url, folder, () => database.drop());
  }

  /** Drops the database and the folder. All replicas must have stopped. */
  async remove(): Promise<void> {
    await this.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
