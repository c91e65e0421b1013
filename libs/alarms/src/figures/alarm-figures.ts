import { severities } from '@argus/contracts';

/** A rise of an alarm that an operator got to see; times in milliseconds since 1970. */
export interface Annunciation {
  readonly ruleId: number;
  readonly sourceId: number;
  /** Index in `severities`. */
  readonly severity: number;
  readonly raisedAt: number;
  readonly returnedAt: number | null;
}

export interface FigureRange {
  readonly from: number;
  readonly to: number;
  readonly operators: number;
  /**
   * Starts of the hours in which something was measured; default: all hours of the range. Rates and shares of time are over these and those in which
   * an alarm rose: a night in which the machines were off says nothing about the load of operators.
   */
  readonly hours?: ReadonlySet<number>;
}

export interface Flood {
  readonly from: number;
  readonly to: number;
  readonly alarms: number;
}

export interface AlarmSource {
  readonly ruleId: number;
  readonly sourceId: number;
  readonly alarms: number;
}

export interface AlarmFigures {
  readonly alarms: number;
  /** The time that rates are over. */
  readonly measuredMs: number;
  readonly perTenMinutes: number;
  readonly perHour: number;
  readonly perDay: number;
  readonly peakTenMinutes: number;
  readonly peakHour: number;
  readonly peakMinute: number;
  /** Share of the ten-minute intervals with no more than the manageable rate. */
  readonly manageableShare: number;
  readonly floods: readonly Flood[];
  readonly floodShareOfTime: number;
  readonly badActors: readonly (AlarmSource & { readonly share: number })[];
  readonly chattering: readonly (AlarmSource & { readonly maxPerMinute: number })[];
  readonly fleeting: number;
  readonly stale: readonly (AlarmSource & { readonly since: number })[];
  readonly bySeverity: Readonly<Record<(typeof severities)[number], { alarms: number; share: number }>>;
}

const MINUTE = 60_000;
const TEN_MINUTES = 10 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** EEMUA 191 (3rd ed.) and ISA-18.2, clause 16: a flood begins with 10 alarms in 10 minutes and ends below 5. */
const FLOOD_BEGINS = 10;
const FLOOD_ENDS_BELOW = 5;
const MANAGEABLE_PER_TEN_MINUTES = 1;
/** ISA-18.2: repeats three times or more within a minute. */
const CHATTERING_PER_MINUTE = 3;
/** Shorter than anybody could act on. */
const FLEETING_MS = 10_000;
/** ISA-18.2: active for more than a day. */
const STALE_MS = DAY;
const MAX_LISTED = 10;

/** The figures of EEMUA 191 for the alarms that rose within a range, rates per operator. */
export function alarmFigures(alarms: readonly Annunciation[], range: FigureRange): AlarmFigures {
  const { from, to, operators } = range;
  const rose = alarms
    .filter(({ raisedAt }) => raisedAt >= from && raisedAt < to)
    .sort((one, other) => one.raisedAt - other.raisedAt);
  const times = rose.map(({ raisedAt }) => raisedAt);
  const hours = measuredHours(times, range);
  const durationMs = hours.reduce((sum, at) => sum + Math.min(at + HOUR, to) - Math.max(at, from), 0);
  /* Without any measured time there are no alarms. */
  const per = durationMs || Infinity;
  const rate = (perMs: number): number => (times.length * perMs) / per / operators;
  const intervals = countsPer(times, TEN_MINUTES, range);
  const floods = floodsIn(intervals, range);
  const sources = sourcesOf(rose);
  return {
    alarms: rose.length,
    measuredMs: durationMs,
    perTenMinutes: rate(TEN_MINUTES),
    perHour: rate(HOUR),
    perDay: rate(DAY),
    peakTenMinutes: maxWithin(times, TEN_MINUTES) / operators,
    peakHour: maxWithin(times, HOUR) / operators,
    peakMinute: maxWithin(times, MINUTE) / operators,
    manageableShare: manageableShareOf(intervals, new Set(hours), range),
    floods,
    floodShareOfTime: Math.min(floods.reduce((sum, flood) => sum + flood.to - flood.from, 0) / per, 1),
    badActors: sources
      .map(({ ruleId, sourceId, rises }) => ({
        ruleId,
        sourceId,
        alarms: rises.length,
        share: rises.length / rose.length,
      }))
      .sort((one, other) => other.alarms - one.alarms)
      .slice(0, MAX_LISTED),
    chattering: sources
      .map(({ ruleId, sourceId, rises }) => ({
        ruleId,
        sourceId,
        alarms: rises.length,
        maxPerMinute: maxWithin(rises, MINUTE),
      }))
      .filter(({ maxPerMinute }) => maxPerMinute >= CHATTERING_PER_MINUTE)
      .sort((one, other) => other.maxPerMinute - one.maxPerMinute)
      .slice(0, MAX_LISTED),
    fleeting: rose.filter(({ raisedAt, returnedAt }) => (returnedAt ?? Infinity) - raisedAt < FLEETING_MS)
      .length,
    stale: staleIn(alarms, range),
    bySeverity: Object.fromEntries(
      severities.map((name, level) => {
        const count = rose.filter(({ severity }) => severity === level).length;
        return [name, { alarms: count, share: rose.length === 0 ? 0 : count / rose.length }];
      }),
    ) as AlarmFigures['bySeverity'],
  };
}

