import type { Stage } from './stage.js';

/** What users of other systems reported and Argus once did, too, asked again. */
export interface Sighting {
  /** Number in the list of reports. */
  readonly item: number;
  readonly seen: string;
  /** Returns the right answer and the one that came. Throws if what it needs cannot be made. */
  ask(stage: Stage): Promise<Finding>;
}

export interface Finding {
  readonly right: unknown;
  readonly got: unknown;
}
