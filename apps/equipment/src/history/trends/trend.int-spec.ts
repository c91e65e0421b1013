import { HOUR_MS, parse, TrendQuery, Instant } from '@argus/contracts';
import { randomNumbers } from '@argus/testing';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { newRobot, write } from '../../testing/alarm-fixture.js';
import { noise } from '../../testing/noise.js';
import { TrendController } from './trend.controller.js';

const SEED = 7;
const startMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 200 * HOUR_MS;
const at = (hours: number): Instant => Instant.ofMs(startMs + hours * HOUR_MS);

let replica: ServiceReplica;
/** A reading a minute for ten hours: 20 °C and 2 °C more every hour, 5 bar, standing still. */
let warming: number;

const trend = (query: object) =>
  replica
    .get(TrendController)
    .get({ query: parse(TrendQuery, { equipment: warming, metric: 'temperature', ...query }) });

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  warming = await newRobot(replica);
  const random = randomNumbers(SEED);
  const [warmth, pressure] = [noise(random, { correlation: 0.5, outliers: 0.02 }), noise(random, {})];
  const readings = Array.from({ length: 600 }, (_, minute) => ({
    at: at(minute / 60).ms,
    temperature: 20 + minute / 30 + warmth() / 4,
    speed: 1200,
    pressure: 5 + pressure() / 100,
  }));
  await write(replica, warming, readings);
});

afterAll(async () => {
  await replica.stop();
});

const hoursOf = (moment: string | null): number => (Date.parse(moment!) - startMs) / HOUR_MS;

describe('trend to limit', () => {
  it('Trend: readings and minutes give the slope and the time at which the limit is reached', async () => {
    for (const [from, source] of [
      [8, 'readings'],
      [0, 'minutes'],
    ] as const) {
      const view = await trend({ from: at(from), to: at(10), limit: 50 });
      expect(view).toMatchObject({
        unit: '°C',
        reason: null,
        resolution: { source, readings: (10 - from) * 60 },
      });
      expect(view.slope_per_hour!.low).toBeLessThan(2);
      expect(view.slope_per_hour!.high).toBeGreaterThan(2);
      expect(view.level).toBeCloseTo(40, 0);
      const [limit] = view.limits;
      expect(limit).toMatchObject({ limit: 50, side: 'above', rule: null, reason: null });
      expect(hoursOf(limit!.reached_at)).toBeCloseTo(15, 0);
      expect(hoursOf(limit!.not_before)).toBeLessThan(15);
      expect(hoursOf(limit!.not_after)).toBeGreaterThan(15);
    }
  });

  it('Trend: uses the limits of the rules that watch the machine, in its units', async () => {
    const window = { from: at(0), to: at(10) };
    const celsius = await trend(window);
    expect(celsius.limits).toMatchObject([
      { limit: 85, side: 'above', rule_name: 'Robot overheats', severity: 'high', reason: null },
      { limit: 100, side: 'above', rule_name: 'Robot overheats', severity: 'critical', reason: null },
    ]);
    const units = { temperature: '°F', speed: 'rpm', pressure: 'bar' } as const;
    await replica.get(EquipmentController).setUnits({ params: { id: warming }, body: units });
    const fahrenheit = await trend(window);
    expect(fahrenheit.unit).toBe('°F');
    expect(fahrenheit.limits[0]!.limit).toBeCloseTo(185, 9);
    expect(fahrenheit.slope_per_hour!.value).toBeCloseTo(celsius.slope_per_hour!.value * 1.8, 9);
    for (const which of ['reached_at', 'not_before', 'not_after'] as const) {
      const [one, other] = [hoursOf(celsius.limits[0]![which]), hoursOf(fahrenheit.limits[0]![which])];
      expect(other).toBeCloseTo(one, 4);
    }
    const plain = { temperature: '°C', speed: 'rpm', pressure: 'bar' } as const;
    await replica.get(EquipmentController).setUnits({ params: { id: warming }, body: plain });
  });

  it('Trend: gives the reason if there is no forecast', async () => {
    const still = await trend({ metric: 'pressure', from: at(0), to: at(10), limit: 5.01 });
    expect(still).toMatchObject({ reason: 'no_trend', limits: [{ reached_at: null, reason: 'no_trend' }] });
    expect(hoursOf(still.limits[0]!.not_before)).toBeGreaterThan(12);
    const constant = await trend({ metric: 'speed', from: at(0), to: at(10), limit: 1300 });
    expect(constant).toMatchObject({ reason: 'no_trend', slope_per_hour: { value: 0, low: 0, high: 0 } });
    expect(constant.limits[0]).toMatchObject({ not_before: null, reason: 'no_trend' });
    const few = await trend({ from: at(0), to: at(0.2), limit: 50 });
    expect(few).toMatchObject({ reason: 'too_few_buckets', slope_per_hour: null, buckets: 12 });
    expect(few.limits[0]).toMatchObject({ reached_at: null, reason: 'too_few_buckets' });
    const none = await trend({ from: at(-5), to: at(-4), limit: 50 });
    expect(none).toMatchObject({ reason: 'too_few_buckets', last_at: null, buckets: 0 });
    const window = { from: at(0), to: at(10) };
    const reasonOf = async (limit: object) => (await trend({ ...window, ...limit })).limits[0]!.reason;
    expect(await reasonOf({ limit: 25 })).toBe('beyond');
    expect(await reasonOf({ limit: 10, side: 'below' })).toBe('away');
    expect(await reasonOf({ limit: 1000 })).toBe('too_far');
  });

  it('Trend: a range over all years is not widened beyond the year 9999', async () => {
    const view = await trend({
      from: Instant.parse('0001-01-01T00:00:00Z')!,
      to: Instant.parse('9999-12-31T23:59:59Z')!,
    });
    expect(view).toMatchObject({ to: '9999-12-31T23:59:59.999999Z', reason: 'too_few_buckets' });
  });

  it('Trend: an unknown machine and a reversed range are refused', async () => {
    await expect(trend({ equipment: 99_999 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(trend({ from: at(1), to: at(0) })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});
