import { incidentOpened } from '@argus/contracts';
import { Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ActLog, type Asker } from '../acts/act-log.service.js';
import { IncidentStore, type NewIncident } from './incident.store.js';

/** Opens incidents: stores them, tells the audit and whoever listens. */
@Injectable()
export class IncidentOpener {
  constructor(
    private readonly incidents: IncidentStore,
    private readonly outbox: Outbox,
    private readonly acts: ActLog,
  ) {}

  /** Returns false where a rule has opened one already that nobody has decided. */
  async open(tx: EntityManager, asker: Asker, incident: NewIncident): Promise<boolean> {
    if (!(await this.incidents.insert(tx, incident))) return false;
    const { id, type, severity, cameraId: camera_id, occurredAt: occurred_at, description } = incident;
    await this.outbox.append(tx, incidentOpened, {
      ...{ incident_id: id, type, severity, camera_id, occurred_at, description },
    });
    await this.acts.note(tx, 'incident-opened', asker, {
      details: { incident: id, type, severity, camera_id },
    });
    return true;
  }
}
