import { Fixations1796500000000 } from './1796500000000-fixations.js';

/** Oldest first; forward only. */
export const telemetryMigrations = [Fixations1796500000000];
