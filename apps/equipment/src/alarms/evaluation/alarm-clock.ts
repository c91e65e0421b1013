import { Inject, Injectable } from '@nestjs/common';
import { ShelfService } from '../alarms/shelf.service.js';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { AlarmEvaluation } from './alarm-evaluation.js';

const BATCH = 500;
const REST_EVERY_MS = 60_000;
/** Whoever stops the service waits for the turn; a backlog goes on in the next one. */
const LONGEST_TURN_MS = 5_000;

/**
 * Lets time pass for rules where no reading comes. What is due stands in the record, so that any replica, also one that starts
 * after all others died, fires it; an alarm's time is that at which it was due, not that of the tick.
 */
@Injectable()
export class AlarmClock {
  private restedAt = Date.now();

  constructor(
    private readonly evaluation: AlarmEvaluation,
    private readonly shelf: ShelfService,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  /** Everything that is due by now, as far as one turn reaches. */
  async tick(now = Date.now()): Promise<void> {
    const endsAt = performance.now() + LONGEST_TURN_MS;
    const whole = async (batch: () => Promise<number>): Promise<void> => {
      while ((await batch()) === BATCH && performance.now() < endsAt);
    };
    await whole(() => this.evaluation.passTime(now - this.settings.EQUIPMENT_TIMER_GRACE_MS, BATCH));
    await whole(() => this.shelf.expire(new Date(now), BATCH));
    if (now - this.restedAt < REST_EVERY_MS) return;
    this.restedAt = now;
    await whole(() => this.evaluation.rest(now, BATCH));
  }
}
