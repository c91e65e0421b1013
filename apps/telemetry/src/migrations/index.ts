import { Fixations1796500000000 } from './1796500000000-fixations.js';
import { Flights1796500100000 } from './1796500100000-flights.js';

/** Oldest first; forward only. */
export const telemetryMigrations = [Fixations1796500000000, Flights1796500100000];
