/** A reading on its way to the record, checked and in the units of the record. */
export interface NewReading {
  readonly equipmentId: number;
  /** ISO 8601 with its offset; null for the time of arrival. */
  readonly measuredAt: string | null;
  readonly temperature: number;
  readonly speed: number;
  readonly pressure: number;
  /** Place in `readingQualities`. */
  readonly quality: number;
}

/** With the id and the times that it gets when it is stored. */
export interface TimedReading extends NewReading {
  readonly id: number;
  readonly measuredAt: string;
  readonly receivedAt: string;
}
