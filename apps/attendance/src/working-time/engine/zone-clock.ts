import { dateIn, momentOf, type OffsetPeriod, offsetsBetween } from '@argus/calendar';
import { Instant } from '@argus/contracts';

const MS = 60_000;
const DAY = 1440;

/** Clocks of a zone during a time, for many questions: a look into the rules of a zone costs as much as a thousand of them. */
export class ZoneClock {
  private readonly periods: readonly OffsetPeriod[];
  private readonly dates = new Map<number, string>();

  constructor(
    readonly timeZone: string,
    { from, to }: { readonly from: number; readonly to: number },
  ) {
    this.periods = offsetsBetween(timeZone, from * 60, to * 60);
  }

  /** Returns the minute at which clocks show a time of a date; of two such minutes the first or the second. */
  minuteOf(date: string, time: string, reading: 'first' | 'second' = 'first'): number {
    return Math.floor(momentOf(this.timeZone, date, time, reading).ms / MS);
  }

  /** `HH:MM`. */
  timeAt(minute: number): string {
    const ofDay = (((minute + this.offsetAt(minute)) % DAY) + DAY) % DAY;
    const [hours, minutes] = [Math.floor(ofDay / 60), ofDay % 60];
    return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  }

  /** `YYYY-MM-DD`. */
  dateAt(minute: number): string {
    const day = Math.floor((minute + this.offsetAt(minute)) / DAY);
    let date = this.dates.get(day);
    if (date === undefined) this.dates.set(day, (date = dateIn('UTC', Instant.ofMs(day * DAY * MS))));
    return date;
  }

  private offsetAt(minute: number): number {
    let offsetS = this.periods[0]?.offsetS ?? 0;
    for (const period of this.periods) {
      if (period.sinceS > minute * 60) break;
      offsetS = period.offsetS;
    }
    return Math.floor(offsetS / 60);
  }
}
