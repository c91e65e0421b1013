import { type FlightView, instant, instantOrNull } from '@argus/contracts';
import type { ListedFlight } from './flight.store.js';

export const flightView = (flight: ListedFlight): FlightView => ({
  id: flight.id,
  name: flight.name,
  aircraft_type: flight.aircraftType,
  aircraft: flight.aircraft,
  scenario: flight.scenario,
  started_at: instantOrNull(flight.startedAt),
  ended_at: instantOrNull(flight.endedAt),
  crew: flight.crew,
  phases: flight.phases,
  owner: flight.username,
  right: flight.right,
  recordings: flight.recordings,
  created_at: instant(flight.createdAt),
});
