import type { DeviceRefusalCause } from '@argus/contracts';
import { type CounterOf, Metrics } from '@argus/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { RareWarnings } from './rare-warnings.js';

/** `unreadable` is a whole message, the others are readings. */
export type RefusalReason = 'unreadable' | 'invalid' | 'unknown_equipment' | 'conflict' | 'failed';

/** Where a message came from. */
export interface Origin {
  readonly subject: string;
  /** User names of devices that may publish there; undefined where the subject names no equipment that exists. */
  readonly devices: readonly string[] | undefined;
}

const MAX_NAMED = 5;

/** Counts what devices do in vain, since nobody answers them, and warns about it, rarely about the same. */
@Injectable()
export class DeviceRefusals {
  private readonly logger = new Logger(DeviceRefusals.name);
  private readonly warnings = new RareWarnings();
  private readonly connections: CounterOf;
  private readonly readings: CounterOf;
  private readonly measurements: CounterOf;

  constructor(metrics: Metrics) {
    this.connections = metrics.counter({
      name: 'argus_device_connections_refused_total',
      help: 'Connections of devices that were refused; the same again within five seconds is not counted',
      labelNames: ['cause'],
    });
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

  /** @param username is of a device that exists; undefined for any other, whose name anybody can choose */
  notAdmitted(username: string | undefined, cause: DeviceRefusalCause | 'unknown_device'): void {
    this.connections.add({ cause });
    if (this.warnings.isNew(`connection ${username}`, cause))
      this.logger.warn(`Refused a connection of ${username ?? 'an unknown device'}: ${sentences[cause]}`);
  }

  refused({ subject, devices }: Origin, reason: RefusalReason, text: string, count = 1): void {
    this.readings.add({ reason }, count);
    if (this.warnings.isNew(devices ? subject : 'unknown equipment', `${reason} ${text}`))
      this.logger.warn(
        `Refused from ${subject}${publishers(devices)}, kept as a dead letter: ${text.slice(0, 300)}`,
      );
  }

  dropped(equipmentId: number, text: string): void {
    this.measurements.add();
    if (this.warnings.isNew(`measurement of ${equipmentId}`, text))
      this.logger.warn(`Dropped from readings of equipment ${equipmentId}: ${text}`);
  }
}

const sentences: Readonly<Record<DeviceRefusalCause | 'unknown_device', string>> = {
  wrong_password: 'the password is wrong or was replaced',
  revoked: 'it is revoked',
  client_id: 'its client id must be its user name',
  no_equipment: 'it has no equipment any more',
  unknown_device: 'there is none of this name',
};

/** Messages do not tell who sent them. */
function publishers(devices: readonly string[] | undefined): string {
  if (devices === undefined) return ', which is no equipment';
  if (devices.length === 0) return '';
  const others = devices.length > MAX_NAMED ? ' or others' : '';
  return ` (published by ${devices.slice(0, MAX_NAMED).join(', ')}${others})`;
}

/** How many publishers of a machine are worth asking for. */
export const PUBLISHERS_ASKED = MAX_NAMED + 1;
