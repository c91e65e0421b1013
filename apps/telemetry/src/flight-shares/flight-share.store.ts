import type { FlightRight } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../flights/flight.store.js';
import { FlightShareRow } from './flight-share.entity.js';

@Injectable()
export class FlightShareStore {
  constructor(private readonly database: Database) {}

  list(flightId: string): Promise<FlightShareRow[]> {
    return this.database.entities((manager) =>
      manager.find(FlightShareRow, { where: { flightId }, order: { username: 'ASC' } }),
    );
  }

  count(tx: EntityManager, flightId: string): Promise<number> {
    return tx.countBy(FlightShareRow, { flightId });
  }

  async set(
    tx: EntityManager,
    flightId: string,
    { accountId, username }: Account,
    right: FlightRight,
  ): Promise<void> {
    await tx.upsert(FlightShareRow, { flightId, accountId, username, right }, ['flightId', 'accountId']);
  }

  async remove(tx: EntityManager, flightId: string, username: string): Promise<void> {
    await tx.query('DELETE FROM flight_share WHERE flight_id = $1 AND fold_text(username) = fold_text($2)', [
      flightId,
      username,
    ]);
  }
}
