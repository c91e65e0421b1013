import { LRUCache } from 'lru-cache';
import { Injectable } from '@nestjs/common';
import type { Program, SourceState } from '@argus/alarms';
import type { RuleVersion } from '../rules/rule-version.js';

/** The present of an equipment; good while the record's revision is this one. */
export interface Present {
  readonly revision: number;
  readonly type: string;
  readonly program: Program<RuleVersion>;
  readonly state: SourceState;
  /** Readings since the newest checkpoint, roughly. */
  readonly readingsSinceCheckpoint: number;
}

/** 64 MiB of remembered numbers. */
const MOST_NUMBERS = 8 * 1024 * 1024;

/** Presents in memory, so that a batch needs not be told from the checkpoint. Losing one costs time only. */
@Injectable()
export class StateCache {
  private readonly presents = new LRUCache<number, Present>({
    maxSize: MOST_NUMBERS,
    sizeCalculation: ({ state }) => state.memory.length + 32,
  });

  get(equipmentId: number, revision: number): Present | undefined {
    const present = this.presents.get(equipmentId);
    return present?.revision === revision ? present : undefined;
  }

  set(equipmentId: number, present: Present): void {
    this.presents.set(equipmentId, present);
  }
}
