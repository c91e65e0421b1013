import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alarmFigures, type Annunciation } from './alarm-figures.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const alarm = (raisedAt: number, fields: Partial<Annunciation> = {}): Annunciation => ({
  ruleId: 1,
  sourceId: 1,
  severity: 0,
  raisedAt,
  returnedAt: raisedAt + MINUTE,
  ...fields,
});
const range = { from: 0, to: DAY, operators: 1 };

describe('alarm figures', () => {
  it('rates are per operator, over the whole range', () => {
    const alarms = Array.from({ length: 144 }, (_, i) => alarm(i * 10 * MINUTE));
    expect(alarmFigures(alarms, range)).toMatchObject({
      alarms: 144,
      perTenMinutes: 1,
      perHour: 6,
      perDay: 144,
      peakTenMinutes: 1,
      peakHour: 6,
      manageableShare: 1,
      floods: [],
    });
    expect(alarmFigures(alarms, { ...range, operators: 2 }).perTenMinutes).toBe(0.5);
  });

  it('rates and shares of time are over the hours in which something was measured or an alarm rose, in any range', () => {
    const rises = Array.from({ length: 12 }, (_, i) => alarm(HOUR + i * 20_000));
    const measured = { ...range, hours: new Set([0, HOUR]) };
    expect(alarmFigures(rises, measured)).toMatchObject({
      measuredMs: 2 * HOUR,
      perHour: 6,
      perDay: 144,
      manageableShare: 11 / 12,
      floodShareOfTime: 1 / 12,
    });
    const late = [...rises, alarm(5.5 * HOUR)];
    expect(alarmFigures(late, { ...measured, from: 1.5 * HOUR, to: 5.75 * HOUR })).toMatchObject({
      alarms: 1,
      measuredMs: 1.25 * HOUR,
      perHour: 0.8,
    });
    expect(alarmFigures([], { ...range, hours: new Set() })).toMatchObject({
      measuredMs: 0,
      perHour: 0,
      manageableShare: 1,
      floodShareOfTime: 0,
    });
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 47 })), fc.nat(60), (active, minutes) => {
        const every = alarmFigures(
          active.map((hour) => alarm(hour * HOUR + minutes * 59_000)),
          { from: 0, to: 2 * DAY, operators: 1, hours: new Set() },
        );
        expect(every.perHour).toBe(active.length > 0 ? 1 : 0);
      }),
    );
  });

  it('peaks are found also across the borders of intervals', () => {
    const across = [9, 9.5, 10, 10.4].map((minutes) => alarm(minutes * MINUTE));
    expect(alarmFigures(across, range)).toMatchObject({ peakTenMinutes: 4, peakMinute: 3 });
  });

  it('a flood begins with 10 alarms in ten minutes and ends below 5', () => {
    const counts = [3, 10, 6, 5, 4, 12];
    const alarms = counts.flatMap((count, i) =>
      Array.from({ length: count }, (_, j) => alarm(i * 10 * MINUTE + j * 20_000)),
    );
    const figures = alarmFigures(alarms, { from: 0, to: HOUR, operators: 1 });
    expect(figures.floods).toEqual([
      { from: 10 * MINUTE, to: 40 * MINUTE, alarms: 21 },
      { from: 50 * MINUTE, to: HOUR, alarms: 12 },
    ]);
    expect(figures.floodShareOfTime).toBeCloseTo(40 / 60);
  });

  it('bad actors, chattering, fleeting and stale alarms are named', () => {
    const chatter = Array.from({ length: 6 }, (_, i) =>
      alarm(HOUR + i * 15_000, { ruleId: 2, returnedAt: HOUR + i * 15_000 + 2000 }),
    );
    const standing = alarm(HOUR, { sourceId: 3, returnedAt: null });
    const figures = alarmFigures([alarm(0), ...chatter, standing], { ...range, to: 2 * DAY });
    expect(figures.badActors[0]).toEqual({ ruleId: 2, sourceId: 1, alarms: 6, share: 6 / 8 });
    expect(figures.chattering).toEqual([{ ruleId: 2, sourceId: 1, alarms: 6, maxPerMinute: 4 }]);
    expect(figures.fleeting).toBe(6);
    expect(figures.stale).toEqual([{ ruleId: 1, sourceId: 3, alarms: 1, since: HOUR }]);
  });

  it('severities have their shares, and alarms outside of the range do not count', () => {
    const alarms = [alarm(-1), alarm(0, { severity: 3 }), alarm(1), alarm(DAY)];
    const figures = alarmFigures(alarms, range);
    expect(figures.alarms).toBe(2);
    expect(figures.bySeverity).toMatchObject({
      low: { alarms: 1, share: 0.5 },
      critical: { alarms: 1, share: 0.5 },
    });
    expect(alarmFigures([], range)).toMatchObject({
      alarms: 0,
      perHour: 0,
      badActors: [],
      manageableShare: 1,
    });
  });
});
