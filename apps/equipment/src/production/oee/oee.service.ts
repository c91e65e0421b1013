import { plusDays } from '@argus/calendar';
import {
  found,
  Instant,
  type OeeQuery,
  type OeeView,
  type ProductionPlanView,
  type ShiftOee,
  type StopList,
  type StopQuery,
  type StopView,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { EquipmentStore } from '../../machines/equipment.store.js';
import type { ProductionCount } from '../production-counts/production-count.entity.js';
import { ProductionCountStore } from '../production-counts/production-count.store.js';
import { ProductionPlanStore } from '../production-plans/production-plan.store.js';
import { daysAsSpan, type ShiftOccurrence, shiftsOn } from '../production-plans/shift-calendar.js';
import { type ExplainedSpan, StopExplanationStore } from '../stops/stop-explanation.store.js';
import { courseOf, type ShiftCourse, type Stop } from './stop.js';
import { add, type Amounts, amountsOf, figuresOf, nothing } from './figures.js';
import { type OeeDays, oeeDays } from './oee-days.js';
import { productionIn } from './production.js';
import { RunningStateStore } from './running-state.store.js';
import { difference, intersection, lengthMs, type Span } from '../spans/span.js';

type Occurrence = ShiftOccurrence<ProductionPlanView>;

/** A shift that has begun, with its planned time up to now. */
interface WorkedShift {
  readonly shift: Occurrence;
  readonly planned: readonly Span[];
  readonly course: ShiftCourse;
}

interface Days extends OeeDays {
  readonly shifts: readonly Occurrence[];
  /** From the first midnight to the last, widened to all of the shifts. */
  readonly span: Span;
  /** Time of these days outside of shifts. */
  readonly free: readonly Span[];
}

@Injectable()
export class OeeService {
  constructor(
    private readonly equipment: EquipmentStore,
    private readonly plans: ProductionPlanStore,
    private readonly counts: ProductionCountStore,
    private readonly explanations: StopExplanationStore,
    private readonly states: RunningStateStore,
  ) {}

  async oee(equipmentId: number, query: OeeQuery, nowMs = Date.now()): Promise<OeeView> {
    const days = await this.days(equipmentId, query, nowMs);
    const counts = await this.counts.overlapping(equipmentId, days.span);
    let total = nothing;
    let shiftsWithoutCounts = 0;
    const shifts: ShiftOee[] = [];
    for await (const worked of this.worked(equipmentId, days, nowMs)) {
      const { amounts, apportioned } = amountsOfShift(worked, counts);
      const head = headOf(worked, nowMs);
      shifts.push({ ...head, ...figuresOf(amounts), apportioned });
      /* The current shift is part of the total once it has a production count. */
      if (amounts.output || head.is_over) total = add(total, amounts);
      if (!amounts.output && head.is_over) shiftsWithoutCounts++;
    }
    const outside = productionIn(days.free, counts);
    return {
      equipment: equipmentId,
      from: days.from,
      to: days.to,
      shifts,
      total: figuresOf(total),
      shifts_without_counts: shiftsWithoutCounts,
      outside: { total: outside?.total ?? 0, good: outside?.good ?? 0 },
    };
  }

  async stops(equipmentId: number, query: StopQuery, nowMs = Date.now()): Promise<StopList> {
    const { page, page_size } = query;
    const days = await this.days(equipmentId, query, nowMs);
    const stops: StopView[] = [];
    for await (const { shift, course } of this.worked(equipmentId, days, nowMs))
      stops.push(...course.stops.map((stop) => stopView(stop, shift)));
    return {
      equipment: equipmentId,
      from: days.from,
      to: days.to,
      count: stops.length,
      results: stops.slice((page - 1) * page_size, page * page_size),
    };
  }

  private async days(equipmentId: number, query: OeeQuery, nowMs: number): Promise<Days> {
    const { equipment_type: type } = found(await this.equipment.find(equipmentId));
    const plans = await this.plans.of(equipmentId, type);
    const days = oeeDays(query, plans, nowMs);
    /* The day before is needed as well: its night shift may reach into the first day. */
    const around = shiftsOn([plusDays(days.from, -1), ...days.dates], plans);
    const shifts = around.filter(({ date }) => date >= days.from);
    const midnights = daysAsSpan(plans[0]!.time_zone, days.from, days.to);
    const span = {
      fromMs: Math.min(midnights.fromMs, shifts[0]?.fromMs ?? Infinity),
      toMs: Math.max(midnights.toMs, shifts.at(-1)?.toMs ?? -Infinity),
    };
    return { ...days, shifts, span, free: difference([midnights], around) };
  }

  /** Yields shift by shift, so that neither the database nor memory has to hold a month at once. */
  private async *worked(equipmentId: number, days: Days, nowMs: number): AsyncGenerator<WorkedShift> {
    const explanations: ExplainedSpan[] = await this.explanations.explained(equipmentId, days.span);
    for (const shift of days.shifts) {
      if (shift.fromMs >= nowMs) return;
      const { running_above_rpm, known_for_s, minor_stop_s } = shift.plan;
      const passed = { fromMs: shift.fromMs, toMs: Math.min(shift.toMs, nowMs) };
      const planned = intersection(shift.planned, [passed]);
      const states = await this.states.states(equipmentId, passed, {
        runningAboveRpm: running_above_rpm,
        knownForMs: known_for_s * 1000,
      });
      yield { shift, planned, course: courseOf(planned, states, explanations, minor_stop_s * 1000) };
    }
  }
}

function amountsOfShift(
  { shift, planned, course }: WorkedShift,
  counts: readonly ProductionCount[],
): { amounts: Amounts; apportioned: number } {
  const production = productionIn([shift], counts);
  const countedMs = lengthMs(intersection(production?.counted ?? [], planned));
  const amounts = amountsOf(lengthMs(planned), course, countedMs, production, shift.plan.ideal_cycle_s);
  return { amounts, apportioned: production?.apportioned ?? 0 };
}

const headOf = ({ shift }: WorkedShift, nowMs: number) => ({
  shift: shift.name,
  date: shift.date,
  starts: Instant.nearestMs(shift.fromMs).toString(),
  ends: Instant.nearestMs(shift.toMs).toString(),
  is_over: shift.toMs <= nowMs,
  plan: shift.plan.id,
});

const stopView = ({ fromMs, toMs, state, loss, explained }: Stop, { name, date }: Occurrence): StopView => ({
  from: Instant.nearestMs(fromMs).toString(),
  to: Instant.nearestMs(toMs).toString(),
  duration_s: (toMs - fromMs) / 1000,
  shift: name,
  date,
  state,
  loss,
  reason: explained?.reasonId ?? null,
  explanation: explained?.explanationId ?? null,
});
