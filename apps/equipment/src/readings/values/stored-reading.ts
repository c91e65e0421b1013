import { readingQualities } from '@argus/contracts';
import type { NewReading } from './new-reading.js';

/** A stored reading, in °C, rpm and bar, whatever units it was sent in. Times in microseconds since 1970. */
export interface StoredReading extends NewReading {
  readonly id: number;
  readonly measuredAtUs: number;
  readonly receivedAtUs: number;
}

const BAD = readingQualities.indexOf('bad');

/** Bad readings are kept, but no aggregate and no rule counts them. */
export const isBad = ({ quality }: StoredReading): boolean => quality === BAD;
