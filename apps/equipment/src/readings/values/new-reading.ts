import type { MeasurementValues } from '@argus/contracts';

/** A reading on its way to the record, checked and in the units of the record. */
export interface NewReading {
  readonly equipmentId: number;
  /** Since 1970; null for the time of arrival. */
  readonly measuredAtUs: number | null;
  readonly temperature: number;
  readonly speed: number;
  readonly pressure: number;
  /** Place in `readingQualities`. */
  readonly quality: number;
  /** Further measurements, at least one. */
  readonly measurements?: MeasurementValues | undefined;
}
