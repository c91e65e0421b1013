import { type CounterOf, Metrics } from '@argus/service-kit';
import { Injectable, Logger } from '@nestjs/common';

const LOG_AGAIN_MS = 3_600_000;
/* What devices send is unlimited; beyond this many different warnings an hour only the metrics tell. */
const MAX_WARNINGS = 1000;

/** `unreadable` is a whole message, the others are readings. */
export type RefusalReason = 'unreadable' | 'invalid' | 'unknown_equipment' | 'failed';

/** Counts what devices send in vain, since nobody answers them, and warns once an hour about the same. */
@Injectable()
export class DeviceRefusals {
  private readonly logger = new Logger(DeviceRefusals.name);
  private readonly readings: CounterOf;
  private readonly measurements: CounterOf;
  private readonly warnedAtMs = new Map<string, number>();

  constructor(metrics: Metrics) {
    this.readings = metrics.counter({
      name: 'argus_device_readings_refused_total',
      help: 'Readings of devices that were not stored and became dead letters',
      labelNames: ['reason'],
    });
    this.measurements = metrics.counter({
      name: 'argus_device_measurements_dropped_total',
      help: 'Further measurements that were dropped from stored readings of devices',
    });
  }

  refused(subject: string, reason: RefusalReason, text: string, count = 1): void {
    this.readings.add({ reason }, count);
    this.warn(
      `${subject} ${reason}`,
      `Refused from ${subject}, kept as a dead letter: ${text.slice(0, 300)}`,
    );
  }

  dropped(equipmentId: number, text: string): void {
    this.measurements.add();
    this.warn(
      `${equipmentId} measurement ${text}`,
      `Dropped from readings of equipment ${equipmentId}: ${text}`,
    );
  }

  private warn(key: string, text: string): void {
    const nowMs = Date.now();
    const lastMs = this.warnedAtMs.get(key);
    if (lastMs !== undefined && nowMs - lastMs < LOG_AGAIN_MS) return;
    /* Oldest first, because every warning moves its key to the end. */
    for (const [oldest, atMs] of this.warnedAtMs) {
      if (nowMs - atMs < LOG_AGAIN_MS) break;
      this.warnedAtMs.delete(oldest);
    }
    if (this.warnedAtMs.size >= MAX_WARNINGS) return;
    this.warnedAtMs.delete(key);
    this.warnedAtMs.set(key, nowMs);
    this.logger.warn(text);
  }
}
