import { bucketEdges } from '@argus/calendar';
import {
  type AggregateQuery,
  type AggregateView,
  type DownsampleQuery,
  type DownsampleView,
  found,
  Instant,
  type MeasurementAggregate,
  type Metric,
  type Resolution,
  type Units,
} from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { MeasurementStore } from '../../machines/measurement.store.js';
import { type EquipmentMetric, EquipmentMetrics } from '../../readings/equipment-metrics.service.js';
import { fromStored } from '../../readings/units.js';
import { bucketLength, outerEdges, sourcePeriodOf } from './buckets.js';
import { MeasurementSeriesStore } from './measurement-series.store.js';
import { largestTriangle, type XY } from './largest-triangle.js';
import { meanOf } from './mean.js';
import { aligned, lengthMs, type Range, rangeOf } from './range.js';
import { HOUR_S, MINUTE_S, resolutionOf, type SourcePeriodS } from './source-period.js';
import { type MetricRow, type PeriodRow, SeriesStore, type SummaryRow } from './series.store.js';

/* For more, points are chosen among the extremes of minutes or hours; on a screen nobody sees the difference. */
const MAX_READINGS_TO_READ = 200_000;

@Injectable()
export class SeriesService {
  constructor(
    private readonly store: SeriesStore,
    private readonly furtherStore: MeasurementSeriesStore,
    private readonly equipment: EquipmentStore,
    private readonly measurements: MeasurementStore,
    private readonly metrics: EquipmentMetrics,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  async aggregate(query: AggregateQuery): Promise<AggregateView> {
    const { equipment, time_zone = this.settings.SITE_TIME_ZONE } = query;
    const units = found(await this.equipment.unitsOf(equipment));
    const range = rangeOf(query);
    const length = bucketLength(lengthMs(range), query);
    const outer = outerEdges(time_zone, length, range);
    const filled = await this.store.filled(equipment, outer);
    /* Thousands of edges where no readings are would cost time for nothing. */
    const edges = filled ? bucketEdges(time_zone, length, filled) : [outer.from, outer.to];
    const sourcePeriodS = sourcePeriodOf(edges);
    const rows = await this.store.buckets(equipment, edges, sourcePeriodS);
    const further = await this.furtherAggregates(equipment, edges, sourcePeriodS);
    return {
      equipment,
      from: outer.from.toString(),
      to: outer.to.toString(),
      bucket: typeof length === 'number' ? length : null,
      interval: typeof length === 'number' ? null : length,
      time_zone,
      resolution: resolutionOf(sourcePeriodS, readingsIn(rows)),
      buckets: rows.map(({ place, ...row }) => ({
        start: edges[place - 1]!.toString(),
        end: edges[place]!.toString(),
        count: row.count,
        temperature: aggregateOf(row, 'temperature', units),
        speed: aggregateOf(row, 'speed', units),
        pressure: aggregateOf(row, 'pressure', units),
        ...(further.has(place) && { measurements: Object.fromEntries(further.get(place)!) }),
      })),
    };
  }

  /** Returns aggregates by place and name. Costs one more query only if the machine's type has further measurements. */
  private async furtherAggregates(
    equipmentId: number,
    edges: readonly Instant[],
    sourcePeriodS: SourcePeriodS,
  ): Promise<Map<number, [string, MeasurementAggregate][]>> {
    const buckets = new Map<number, [string, MeasurementAggregate][]>();
    const names = (await this.measurements.ofEquipment(equipmentId)).map(({ name }) => name);
    if (names.length === 0) return buckets;
    const rows = await this.furtherStore.buckets(equipmentId, names, edges, sourcePeriodS);
    for (const { name, place, count, min, max, sum, first, last } of rows) {
      const bucket = buckets.get(place) ?? [];
      bucket.push([name, { count, min, max, mean: meanOf({ count, sum, min, max }), first, last }]);
      buckets.set(place, bucket);
    }
    return buckets;
  }

  async downsample(query: DownsampleQuery): Promise<DownsampleView> {
    const { equipment } = query;
    const metric = await this.metrics.find(equipment, query.metric);
    const range = rangeOf(query);
    const { points, resolution } = await this.points(range, metric);
    const chosen = largestTriangle(points, query.points);
    return {
      equipment,
      metric: metric.name,
      from: range.from.toString(),
      to: range.to.toString(),
      resolution,
      points_dropped: Math.max(0, resolution.readings - chosen.length),
      points: chosen.map(({ x, y }) => ({
        timestamp: Instant.ofUs(Math.round(x)).toString(),
        value: metric.shown(y),
      })),
    };
  }

  /** Returns a metric by minutes or hours of a range. */
  private async periods(range: Range, { name, column }: EquipmentMetric, periodS: number): Promise<Period[]> {
    if (column === undefined) return this.furtherStore.periods(range, name, periodS);
    const rows = await this.store.periods(range, periodS);
    return rows.map(({ startMs, count, [column]: metric }) => ({ startMs, count, ...metric }));
  }

  /** Returns all readings of a range or, if these are too many, the extremes of its minutes or hours. */
  private async points(
    range: Range,
    metric: EquipmentMetric,
  ): Promise<{ points: XY[]; resolution: Resolution }> {
    const readings = await this.store.count(range);
    if (readings <= MAX_READINGS_TO_READ) {
      const points =
        metric.column === undefined
          ? await this.furtherStore.points(range, metric.name)
          : await this.store.points(range, metric.column);
      return { points, resolution: resolutionOf(undefined, points.length) };
    }
    const minutes = lengthMs(range) / (MINUTE_S * 1000);
    const periodS = minutes * 2 <= MAX_READINGS_TO_READ ? MINUTE_S : HOUR_S;
    const rows = await this.periods(aligned(range, periodS), metric, periodS);
    const points = rows.flatMap((row) => extremesOf(row, periodS));
    return { points, resolution: resolutionOf(periodS, readingsIn(rows)) };
  }
}

type Period = Pick<PeriodRow, 'startMs' | 'count'> & MetricRow;

const readingsIn = (rows: readonly { readonly count: number }[]): number =>
  rows.reduce((sum, { count }) => sum + count, 0);

function aggregateOf({ count, ...row }: SummaryRow, metric: Metric, units: Units) {
  const { min, max, sum, first, last }: MetricRow = row[metric];
  const shown = (value: number): number => fromStored(value, units[metric]);
  return {
    min: shown(min),
    max: shown(max),
    mean: shown(meanOf({ count, sum, min, max })),
    first: shown(first),
    last: shown(last),
  };
}

/** Returns the extremes of a period, placed at a third and two thirds of it, because their times are not stored. */
function extremesOf({ startMs, min, max, first, last }: Period, periodS: number): XY[] {
  const [one, two] = first <= last ? [min, max] : [max, min];
  const [startUs, thirdUs] = [startMs * 1000, (periodS * 1e6) / 3];
  return [
    { x: startUs + thirdUs, y: one },
    { x: startUs + 2 * thirdUs, y: two },
  ];
}
