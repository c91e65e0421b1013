import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { ShelfService } from '../alarms/shelf.service.js';
import { type EquipmentSettings, equipmentSettings } from '../equipment.settings.js';
import { AlarmEvaluation } from './alarm-evaluation.js';

const TICK_MS = 500;
const BATCH = 500;
const REST_EVERY_MS = 60_000;

/**
 * Lets time pass for rules where no reading comes. What is due stands in the record, so that any replica, also one that starts
 * after all others died, fires it; an alarm's time is that at which it was due, not that of the tick.
 */
@Injectable()
export class AlarmClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AlarmClock.name);
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> = Promise.resolve();
  private stopped = false;
  private restedAt = Date.now();

  constructor(
    private readonly evaluation: AlarmEvaluation,
    private readonly shelf: ShelfService,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.ticking;
  }

  /** Everything that is due by now. */
  async tick(now = Date.now()): Promise<void> {
    const until = now - this.settings.EQUIPMENT_TIMER_GRACE_MS;
    while ((await this.evaluation.passTime(until, BATCH)) === BATCH && !this.stopped);
    while ((await this.shelf.expire(new Date(now), BATCH)) === BATCH && !this.stopped);
    if (now - this.restedAt < REST_EVERY_MS) return;
    this.restedAt = now;
    while ((await this.evaluation.rest(now, BATCH)) === BATCH && !this.stopped);
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.ticking = this.tick()
        .catch((error: unknown) =>
          this.logger.warn('Timers of alarms could not be fired; tried again', error),
        )
        .finally(() => this.schedule());
    }, TICK_MS).unref();
  }
}
