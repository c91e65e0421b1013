import {
  type AggregateQuery,
  type AggregateView,
  type DownsampleQuery,
  type DownsampleView,
  found,
  instant,
  type Metric,
  type Resolution,
  type Units,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { fromRecord } from '../../readings/units.js';
import { bucketLengthS } from './bucket-length.js';
import { largestTriangle, type XY } from './largest-triangle.js';
import { aligned, type Range, rangeOf } from './range.js';
import { HOUR_S, MINUTE_S, resolutionOf } from './source-period.js';
import { type BucketRow, type MetricRow, SeriesStore } from './series.store.js';

/* Beyond, the points are chosen among the extremes of minutes or hours: nobody sees the difference on a screen. */
const MAX_READINGS_TO_READ = 200_000;

@Injectable()
export class SeriesService {
  constructor(
    private readonly store: SeriesStore,
    private readonly equipment: EquipmentStore,
  ) {}

  async aggregate(query: AggregateQuery): Promise<AggregateView> {
    const units = found(await this.equipment.unitsOf(query.equipment));
    const asked = rangeOf(query);
    const bucket = bucketLengthS(asked.toMs - asked.fromMs, query.bucket);
    const range = aligned(asked, bucket);
    const sourcePeriodS = ([HOUR_S, MINUTE_S] as const).find((periodS) => bucket % periodS === 0);
    const rows = await this.store.buckets(range, bucket, sourcePeriodS);
    return {
      equipment: query.equipment,
      from: instant(new Date(range.fromMs)),
      to: instant(new Date(range.toMs)),
      bucket,
      resolution: resolutionOf(sourcePeriodS, readingsIn(rows)),
      buckets: rows.map((row) => ({
        start: instant(new Date(row.startMs)),
        count: row.count,
        temperature: aggregateOf(row, 'temperature', units),
        speed: aggregateOf(row, 'speed', units),
        pressure: aggregateOf(row, 'pressure', units),
      })),
    };
  }

  async downsample(query: DownsampleQuery): Promise<DownsampleView> {
    const { equipment, metric } = query;
    const units = found(await this.equipment.unitsOf(equipment));
    const range = rangeOf(query);
    const { points, resolution } = await this.course(range, metric);
    const chosen = largestTriangle(points, query.points);
    return {
      equipment,
      metric,
      from: instant(new Date(range.fromMs)),
      to: instant(new Date(range.toMs)),
      resolution,
      points_dropped: Math.max(0, resolution.readings - chosen.length),
      points: chosen.map(({ x, y }) => ({
        timestamp: instant(new Date(x)),
        value: fromRecord(y, units[metric]),
      })),
    };
  }

  /** All readings of a range, or the extremes of its minutes or hours where these are too many to read. */
  private async course(range: Range, metric: Metric): Promise<{ points: XY[]; resolution: Resolution }> {
    const readings = await this.store.count(range);
    if (readings <= MAX_READINGS_TO_READ) {
      const points = await this.store.points(range, metric);
      return { points, resolution: resolutionOf(undefined, points.length) };
    }
    const minutes = (range.toMs - range.fromMs) / (MINUTE_S * 1000);
    const periodS = minutes * 2 <= MAX_READINGS_TO_READ ? MINUTE_S : HOUR_S;
    const rows = await this.store.buckets(aligned(range, periodS), periodS, periodS);
    const points = rows.flatMap((row) => extremesOf(row, metric, periodS));
    return { points, resolution: resolutionOf(periodS, readingsIn(rows)) };
  }
}

const readingsIn = (rows: readonly BucketRow[]): number => rows.reduce((sum, { count }) => sum + count, 0);

function aggregateOf({ count, ...row }: BucketRow, metric: Metric, units: Units) {
  const { min, max, sum, first, last }: MetricRow = row[metric];
  const shown = (value: number): number => fromRecord(value, units[metric]);
  return {
    min: shown(min),
    max: shown(max),
    mean: shown(sum / count),
    first: shown(first),
    last: shown(last),
  };
}

/** The least and the greatest value of a period, at a third and two thirds of it: which came first is not kept. */
function extremesOf({ startMs, ...row }: BucketRow, metric: Metric, periodS: number): XY[] {
  const { min, max, first, last } = row[metric];
  const [one, two] = first <= last ? [min, max] : [max, min];
  const thirdMs = (periodS * 1000) / 3;
  return [
    { x: startMs + thirdMs, y: one },
    { x: startMs + 2 * thirdMs, y: two },
  ];
}
