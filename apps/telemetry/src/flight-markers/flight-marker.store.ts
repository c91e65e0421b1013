import type { FlightMarkerDraft } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../flights/flight.store.js';
import { FlightMarkerRow } from './flight-marker.entity.js';

@Injectable()
export class FlightMarkerStore {
  constructor(private readonly database: Database) {}

  list(flightId: string): Promise<FlightMarkerRow[]> {
    return this.database.entities((manager) =>
      manager.find(FlightMarkerRow, { where: { flightId }, order: { at: 'ASC', id: 'ASC' } }),
    );
  }

  count(tx: EntityManager, flightId: string): Promise<number> {
    return tx.countBy(FlightMarkerRow, { flightId });
  }

  async insert(
    tx: EntityManager,
    flightId: string,
    by: Account,
    { at, label, comment = null }: FlightMarkerDraft,
  ): Promise<FlightMarkerRow> {
    const marker = tx.create(FlightMarkerRow, { flightId, ...by, at, label, comment });
    await tx.insert(FlightMarkerRow, marker);
    return marker;
  }

  /** Returns whether a marker was removed. `accountId`: only if that account set it. */
  async remove(tx: EntityManager, flightId: string, id: number, accountId?: number): Promise<boolean> {
    const where = { flightId, id, ...(accountId !== undefined && { accountId }) };
    const { affected } = await tx.delete(FlightMarkerRow, where);
    return affected === 1;
  }

  async exists(tx: EntityManager, flightId: string, id: number): Promise<boolean> {
    return tx.existsBy(FlightMarkerRow, { flightId, id });
  }
}
