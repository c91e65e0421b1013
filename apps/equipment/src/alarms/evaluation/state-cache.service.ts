import { LRUCache } from 'lru-cache';
import { Injectable } from '@nestjs/common';
import { type EventTime, eventTimeOf, lastSampleAt, type Program, type SourceState } from '@argus/alarms';
import type { NewReading } from '../../readings/values/new-reading.js';
import type { RuleVersion } from '../rule-versions/rule-version.js';

/** The state of the rules for one piece of equipment; valid while the watch has this revision. */
export interface CurrentState {
  readonly revision: number;
  readonly type: string;
  readonly program: Program<RuleVersion>;
  readonly state: SourceState;
  /** About how many readings came since the newest checkpoint. */
  readonly readingsSinceCheckpoint: number;
}

/** A reading's machine and time, which is null where it is the time of arrival. */
type Measurable = Pick<NewReading, 'equipmentId' | 'measuredAtUs'>;

/** 64 MiB of state. */
const MAX_NUMBERS = 8 * 1024 * 1024;

/** States in memory, which avoid a replay per batch. Losing one only costs time. */
@Injectable()
export class StateCache {
  private readonly states = new LRUCache<number, CurrentState>({
    maxSize: MAX_NUMBERS,
    sizeCalculation: ({ state }) => state.memory.length + 32,
  });

  get(equipmentId: number, revision: number): CurrentState | undefined {
    const current = this.states.get(equipmentId);
    return current?.revision === revision ? current : undefined;
  }

  /**
   * Whether evaluating these readings probably needs a replay: some are not newer than the newest one evaluated, as far as this process
   * knows, and recent enough to be evaluated.
   */
  willReplay(readings: readonly Measurable[], latenessMs: number): boolean {
    let id: number | undefined;
    let newest: EventTime = -Infinity;
    return readings.some(({ equipmentId, measuredAtUs }) => {
      if (measuredAtUs === null) return false;
      if (equipmentId !== id) newest = this.newestAt((id = equipmentId));
      const at = eventTimeOf(measuredAtUs);
      return at <= newest && at >= newest - latenessMs;
    });
  }

  private newestAt(equipmentId: number): EventTime {
    const current = this.states.peek(equipmentId);
    return current ? lastSampleAt(current.state) : -Infinity;
  }

  set(equipmentId: number, current: CurrentState): void {
    this.states.set(equipmentId, current);
  }
}
