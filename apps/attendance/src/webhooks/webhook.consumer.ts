import {
  type AlarmChanged,
  alarmChanged,
  type AttendanceLogged,
  attendanceLogged,
  type CameraSilenceChanged,
  cameraSilenceChanged,
  type FaceEnrolled,
  faceEnrolled,
  type FaceRevoked,
  faceRevoked,
  type IncidentOpened,
  incidentOpened,
  type WebhookEvent,
} from '@argus/contracts';
import { Jobs, Outbox } from '@argus/persistence';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { webhookQueue } from '../queues.js';
import { listening, WebhookStore } from './webhook.store.js';

/** Keeps a delivery of each event for each receiver that listens to it. */
@Injectable()
export class WebhookConsumer {
  constructor(
    private readonly webhooks: WebhookStore,
    private readonly jobs: Jobs,
    outbox: Outbox,
  ) {
    /* Nobody else consumes it, and there is one for every row of attendance. */
    outbox.onlyWhere(attendanceLogged, listening('attendance_logged'));
  }

  @Consumes(attendanceLogged)
  async attendanceLogged(event: AttendanceLogged, tx: EntityManager): Promise<void> {
    const { occurred_at, employee_id, name, camera_id, confidence, method } = event;
    /* Two installations that tell each other would tell it round and round. */
    if (method === 'remote') return;
    await this.tell(tx, 'attendance_logged', occurred_at, { employee_id, name, camera_id, confidence });
  }

  @Consumes(faceEnrolled)
  async faceEnrolled({ occurred_at, employee_id }: FaceEnrolled, tx: EntityManager): Promise<void> {
    await this.tell(tx, 'face_enrolled', occurred_at, { employee_id });
  }

  @Consumes(faceRevoked)
  async faceRevoked({ occurred_at, employee_id }: FaceRevoked, tx: EntityManager): Promise<void> {
    await this.tell(tx, 'face_revoked', occurred_at, { employee_id });
  }

  @Consumes(incidentOpened)
  async incidentOpened({ occurred_at, ...incident }: IncidentOpened, tx: EntityManager): Promise<void> {
    await this.tell(tx, 'incident_opened', occurred_at, incident);
  }

  @Consumes(alarmChanged)
  async alarmChanged(change: AlarmChanged, tx: EntityManager): Promise<void> {
    const { at, action, alarm_id, rule_id, equipment_id, severity, to_state: state } = change;
    const event = alarmEvents[action];
    if (event) await this.tell(tx, event, at, { alarm_id, rule_id, equipment_id, severity, state });
  }

  @Consumes(cameraSilenceChanged)
  async cameraSilenceChanged(event: CameraSilenceChanged, tx: EntityManager): Promise<void> {
    const { camera_id, name, location, is_silent, problem, occurred_at } = event;
    const told = { camera_id, name, location, problem };
    await this.tell(tx, is_silent ? 'camera_offline' : 'camera_online', occurred_at, told);
  }

  /** An event of an earlier version does not say when it happened; it was a moment ago. */
  private async tell(
    tx: EntityManager,
    event: WebhookEvent,
    occurredAt: string | undefined,
    data: object,
  ): Promise<void> {
    const told = { event, occurredAt: occurredAt ?? new Date().toISOString(), content: JSON.stringify(data) };
    const asleep = await this.webhooks.announce(tx, told);
    for (const webhookId of asleep) await this.jobs.send(tx, webhookQueue, { webhookId });
  }
}

/* What people do with an alarm tells no receiver that something is wrong, or right again. */
const alarmEvents: Readonly<Record<string, WebhookEvent>> = {
  activate: 'alarm_raised',
  return: 'alarm_cleared',
  withdraw: 'alarm_cleared',
};
