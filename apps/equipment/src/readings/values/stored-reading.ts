import { readingQualities } from '@argus/contracts';
import type { NewReading } from './new-reading.js';

/** A reading as it stands in the record: in °C, rpm and bar, whatever it was sent in. Times in microseconds since 1970. */
export interface StoredReading extends NewReading {
  readonly id: number;
  readonly measuredAtUs: number;
  readonly receivedAtUs: number;
}

const BAD = readingQualities.indexOf('bad');

/** What is bad is kept, but counts in no aggregate and for no rule. */
export const isBad = ({ quality }: StoredReading): boolean => quality === BAD;
