import type { StoredReading } from './stored-reading.js';

/** A reading that was sent for a moment of which its machine has one already, which stays. */
export interface DuplicateReading {
  /** Of the reading that is there; undefined if it was removed meanwhile. */
  readonly existingId: number | undefined;
  /** The reading that is there has other values, or lacks a measurement that was sent. */
  readonly isConflict: boolean;
}

/** What became of a reading that was sent. */
export type ReadingOutcome = StoredReading | DuplicateReading;

export const isStored = (outcome: ReadingOutcome): outcome is StoredReading => !('isConflict' in outcome);
