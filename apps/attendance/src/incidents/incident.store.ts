import type { IncidentNote, IncidentQuery } from '@argus/contracts';
import { Database, deleteRows } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Incident } from './incident.entity.js';

export type ListedIncident = Omit<Incident, 'imageSealed' | 'openedByRule'> & { readonly hasImage: boolean };
export type NewIncident = Pick<
  Incident,
  'id' | 'type' | 'cameraId' | 'description' | 'severity' | 'imageSealed' | 'reportedBy' | 'openedByRule'
> & { readonly occurredAt: string };

const LISTED = `id, type, camera_id AS "cameraId", occurred_at AS "occurredAt", description, severity, status, image_sealed IS NOT NULL AS "hasImage",
  reported_by AS "reportedBy", notes, created_at AS "createdAt", decided_by AS "decidedBy", decided_at AS "decidedAt"`;

@Injectable()
export class IncidentStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(
    { status, severity, camera_id }: Pick<IncidentQuery, 'status' | 'severity' | 'camera_id'>,
    limit: number,
    offset: number,
  ): Promise<(ListedIncident & { count: number })[]> {
    const where = `($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR severity = $2)
      AND (nullif($3::text, '') IS NULL OR fold_text(camera_id) = fold_text($3))`;
    return this.database.query(
      `SELECT ${LISTED}, (SELECT count(*) FROM incident WHERE ${where}) FROM incident WHERE ${where}
        ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $5`,
      [status, severity, camera_id, limit, offset],
    );
  }

  /** Inside the surrounding transaction, if there is one. */
  async find(id: string): Promise<ListedIncident | undefined> {
    const [row] = await this.database.query<ListedIncident>(`SELECT ${LISTED} FROM incident WHERE id = $1`, [
      id,
    ]);
    return row;
  }

  async image(id: string): Promise<Uint8Array | null> {
    const [row] = await this.database.query<{ image: Uint8Array | null }>(
      'SELECT image_sealed AS image FROM incident WHERE id = $1',
      [id],
    );
    return row?.image ?? null;
  }

  /** Locks against others who decide or note. */
  async lock(tx: EntityManager, id: string): Promise<ListedIncident | undefined> {
    const [row] = await this.database.preparedIn<ListedIncident>(
      tx,
      'incident.lock',
      `SELECT ${LISTED} FROM incident WHERE id = $1 FOR NO KEY UPDATE`,
      [id],
    );
    return row;
  }

  /** Locks the reporter's reports until the commit. Returns how many of theirs are open. */
  async openOf(tx: EntityManager, reportedBy: string): Promise<number> {
    await tx.query(
      `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.incident', hashtext($1)))`,
      [reportedBy],
    );
    return tx.countBy(Incident, { reportedBy, status: 'open' });
  }

  /** Returns false where a rule has an open incident for the camera already. */
  async insert(tx: EntityManager, incident: NewIncident): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'incident.insert',
      `INSERT INTO incident (id, type, camera_id, occurred_at, description, severity, image_sealed, reported_by, opened_by_rule)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
      [
        incident.id,
        incident.type,
        incident.cameraId,
        incident.occurredAt,
        incident.description,
        incident.severity,
        incident.imageSealed,
        incident.reportedBy,
        incident.openedByRule,
      ],
    );
    return rows.length === 1;
  }

  async decide(tx: EntityManager, id: string, status: Incident['status'], decidedBy: string): Promise<void> {
    await tx.query('UPDATE incident SET status = $2, decided_by = $3, decided_at = now() WHERE id = $1', [
      id,
      status,
      decidedBy,
    ]);
  }

  async addNote(tx: EntityManager, id: string, note: IncidentNote): Promise<void> {
    await tx.query('UPDATE incident SET notes = notes || $2::jsonb WHERE id = $1', [
      id,
      JSON.stringify([note]),
    ]);
  }

  async deleteDecidedBefore(days: number): Promise<void> {
    await deleteRows(this.database, 'incident', 'decided_at < now() - make_interval(days => $1)', days);
  }
}
