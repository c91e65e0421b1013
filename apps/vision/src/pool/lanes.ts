import type { AnalysisJob } from './analysis-job.js';
import { type LaneName, laneNames, type LaneWeights } from './lane.js';

interface Lane {
  readonly name: LaneName;
  readonly weight: number;
  readonly queue: AnalysisJob[];
  /** Photographs served, divided by the weight. The lane with the least is served next. */
  served: number;
}

/**
 * Queues of jobs that share the workers by weight (start-time fair queueing). A lane that was empty is served at once, and none
 * saves up turns while it is empty.
 */
export class Lanes {
  private readonly lanes: ReadonlyMap<LaneName, Lane>;
  private reached = 0;

  constructor(weights: LaneWeights) {
    this.lanes = new Map(
      laneNames.map((name) => [name, { name, weight: weights[name], queue: [], served: 0 }]),
    );
  }

  get size(): number {
    let size = 0;
    for (const { queue } of this.lanes.values()) size += queue.length;
    return size;
  }

  waitingIn(name: LaneName): number {
    return this.lane(name).queue.length;
  }

  push(job: AnalysisJob): void {
    this.entered(job).push(job);
  }

  /** Puts a job before those that wait in its lane. */
  unshift(job: AnalysisJob): void {
    this.entered(job).unshift(job);
  }

  /** Returns the lane to be served next, other than `without`; undefined if nothing waits there. */
  next(without?: LaneName): LaneName | undefined {
    let next: Lane | undefined;
    for (const lane of this.lanes.values())
      if (lane.name !== without && lane.queue.length > 0 && (next === undefined || lane.served < next.served))
        next = lane;
    return next?.name;
  }

  /** The jobs of a lane, first come first. */
  queueOf(name: LaneName): readonly AnalysisJob[] {
    return this.lane(name).queue;
  }

  /** Takes jobs from the front of a lane. */
  take(name: LaneName, count: number): AnalysisJob[] {
    const lane = this.lane(name);
    this.reached = lane.served;
    lane.served += count / lane.weight;
    return lane.queue.splice(0, count);
  }

  /** Takes a job out unserved. Returns false if it does not wait. */
  remove(job: AnalysisJob): boolean {
    const { queue } = this.lane(job.lane);
    const at = queue.indexOf(job);
    if (at >= 0) queue.splice(at, 1);
    return at >= 0;
  }

  /** Removes the first job of a lane without serving it. */
  drop(name: LaneName): AnalysisJob | undefined {
    return this.lane(name).queue.shift();
  }

  clear(): AnalysisJob[] {
    return [...this.lanes.values()].flatMap(({ queue }) => queue.splice(0));
  }

  private entered({ lane: name }: AnalysisJob): AnalysisJob[] {
    const lane = this.lane(name);
    if (lane.queue.length === 0) lane.served = Math.max(lane.served, this.reached);
    return lane.queue;
  }

  private lane(name: LaneName): Lane {
    return this.lanes.get(name)!;
  }
}
