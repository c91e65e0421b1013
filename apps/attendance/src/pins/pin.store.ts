import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

@Injectable()
export class PinStore {
  constructor(private readonly database: Database) {}

  async hashOf(personId: number): Promise<string | undefined> {
    const [row] = await this.database.prepared<{ pinHash: string }>(
      'pin.hash',
      'SELECT pin_hash AS "pinHash" FROM pin WHERE person_id = $1',
      [personId],
    );
    return row?.pinHash;
  }

  /** Returns when it was set. */
  async set(tx: EntityManager, personId: number, pinHash: string): Promise<Date> {
    const [row] = await this.database.preparedIn<{ setAt: Date }>(
      tx,
      'pin.set',
      `INSERT INTO pin (person_id, pin_hash) VALUES ($1, $2)
       ON CONFLICT (person_id) DO UPDATE SET pin_hash = excluded.pin_hash, set_at = now() RETURNING set_at AS "setAt"`,
      [personId, pinHash],
    );
    return row!.setAt;
  }

  async remove(tx: EntityManager, personId: number): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'pin.remove',
      'DELETE FROM pin WHERE person_id = $1 RETURNING person_id',
      [personId],
    );
    return rows.length === 1;
  }
}
