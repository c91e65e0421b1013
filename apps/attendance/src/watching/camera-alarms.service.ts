import { nextState } from '@argus/alarms';
import { type AlarmState, cameraSilenceChanged, DomainError } from '@argus/contracts';
import { Database, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type WatchedState, WatchStore } from './watch.store.js';

const isActive = (state: AlarmState): boolean => state === 'unack_active' || state === 'ack_active';

/** The alarm of a camera that is silent (ISA-18.2, by the shared alarm core): one per camera. */
@Injectable()
export class CameraAlarms {
  constructor(
    private readonly database: Database,
    private readonly watches: WatchStore,
    private readonly outbox: Outbox,
  ) {}

  /** Raises the alarm of a silent camera, or ends it, in the transaction that writes what was found. */
  async follow(tx: EntityManager, cameraId: string, before: WatchedState, isSilent: boolean): Promise<void> {
    if (isActive(before.alarmState) === isSilent) return;
    const action = isSilent ? 'activate' : 'return';
    const next = nextState(before.alarmState, action, { active: isSilent, latching: false });
    if (next === undefined) return;
    this.watches.alarm(tx, cameraId, next, null);
    const { name, location, problem } = before;
    await this.outbox.append(tx, cameraSilenceChanged, {
      camera_id: cameraId,
      name,
      location,
      is_silent: isSilent,
      problem: isSilent ? problem : null,
      occurred_at: new Date().toISOString(),
    });
  }

  /** @throws DomainError NOTHING_TO_ACKNOWLEDGE */
  async acknowledge(cameraId: string, by: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const watch = await this.watches.findForChange(tx, cameraId);
      const state = watch?.alarmState ?? 'normal';
      const next = nextState(state, 'acknowledge', { active: isActive(state), latching: false });
      if (next === undefined) throw new DomainError('NOTHING_TO_ACKNOWLEDGE');
      this.watches.alarm(tx, cameraId, next, by);
    });
  }

  /** A camera that is not watched any more has no alarm. */
  async withdrawForgotten(): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const { cameraId } of await this.watches.forgotten(tx))
        this.watches.alarm(tx, cameraId, 'normal', null);
    });
  }
}
