import type { AlarmFigures, AlarmSource, FigureRange } from '@argus/alarms';
import { type AlarmReport, Instant, severities } from '@argus/contracts';

const MAX_FLOODS = 100;
const HOUR_MS = 3_600_000;

/** EEMUA 191: of three priorities 80, 15 and 5 %; critical ones, a fourth of which few are configured, share the last. */
const recommended: Readonly<Record<string, number | null>> = {
  low: 0.8,
  medium: 0.15,
  high: 0.05,
  critical: null,
};

const at = (time: number): string => Instant.ofMs(time).toString();
const source = ({ ruleId, sourceId, alarms }: AlarmSource) => ({
  rule: ruleId,
  equipment: sourceId,
  alarms,
});

/** The figures as clients see them. */
export function reportView(figures: AlarmFigures, { from, to, operators }: FigureRange): AlarmReport {
  return {
    from: at(from),
    to: at(to),
    operators,
    alarms: figures.alarms,
    measured_hours: figures.measuredMs / HOUR_MS,
    per_ten_minutes: figures.perTenMinutes,
    per_hour: figures.perHour,
    per_day: figures.perDay,
    peak_minute: figures.peakMinute,
    peak_ten_minutes: figures.peakTenMinutes,
    peak_hour: figures.peakHour,
    manageable_share: figures.manageableShare,
    flood_share_of_time: figures.floodShareOfTime,
    floods: figures.floods
      .slice(0, MAX_FLOODS)
      .map((flood) => ({ from: at(flood.from), to: at(flood.to), alarms: flood.alarms })),
    floods_left_out: Math.max(0, figures.floods.length - MAX_FLOODS),
    bad_actors: figures.badActors.map((each) => ({ ...source(each), share: each.share })),
    chattering: figures.chattering.map((each) => ({ ...source(each), most_per_minute: each.maxPerMinute })),
    fleeting: figures.fleeting,
    stale: figures.stale.map((each) => ({ ...source(each), since: at(each.since) })),
    by_severity: Object.fromEntries(
      severities.map((name) => [
        name,
        { ...figures.bySeverity[name], recommended_share: recommended[name] ?? null },
      ]),
    ),
  };
}
