import { Database, deleteRows } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

@Injectable()
export class VisitStore {
  constructor(private readonly database: Database) {}

  /** Notes that a camera sees a person. Returns whether that begins a visit: they were not seen there for so many seconds. */
  async begins(tx: EntityManager, cameraId: string, personId: number, gapSeconds: number): Promise<boolean> {
    /* Of two replicas that see the same person, the second waits here for the first and finds the visit begun. */
    const begun = await this.database.preparedIn(
      tx,
      'camera-visit.begin',
      `INSERT INTO camera_visit AS visit (camera_id, person_id, last_seen_at) VALUES ($1, $2, now())
       ON CONFLICT (camera_id, person_id) DO UPDATE SET last_seen_at = now()
         WHERE visit.last_seen_at < now() - make_interval(secs => $3) RETURNING person_id`,
      [cameraId, personId, gapSeconds],
    );
    if (begun.length > 0) return true;
    this.database.sendIn(
      tx,
      'camera-visit.stay',
      'UPDATE camera_visit SET last_seen_at = now() WHERE camera_id = $1 AND person_id = $2',
      [cameraId, personId],
    );
    return false;
  }

  /** Where people were is not kept longer than it is needed. */
  async forget(gapSeconds: number): Promise<void> {
    await deleteRows(
      this.database,
      'camera_visit',
      'last_seen_at < now() - make_interval(secs => $1)',
      gapSeconds,
    );
  }
}
