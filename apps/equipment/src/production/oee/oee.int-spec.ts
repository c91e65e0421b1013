import { DAY_MS, HOUR_MS, type OeeView, parse, StopQuery } from '@argus/contracts';
import { randomNumbers } from '@argus/testing';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { ProductionCountController } from '../production-counts/production-count.controller.js';
import { ReadingIngest } from '../../ingest/reading-ingest.service.js';
import { StopReasonController } from '../stops/stop-reason.controller.js';
import { StopController } from './stop.controller.js';
import { newRobot, write } from '../../testing/alarm-fixture.js';
import { addPlan, anonymous } from '../../testing/oee-fixture.js';
import { OeeController } from './oee.controller.js';
import { OeeService } from './oee.service.js';
import { RunningStateStore } from './running-state.store.js';

const date = new Date(Date.now() - 3 * DAY_MS).toISOString().slice(0, 10);
const midnightMs = Date.parse(`${date}T00:00:00Z`);
const at = (hour: number): Date => new Date(midnightMs + hour * HOUR_MS);

let replica: ServiceReplica;

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
});

afterAll(async () => {
  await replica.stop();
});

/** Stores a reading every ten seconds. */
const measure = (id: number, from: number, to: number, speed: number) =>
  write(
    replica,
    id,
    Array.from({ length: (to - from) * 360 }, (_, i) => ({
      at: at(from).getTime() + i * 10_000,
      temperature: 50,
      speed,
      pressure: 5,
    })),
  );
const count = (
  equipment: number,
  from: number,
  to: number,
  total: number,
  good = total,
  startup_rejects = 0,
) =>
  replica
    .get(ProductionCountController)
    .create({ body: { equipment, from: at(from), to: at(to), total, good, startup_rejects } }, anonymous);
const oee = (id: number, from = date, to = from): Promise<OeeView> =>
  replica.get(OeeController).get({ params: { id }, query: { from, to } });
const stops = (id: number, query: object = {}) =>
  replica
    .get(StopController)
    .list({ params: { id }, query: parse(StopQuery, { from: date, to: date, ...query }) });

