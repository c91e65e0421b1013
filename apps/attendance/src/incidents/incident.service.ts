import {
  type AddIncidentNote,
  callerOf,
  type DecideIncident,
  DomainError,
  pageOfRows,
  type IncidentQuery,
  Instant,
  instant,
  isUuid,
  offsetOf,
  type Page,
  type ReportIncident,
} from '@argus/contracts';
import { Database, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { ActLog, type Asker } from '../acts/act-log.service.js';
import { readPhotographs } from '../faces/photograph-intake.js';
import { IncidentOpener } from './incident-opener.service.js';
import { IncidentStore, type ListedIncident } from './incident.store.js';

/** Tolerated lead of a client's clock over ours. */
const MAX_CLOCK_LEAD_MS = 60_000;
const MAX_OPEN = 50;
const MAX_NOTES = 100;

/** Takes reports of incidents and the decisions about them. */
@Injectable()
export class IncidentService {
  constructor(
    private readonly database: Database,
    private readonly incidents: IncidentStore,
    private readonly opener: IncidentOpener,
    private readonly sealer: Sealer,
    private readonly acts: ActLog,
  ) {}

  /** @throws DomainError VALIDATION_FAILED, TIMESTAMP_IN_FUTURE, TOO_MANY_INCIDENTS */
  async report(report: ReportIncident, asker: Asker): Promise<ListedIncident> {
    const { type, description, severity, camera_id = null, image, timestamp = Instant.now() } = report;
    if (timestamp.ms > Instant.now().ms + MAX_CLOCK_LEAD_MS) throw new DomainError('TIMESTAMP_IN_FUTURE');
    const [picture] = image ? await readPhotographs([{ image, path: ['image'] }]) : [];
    const [id, reportedBy] = [randomUUID(), callerOf(asker).username];
    const imageSealed = picture ? this.sealer.seal(picture, placeOf(id)) : null;
    return this.database.transaction(async (tx) => {
      if ((await this.incidents.openOf(tx, reportedBy)) >= MAX_OPEN)
        throw new DomainError('TOO_MANY_INCIDENTS');
      const what = { type, description, severity, cameraId: camera_id, occurredAt: instant(timestamp) };
      await this.opener.open(tx, asker, { id, ...what, imageSealed, reportedBy, openedByRule: null });
      return known(await this.incidents.find(id));
    });
  }

  /** Newest first. @throws DomainError PAGE_NOT_FOUND */
  async list(query: IncidentQuery): Promise<Page<ListedIncident>> {
    const rows = await this.incidents.list(query, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** Returns the incident with its picture, whose format the bytes tell. @throws DomainError INCIDENT_NOT_FOUND */
  async get(id: string): Promise<{ readonly incident: ListedIncident; readonly picture: Uint8Array | null }> {
    const incident = known(isUuid(id) ? await this.incidents.find(id) : undefined);
    const sealed = await this.incidents.image(id);
    return { incident, picture: sealed && this.sealer.open(sealed, placeOf(id)) };
  }

  /** The first decision counts, and the same again changes nothing. @throws DomainError INCIDENT_NOT_FOUND, INCIDENT_DECIDED */
  async decide(id: string, { status, note }: DecideIncident, asker: Asker): Promise<ListedIncident> {
    return this.locked(id, async (tx, incident) => {
      if (incident.status === status) return;
      if (incident.status !== 'open') throw new DomainError('INCIDENT_DECIDED');
      const { username } = callerOf(asker);
      await this.incidents.decide(tx, id, status, username);
      await this.incidents.addNote(tx, id, { at: instant(Instant.now()), by: username, text: note });
      await this.acts.note(tx, 'incident-decided', asker, { details: { incident: id, status } });
    });
  }

  /** @throws DomainError INCIDENT_NOT_FOUND, TOO_MANY_NOTES */
  async addNote(id: string, { text }: AddIncidentNote, asker: Asker): Promise<ListedIncident> {
    return this.locked(id, async (tx, { notes }) => {
      if (notes.length >= MAX_NOTES) throw new DomainError('TOO_MANY_NOTES');
      await this.incidents.addNote(tx, id, {
        at: instant(Instant.now()),
        by: callerOf(asker).username,
        text,
      });
      await this.acts.note(tx, 'incident-noted', asker, { details: { incident: id } });
    });
  }

  private locked(
    id: string,
    work: (tx: EntityManager, incident: ListedIncident) => Promise<void>,
  ): Promise<ListedIncident> {
    return this.database.transaction(async (tx) => {
      await work(tx, known(isUuid(id) ? await this.incidents.lock(tx, id) : undefined));
      return known(await this.incidents.find(id));
    });
  }
}

const placeOf = (id: string): string => `incident/${id}`;

function known(incident: ListedIncident | undefined): ListedIncident {
  if (!incident) throw new DomainError('INCIDENT_NOT_FOUND');
  return incident;
}
