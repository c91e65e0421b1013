import { type CallContext, callerOf, DomainError, type FlightMarkerDraft } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { accountOf, FlightService, holds } from '../flights/flight.service.js';
import type { FlightMarkerRow } from './flight-marker.entity.js';
import { FlightMarkerStore } from './flight-marker.store.js';

const MAX_MARKERS = 10_000;

@Injectable()
export class FlightMarkerService {
  constructor(
    private readonly markers: FlightMarkerStore,
    private readonly flights: FlightService,
  ) {}

  async list(id: string, context: CallContext): Promise<FlightMarkerRow[]> {
    await this.flights.get(id, context);
    return this.markers.list(id);
  }

  /** @throws DomainError TOO_MANY_MARKERS */
  create(id: string, marker: FlightMarkerDraft, context: CallContext): Promise<FlightMarkerRow> {
    return this.flights.whileHolding(id, 'annotate', context, async (tx) => {
      if ((await this.markers.count(tx, id)) >= MAX_MARKERS) throw new DomainError('TOO_MANY_MARKERS');
      return this.markers.insert(tx, id, accountOf(context), marker);
    });
  }

  /** @throws DomainError MARKER_NOT_FOUND, or FLIGHT_RIGHT_MISSING for that of somebody else */
  remove(id: string, markerId: string, context: CallContext): Promise<void> {
    const marker = /^\d{1,15}$/.test(markerId) ? Number(markerId) : 0;
    return this.flights.whileHolding(id, 'annotate', context, async (tx, { right }) => {
      const whose = holds(right, 'edit') ? undefined : callerOf(context).accountId;
      if (await this.markers.remove(tx, id, marker, whose)) return;
      throw new DomainError(
        (await this.markers.exists(tx, id, marker)) ? 'FLIGHT_RIGHT_MISSING' : 'MARKER_NOT_FOUND',
      );
    });
  }
}
