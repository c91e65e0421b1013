import type { MeasurementValues } from '@argus/contracts';

/** A validated reading before it is stored, in stored units. */
export interface NewReading {
  readonly equipmentId: number;
  /** Microseconds since 1970; null for the arrival time. */
  readonly measuredAtUs: number | null;
  readonly temperature: number;
  readonly speed: number;
  readonly pressure: number;
  /** Index in `readingQualities`. */
  readonly quality: number;
  /** Further measurements, at least one. */
  readonly measurements?: MeasurementValues | undefined;
}
