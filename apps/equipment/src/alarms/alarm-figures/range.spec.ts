import { alarmFigures, type Annunciation } from '@argus/alarms';
import { describe, expect, it } from '@jest/globals';
import { passed } from './range.js';

const HOUR = 3_600_000;
const alarm = (raisedAt: number): Annunciation => ({
  ruleId: 1,
  sourceId: 1,
  severity: 0,
  raisedAt,
  returnedAt: raisedAt + 1,
});

describe('rates of alarms', () => {
  it('rates of alarms are over the time that has passed, not over a day that has just begun', () => {
    const alarms = [0, 1, 2, 3, 4, 5].map((number) => alarm((number * HOUR) / 2));
    const today = { from: 0, to: 24 * HOUR, operators: 1 };
    const range = passed(today, alarms, 3 * HOUR);
    expect(range).toEqual({ from: 0, to: 3 * HOUR, operators: 1 });
    expect(alarmFigures(alarms, range)).toMatchObject({ alarms: 6, perHour: 2, manageableShare: 1 });
  });

  it('rates of alarms include those whose device is ahead; ranges of the past and of the future stay', () => {
    const ahead = alarm(4 * HOUR);
    expect(passed({ from: 0, to: 24 * HOUR, operators: 1 }, [ahead], 3 * HOUR).to).toBe(4 * HOUR + 1);
    for (const [from, to] of [
      [0, 2 * HOUR],
      [5 * HOUR, 6 * HOUR],
    ] as const)
      expect(passed({ from, to, operators: 1 }, [], 3 * HOUR)).toEqual({ from, to, operators: 1 });
  });
});
