import { Instant } from '@argus/contracts';
import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { AlarmEvaluationService } from '../evaluation/alarm-evaluation.service.js';
import { ShelfService } from './shelf.service.js';

const BATCH_SIZE = 500;
/** New rules are told an hour of readings, while writers of those machines wait. */
const RECHECKS = 10;
const CHECKPOINT_IDLE_EVERY_MS = 60_000;
/** Stopping the service waits for the tick that runs; a backlog goes on in the next one. */
const MAX_TICK_MS = 5_000;

/**
 * Fires what is due by the clock: timers of rules, ends of shelving, checkpoints of silent equipment. What is due is stored,
 * so any replica can fire it. An alarm has the time at which it was due, not that of the tick.
 */
@Injectable()
export class AlarmClock {
  private idleCheckpointedAt = Date.now();

  constructor(
    private readonly evaluation: AlarmEvaluationService,
    private readonly shelf: ShelfService,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  /** Does everything that is due by now, as far as the time of one tick reaches. */
  @Every(500, 'let time pass for alarms')
  async tick(now = Date.now()): Promise<void> {
    const endsAt = performance.now() + MAX_TICK_MS;
    const drain = async (doBatch: () => Promise<number>, size = BATCH_SIZE): Promise<void> => {
      while ((await doBatch()) === size && performance.now() < endsAt);
    };
    const until = now - this.settings.EQUIPMENT_TIMER_GRACE_MS;
    const at = Instant.ofMs(now);
    const [isDue, isExpired] = await Promise.all([this.evaluation.anyDue(until), this.shelf.anyExpired(at)]);
    if (isDue) {
      await drain(() => this.evaluation.recheck(until, RECHECKS), RECHECKS);
      await drain(() => this.evaluation.fireTimers(until, BATCH_SIZE));
    }
    if (isExpired) await drain(() => this.shelf.expire(at, BATCH_SIZE));
    if (now - this.idleCheckpointedAt < CHECKPOINT_IDLE_EVERY_MS) return;
    this.idleCheckpointedAt = now;
    await drain(() => this.evaluation.checkpointIdle(now, BATCH_SIZE));
  }
}
