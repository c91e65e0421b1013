import {
  found,
  HOUR_MS,
  Instant,
  type LimitForecast,
  type RuleView,
  type TrendQuery,
  type TrendView,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { type EquipmentMetric, EquipmentMetrics } from '../../readings/equipment-metrics.service.js';
import { RuleStore } from '../../alarms/rule-versions/rule.store.js';
import { aligned, lengthMs, type Range, rangeOf } from '../series/range.js';
import { HOUR_S, MINUTE_S, resolutionOf, type SourcePeriodS } from '../series/source-period.js';
import { crossing } from './crossing.js';
import { limitsOf } from './rule-limits.js';
import { MIN_VALUES, theilSen, type TrendLine } from './theil-sen.js';
import { type TrendBucket, TrendStore } from './trend.store.js';

const BUCKETS = 144;
/* A straight line is no forecast beyond this. */
const MAX_HORIZON_WINDOWS = 10;

type Limit = Pick<LimitForecast, 'limit' | 'side' | 'rule' | 'rule_name' | 'severity'>;
type Reason = TrendView['reason'];

/** A line over hours since the start of the window. */
interface Trend {
  readonly line: TrendLine;
  readonly isSignificant: boolean;
  readonly lastHour: number;
  readonly horizonHour: number;
}

@Injectable()
export class TrendService {
  constructor(
    private readonly store: TrendStore,
    private readonly equipment: EquipmentStore,
    private readonly rules: RuleStore,
    private readonly metrics: EquipmentMetrics,
  ) {}

  async get(query: TrendQuery): Promise<TrendView> {
    const { equipment } = query;
    const metric = await this.metrics.find(equipment, query.metric);
    const asked = rangeOf(query);
    const periodS = sourcePeriodS(asked);
    const window = periodS === undefined ? asked : aligned(asked, periodS);
    const bucketMs = lengthMs(window) / BUCKETS;
    const buckets = await this.store.buckets(window, metric, bucketMs, periodS);
    const limits = await this.limits(query, metric);
    const { trend, reason } = trendOf(buckets, window, metric.shown);
    return {
      equipment,
      metric: metric.name,
      unit: metric.unit,
      from: window.from.toString(),
      to: window.to.toString(),
      resolution: resolutionOf(
        periodS,
        buckets.reduce((sum, { readings }) => sum + readings, 0),
      ),
      bucket: bucketMs / 1000,
      buckets: buckets.length,
      ...lineOf(trend),
      last_at: buckets.length > 0 ? Instant.ofMs(buckets.at(-1)!.atMs).toString() : null,
      reason,
      limits: limits.map((limit) => ({
        ...limit,
        ...(trend ? forecast(trend, limit, window.from.ms) : { ...noForecast, reason }),
      })),
    };
  }

  /** Returns the limit that the query names, or those of the rules that watch the machine. */
  private async limits({ equipment, limit, side }: TrendQuery, metric: EquipmentMetric): Promise<Limit[]> {
    if (limit !== undefined) return [{ limit, side, rule: null, rule_name: null, severity: null }];
    const { equipment_type: type } = found(await this.equipment.find(equipment));
    const watches = (rule: RuleView): boolean =>
      rule.enabled && (rule.equipment ?? equipment) === equipment && (rule.equipment_type ?? type) === type;
    return (await this.rules.list()).filter(watches).flatMap((rule) =>
      limitsOf(rule, metric.name).map(({ limit: value, ...more }) => ({
        limit: metric.shown(value),
        ...more,
        rule: rule.id,
        rule_name: rule.name,
      })),
    );
  }
}

/** Returns the longest period that is no longer than a bucket; undefined if there is none. */
function sourcePeriodS(range: Range): SourcePeriodS {
  const bucketS = lengthMs(range) / BUCKETS / 1000;
  return bucketS >= HOUR_S ? HOUR_S : bucketS >= MINUTE_S ? MINUTE_S : undefined;
}

function trendOf(
  buckets: readonly TrendBucket[],
  window: Range,
  shown: (value: number) => number,
): { trend?: Trend; reason: Reason } {
  if (buckets.length < MIN_VALUES) return { reason: 'too_few_buckets' };
  const hours = Float64Array.from(buckets, ({ atMs }) => (atMs - window.from.ms) / HOUR_MS);
  const line = theilSen(
    hours,
    Float64Array.from(buckets, ({ median }) => shown(median)),
  );
  if (line === undefined) return { reason: 'too_irregular' };
  const isSignificant = line.slope.low > 0 || line.slope.high < 0;
  const lastHour = hours.at(-1)!;
  const horizonHour = lastHour + (MAX_HORIZON_WINDOWS * lengthMs(window)) / HOUR_MS;
  return { trend: { line, isSignificant, lastHour, horizonHour }, reason: isSignificant ? null : 'no_trend' };
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

function lineOf(
  trend: Trend | undefined,
): Pick<TrendView, 'effective_buckets' | 'level' | 'scatter' | 'slope_per_hour'> {
  if (!trend) return { effective_buckets: null, level: null, scatter: null, slope_per_hour: null };
  const { centre, level, slope, effective, scatter } = trend.line;
  return {
    effective_buckets: effective,
    level: level.value + slope.value * (trend.lastHour - centre),
    scatter,
    slope_per_hour: { value: slope.value, low: finiteOrNull(slope.low), high: finiteOrNull(slope.high) },
  };
}

const noForecast = { reached_at: null, not_before: null, not_after: null };

function forecast(
  trend: Trend,
  { limit, side }: Limit,
  fromMs: number,
): Pick<LimitForecast, 'reached_at' | 'not_before' | 'not_after' | 'reason'> {
  const { line, isSignificant, lastHour, horizonHour } = trend;
  const { isBeyond, at, earliest, latest } = crossing(line, limit, side, lastHour, horizonHour);
  const moment = (hour: number | null): string | null =>
    hour === null ? null : Instant.nearestMs(Math.round(fromMs + hour * HOUR_MS)).toString();
  const leadsThere = line.slope.value > 0 === (side === 'above');
  const reason = isBeyond
    ? 'beyond'
    : !isSignificant
      ? 'no_trend'
      : !leadsThere
        ? 'away'
        : at === null
          ? 'too_far'
          : null;
  return {
    reached_at: reason === null ? moment(at) : null,
    not_before: moment(earliest),
    not_after: moment(latest),
    reason,
  };
}
