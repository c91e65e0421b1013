import { Database } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MaintenanceRunRow } from './maintenance-run.entity.js';

export type NewRun = Pick<MaintenanceRunRow, 'id' | 'task' | 'parameters' | 'requestedBy'>;
export type BegunRun = Pick<MaintenanceRunRow, 'task' | 'parameters'>;

@Injectable()
export class MaintenanceStore {
  constructor(private readonly database: Database) {}

  async insert(tx: EntityManager, run: NewRun): Promise<void> {
    await tx.insert(MaintenanceRunRow, run);
  }

  find(id: string): Promise<MaintenanceRunRow | null> {
    return this.database.entities((manager) => manager.findOneBy(MaintenanceRunRow, { id }));
  }

  list(limit: number, offset: number): Promise<[MaintenanceRunRow[], number]> {
    return this.database.entities((manager) =>
      manager.findAndCount(MaintenanceRunRow, {
        order: { requestedAt: 'DESC', id: 'DESC' },
        take: limit,
        skip: offset,
      }),
    );
  }

  /** Marks the run as begun, again after a failed attempt. Returns undefined if it has ended. */
  async begin(id: string): Promise<BegunRun | undefined> {
    const [begun] = await this.database.prepared<BegunRun>(
      'maintenance begun',
      `UPDATE maintenance_run SET started_at = clock_timestamp()
        WHERE id = $1 AND ended_at IS NULL RETURNING task, parameters`,
      [id],
    );
    return begun;
  }

  async end(id: string, succeeded: boolean, message: string): Promise<void> {
    await this.database.prepared(
      'maintenance ended',
      `UPDATE maintenance_run SET ended_at = clock_timestamp(), succeeded = $2, message = $3
        WHERE id = $1 AND ended_at IS NULL`,
      [id, succeeded, message],
    );
  }

  /** Ends runs that have lost their job, so that another one can begin. */
  async endLost(tx: EntityManager): Promise<void> {
    await tx.query(
      `UPDATE maintenance_run SET ended_at = clock_timestamp(), succeeded = false, message = 'The process that did it ended.'
        WHERE ended_at IS NULL AND requested_at < now() - interval '6 hours'`,
    );
  }

  @Every(3_600_000, 'forget old maintenance')
  async forget(): Promise<void> {
    await this.database.query("DELETE FROM maintenance_run WHERE requested_at < now() - interval '1 year'");
  }
}
