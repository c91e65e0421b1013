import type { Issue, Units } from '@argus/contracts';
import type { NewReading } from '../readings/values/new-reading.js';

/** A reading as it was sent, in its own units or those of its machine. */
export interface SentReading extends NewReading {
  readonly units?: Units;
  /** Names of values that readings do not have. */
  readonly strays?: readonly string[];
}

export interface IngestIssue {
  readonly index: number;
  readonly issue: Issue;
  /** The name, where only a further measurement of the reading is refused. */
  readonly measurement?: string;
}

/** Says which readings of a batch are refused, by their index. */
export class ReadingsRefused extends Error {
  constructor(readonly issues: readonly IngestIssue[]) {
    super(`${issues.length} readings refused`);
  }
}