const hourOf = (at: number): number => Math.floor(at / HOUR) * HOUR;

/** Returns the starts of the hours that rates are over; the first and the last may lie in the range only in part. */
function measuredHours(times: readonly number[], { from, to, hours }: FigureRange): number[] {
  const rose = new Set(times.map(hourOf));
  const measured: number[] = [];
  for (let at = hourOf(from); at < to; at += HOUR)
    if (hours === undefined || hours.has(at) || rose.has(at)) measured.push(at);
  return measured;
}

/** Of the intervals that hold measured time; 1 where none does. */
function manageableShareOf(
  intervals: readonly number[],
  hours: ReadonlySet<number>,
  { from, to, operators }: FigureRange,
): number {
  const measured = intervals.filter((_, i) => {
    const at = from + i * TEN_MINUTES;
    return hours.has(hourOf(at)) || hours.has(hourOf(Math.min(at + TEN_MINUTES, to) - 1));
  });
  const manageable = measured.filter((count) => count / operators <= MANAGEABLE_PER_TEN_MINUTES);
  return measured.length === 0 ? 1 : manageable.length / measured.length;
}

/** Counts per interval of the range; the last may be shorter. */
function countsPer(times: readonly number[], intervalMs: number, { from, to }: FigureRange): number[] {
  const counts = new Array<number>(Math.max(1, Math.ceil((to - from) / intervalMs))).fill(0);
  for (const at of times) counts[Math.floor((at - from) / intervalMs)]!++;
  return counts;
}

/** The largest number of these ascending times that lie within a window of that length, wherever it begins. */
function maxWithin(times: readonly number[], windowMs: number): number {
  let max = 0;
  let first = 0;
  for (let last = 0; last < times.length; last++) {
    while (times[last]! - times[first]! >= windowMs) first++;
    max = Math.max(max, last - first + 1);
  }
  return max;
}

function floodsIn(intervals: readonly number[], { from, to, operators }: FigureRange): Flood[] {
  const floods: Flood[] = [];
  let current: { from: number; alarms: number } | undefined;
  intervals.forEach((count, i) => {
    const at = from + i * TEN_MINUTES;
    const each = count / operators;
    if (current && each < FLOOD_ENDS_BELOW) {
      floods.push({ ...current, to: at });
      current = undefined;
    } else if (current) current.alarms += count;
    else if (each >= FLOOD_BEGINS) current = { from: at, alarms: count };
  });
  if (current) floods.push({ ...current, to });
  return floods;
}

interface Rises {
  readonly ruleId: number;
  readonly sourceId: number;
  readonly rises: number[];
}

function sourcesOf(rose: readonly Annunciation[]): Rises[] {
  const sources = new Map<string, Rises>();
  for (const { ruleId, sourceId, raisedAt } of rose) {
    const key = `${ruleId}/${sourceId}`;
    const known = sources.get(key);
    if (known) known.rises.push(raisedAt);
    else sources.set(key, { ruleId, sourceId, rises: [raisedAt] });
  }
  return [...sources.values()];
}

/** Alarms that at the end of the range had been active for longer than a day. */
function staleIn(alarms: readonly Annunciation[], { to }: FigureRange): AlarmFigures['stale'] {
  const stale = alarms.filter(
    ({ raisedAt, returnedAt }) => raisedAt <= to - STALE_MS && (returnedAt ?? Infinity) > to,
  );
  return stale
    .sort((one, other) => one.raisedAt - other.raisedAt)
    .slice(0, MAX_LISTED)
    .map(({ ruleId, sourceId, raisedAt }) => ({ ruleId, sourceId, alarms: 1, since: raisedAt }));
}
