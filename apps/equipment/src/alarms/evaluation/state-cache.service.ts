import { LRUCache } from 'lru-cache';
import { Injectable } from '@nestjs/common';
import { type EventTime, lastSampleAt, type Program, type SourceState } from '@argus/alarms';
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

  /** Time of the newest sample that this process knows of, which may be older than that of others; -Infinity where it knows none. */
  newestAt(equipmentId: number): EventTime {
    const current = this.states.peek(equipmentId);
    return current ? lastSampleAt(current.state) : -Infinity;
  }

  set(equipmentId: number, current: CurrentState): void {
    this.states.set(equipmentId, current);
  }
}
