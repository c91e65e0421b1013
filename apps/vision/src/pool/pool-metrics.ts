import type { Metrics } from '@argus/service-kit';
import type { PoolEvent } from './analysis-pool.js';
import { type LaneName, laneNames } from './lane.js';

const seconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Returns what measures a pool's events: how many photographs wait in each lane, for how long, and how long an analysis takes. */
export function poolMetrics(
  metrics: Metrics,
  waitingIn: (lane: LaneName) => number,
): (event: PoolEvent) => void {
  const labelNames = ['lane'];
  for (const lane of laneNames)
    metrics.gauge(
      { name: 'argus_vision_queue_depth', help: 'Photographs that wait for a worker', labelNames },
      () => waitingIn(lane),
      { lane },
    );
  const waits = metrics.histogram({
    name: 'argus_vision_queue_wait_seconds',
    help: 'Time that a photograph waited for a worker',
    labelNames,
    buckets: seconds,
  });
  const batches = metrics.histogram({
    name: 'argus_vision_analysis_seconds',
    help: 'Time of the batch in which a photograph was analysed',
    labelNames,
    buckets: seconds,
  });
  const losses = metrics.counter({
    name: 'argus_vision_workers_lost_total',
    help: 'Threads that ended by themselves or hung; each is replaced',
  });
  return (event) => {
    if (event.kind === 'worker-lost') losses.add();
    if (event.kind !== 'analysed') return;
    waits.observe({ lane: event.lane }, event.waitedMs / 1000);
    batches.observe({ lane: event.lane }, event.batchMs / 1000);
  };
}