describe('OEE', () => {
  it('OEE: is computed from plan, readings and counts, and unknown time is reported', async () => {
    const id = await newRobot(replica);
    await addPlan(replica, { equipment: id });
    await measure(id, 5, 9, 1200);
    await measure(id, 9, 9.5, 0);
    await measure(id, 9.5, 12, 1200);
    await measure(id, 13, 14, 1200);
    const reasons = await replica.get(StopReasonController).list();
    const setup = reasons.find(({ loss }) => loss === 'setup')!.id;
    const said = { equipment: id, from: at(9), to: at(9.25), reason: setup, comment: 'Tool change' };
    await replica.get(StopController).explain({ body: said }, anonymous);
    await count(id, 6, 9, 2500, 2450, 30);
    await count(id, 9, 14, 2800);
    await count(id, 14, 15, 10);
    const view = await oee(id);
    expect(view.shifts).toHaveLength(1);
    const [shift] = view.shifts;
    expect(shift).toMatchObject({
      shift: 'Early',
      date,
      is_over: true,
      apportioned: 0,
      total: 5300,
      good: 5250,
    });
    /* The last reading before the gap is valid for a minute; the rest of the hour is unknown. */
    expect(shift).toMatchObject({
      planned_s: 27_000,
      run_s: 3 * 3600 + 2 * 3600 + 50 + 3600,
      unknown_s: 3600 - 50,
      unexplained_s: 900,
      counted_s: 27_000,
      losses: {
        breakdown_s: 900,
        setup_s: 900,
        minor_stops_s: 0,
        startup_rejects_s: 120,
        production_rejects_s: 80,
      },
    });
    expect(shift!.oee).toBeCloseTo((5250 * 4) / 27_000, 9);
    expect(shift!.availability! * shift!.performance! * shift!.quality!).toBeCloseTo(shift!.oee!, 9);
    expect(view.outside).toEqual({ total: 10, good: 10 });
    expect(view.shifts_without_counts).toBe(0);
    const { results, count: all } = await stops(id);
    expect(all).toBe(3);
    expect(results).toMatchObject([
      { state: 'stopped', loss: 'setup', duration_s: 900, reason: setup, shift: 'Early' },
      { state: 'stopped', loss: 'breakdown', duration_s: 900, reason: null },
      { state: 'unknown', loss: null, duration_s: 3550 },
    ]);
    expect((await stops(id, { page: 2, page_size: 2 })).results).toEqual(results.slice(2));
  });

  it('OEE: figures that need counts are null without any, and counts over the end of a shift are split', async () => {
    const id = await newRobot(replica);
    await addPlan(replica, { equipment: id });
    await measure(id, 6, 14, 1200);
    await count(id, 13, 15, 1000);
    const next = new Date(midnightMs + DAY_MS).toISOString().slice(0, 10);
    const view = await oee(id, date, next);
    expect(view.shifts.map(({ oee: value }) => value !== null)).toEqual([true, false]);
    expect(view.shifts[0]).toMatchObject({ total: 500, apportioned: 1, counted_s: 3600, availability: 1 });
    expect(view.total).toMatchObject({ oee: null, total: null, planned_s: 54_000, availability: 0.5 });
    expect(view).toMatchObject({ shifts_without_counts: 1, outside: { total: 500 } });
    await count(id, 30, 38, 0);
    const counted = await oee(id, date, next);
    expect(counted.total.oee).toBeCloseTo((500 * 4) / 54_000, 9);
    expect(counted.shifts[1]).toMatchObject({ oee: 0, performance: null, quality: null, unknown_s: 27_000 });
  });

  it('OEE: the current shift counts up to now, a future one not at all', async () => {
    const id = await newRobot(replica);
    await addPlan(replica, { equipment: id });
    const service = replica.get(OeeService);
    const during = await service.oee(id, { from: date, to: date }, at(7).getTime());
    expect(during.shifts[0]).toMatchObject({ planned_s: 3600, unknown_s: 3600, run_s: 0, is_over: false });
    expect(during).toMatchObject({ shifts_without_counts: 0, total: { planned_s: 0 } });
    expect((await service.oee(id, { from: date, to: date }, at(5).getTime())).shifts).toEqual([]);
  });

  it('OEE: the most specific plan that is valid on the date applies', async () => {
    const id = await newRobot(replica);
    await expect(oee(id)).rejects.toMatchObject({ code: 'NO_PLAN' });
    const general = await addPlan(replica, {});
    const ofRobots = await addPlan(replica, { equipment_type: 'Robot' });
    const own = await addPlan(replica, { equipment: id, valid_from: date });
    const before = new Date(midnightMs - DAY_MS).toISOString().slice(0, 10);
    expect((await oee(id, before, date)).shifts.map(({ plan }) => plan)).toEqual([ofRobots.id, own.id]);
    await expect(addPlan(replica, { equipment: id, valid_from: date })).rejects.toMatchObject({
      code: 'PLAN_EXISTS',
    });
    await replica.get(EquipmentController).remove({ params: { id } });
    await expect(oee(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const [left] = await replica.database.query<{ plans: number }>(
      `SELECT (SELECT count(*) FROM production_plan WHERE equipment_id IS NOT NULL AND equipment_id = ${id})::int AS plans`,
    );
    expect(left).toEqual({ plans: 0 });
    for (const { id: plan } of [general, ofRobots])
      await replica.database.query('DELETE FROM production_plan WHERE id = $1', [plan]);
  });

  it('OEE: too many days and reversed ones are refused', async () => {
    const id = await newRobot(replica);
    await addPlan(replica, { equipment: id });
    await expect(oee(id, '2026-02-01', '2026-01-31')).rejects.toMatchObject({ code: 'RANGE_REVERSED' });
    await expect(oee(id, '2026-01-01', '2026-02-01')).rejects.toMatchObject({ code: 'RANGE_TOO_LONG' });
    await expect(oee(id, '2026-01-01', '2026-01-31')).resolves.toMatchObject({
      total: { unknown_s: 31 * 27_000 },
    });
    await expect(oee(id, '0001-01-01', '0001-01-02')).resolves.toMatchObject({ from: '0001-01-02' });
    await expect(oee(id, '9999-12-31', '9999-12-31')).resolves.toMatchObject({ shifts: [] });
  });
});

describe('running states', () => {
  const seed = 11;
  const random = randomNumbers(seed);
  /* An hour of readings, dense at first, then sparse. The speed stays for a while on one side of the threshold. */
  const measured: { atMs: number; speed: number; quality: number }[] = [];
  let isFast = true;
  for (let atMs = at(1).getTime(); atMs < at(2).getTime();) {
    if (random() < 0.03) isFast = !isFast;
    measured.push({ atMs, speed: isFast ? 101 : 100, quality: random() < 0.1 ? 2 : 0 });
    atMs += Math.ceil(random() * (atMs < at(1.5).getTime() ? 8000 : 130_000));
  }
  const counted = measured.filter(({ quality }) => quality === 0);
  let id: number;

  beforeAll(async () => {
    id = await newRobot(replica);
    const sent = measured.map(({ atMs, ...reading }) => ({
      ...reading,
      equipmentId: id,
      measuredAtUs: atMs * 1000,
      temperature: 1,
      pressure: 1,
    }));
    await replica.get(ReadingIngest).store(sent);
  });

  it.each([10_000, 60_000, 90_000])(
    `Running states: equal those derived from each reading, valid for at most %i ms (seed ${seed})`,
    async (knownForMs) => {
      const span = { fromMs: at(1.2).getTime(), toMs: at(1.95).getTime() + 12_345 };
      const criterion = { runningAboveRpm: 100, knownForMs };
      const states = await replica.get(RunningStateStore).states(id, span, criterion);
      const stateAt = (ms: number): boolean | undefined => {
        const last = counted.findLast(({ atMs }) => atMs <= ms);
        return last && ms < last.atMs + knownForMs ? last.speed > 100 : undefined;
      };
      const moments = Array.from(
        { length: (span.toMs - span.fromMs) / 250 },
        (_, i) => span.fromMs + i * 250,
      );
      const derived = moments.map((ms) =>
        states.filter(({ fromMs, toMs }) => fromMs <= ms && ms < toMs).map(({ isRunning }) => isRunning),
      );
      expect(derived).toEqual(moments.map((ms) => [stateAt(ms)].filter((state) => state !== undefined)));
      for (let i = 1; i < states.length; i++) {
        const [before, state] = [states[i - 1]!, states[i]!];
        expect(state.fromMs).toBeGreaterThanOrEqual(before.toMs);
        if (state.fromMs === before.toMs) expect(state.isRunning).not.toBe(before.isRunning);
      }
    },
  );
});
