import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

@Injectable()
export class FailedFaceStore {
  constructor(private readonly database: Database) {}

  /**
   * Adds a failure, forgets those that are too old to count, and returns how many a camera had in the minutes before this one. Counters of one
   * camera take turns, so that none of two at once misses the other.
   */
  async count(tx: EntityManager, cameraKey: string, at: string, minutes: number): Promise<number> {
    const parameters = [cameraKey, at, minutes];
    await tx.query(
      `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.failed_face', hashtext($1)))`,
      [cameraKey],
    );
    await tx.query('INSERT INTO failed_face (camera_key, at) VALUES ($1, $2)', [cameraKey, at]);
    await tx.query(
      'DELETE FROM failed_face WHERE camera_key = $1 AND at <= $2::timestamptz - 2 * make_interval(mins => $3)',
      parameters,
    );
    const [row] = await this.database.preparedIn<{ failures: number }>(
      tx,
      'failed-face.count',
      `SELECT count(*) AS failures FROM failed_face
        WHERE camera_key = $1 AND at > $2::timestamptz - make_interval(mins => $3) AND at <= $2`,
      parameters,
    );
    return row!.failures;
  }

  /** What no later failure of its camera has swept away. */
  async deleteOld(minutes: number): Promise<void> {
    await this.database.query('DELETE FROM failed_face WHERE at < now() - 2 * make_interval(mins => $1)', [
      minutes,
    ]);
  }
}
