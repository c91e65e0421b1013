import type { ReadingQuality } from '@argus/contracts';

/** A reading as it stands in the record, in the canonical units, whatever it was sent in. */
export interface StoredReading {
  readonly id: number;
  readonly equipmentId: number;
  readonly measuredAt: Date;
  readonly receivedAt: Date;
  /** °C */
  readonly temperature: number;
  /** rpm */
  readonly speed: number;
  /** bar */
  readonly pressure: number;
  readonly quality: ReadingQuality;
}
