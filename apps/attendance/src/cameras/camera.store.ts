import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Camera } from './camera.entity.js';

type ListedCamera = Camera & { readonly count: number };
/** What was found of a camera that gives pictures. */
export type SeenCamera = Pick<Camera, 'status' | 'problem' | 'width' | 'height' | 'statedFps'>;
/** What an administrator sets. */
export type CameraSettings = Pick<
  Camera,
  | 'name'
  | 'location'
  | 'ipAddress'
  | 'url'
  | 'credentialsSealed'
  | 'direction'
  | 'watch'
  | 'maintenance'
  | 'isActive'
>;

const COLUMNS = `id, name, location, ip_address AS "ipAddress", url, credentials_sealed AS "credentialsSealed", direction, watch,
  maintenance, is_active AS "isActive", status, problem, last_seen_at AS "lastSeenAt", width, height, stated_fps AS "statedFps",
  created_at AS "createdAt"`;

@Injectable()
export class CameraStore {
  constructor(private readonly database: Database) {}

  /** Returns one page by name, each row with the count of all. */
  list(isActive: boolean, limit: number, offset: number): Promise<ListedCamera[]> {
    return this.database.prepared<ListedCamera>(
      'camera.list',
      `SELECT ${COLUMNS}, count(*) OVER ()::int AS count FROM camera WHERE is_active = $1
        ORDER BY fold_text(name), id LIMIT $2 OFFSET $3`,
      [isActive, limit, offset],
    );
  }

  async find(id: string): Promise<Camera | undefined> {
    const [row] = await this.database.prepared<Camera>(
      'camera.find',
      `SELECT ${COLUMNS} FROM camera WHERE fold_text(id) = fold_text($1)`,
      [id],
    );
    return row;
  }

  /** As `find`, and nobody else changes it meanwhile. */
  async findForChange(tx: EntityManager, id: string): Promise<Camera | undefined> {
    const [row] = await this.database.preparedIn<Camera>(
      tx,
      'camera.change-of',
      `SELECT ${COLUMNS} FROM camera WHERE fold_text(id) = fold_text($1) FOR UPDATE`,
      [id],
    );
    return row;
  }

  /** Holds up others that count. */
  async count(tx: EntityManager): Promise<number> {
    const [{ count }] = (await this.database.preparedIn<{ count: number }>(
      tx,
      'camera.count',
      `SELECT count(*)::int AS count FROM camera, (SELECT pg_advisory_xact_lock(hashtext('camera.count'))) AS alone`,
    )) as [{ count: number }];
    return count;
  }

  async insert(tx: EntityManager, camera: Partial<Camera> & Pick<Camera, 'id'>): Promise<void> {
    await tx.insert(Camera, camera);
  }

  /** What was found of a former address says nothing of a new one. */
  async change(
    tx: EntityManager,
    id: string,
    settings: Partial<CameraSettings>,
    isElsewhere: boolean,
  ): Promise<void> {
    const unknown = { status: 'offline' as const, problem: null, width: null, height: null, statedFps: null };
    await tx.update(Camera, { id }, { ...settings, ...(isElsewhere && unknown) });
  }

  /** Notes that a picture came just now. */
  async noteSeen(id: string, { status, problem, width, height, statedFps }: SeenCamera): Promise<void> {
    await this.database.prepared(
      'camera.seen',
      `UPDATE camera SET status = $2, problem = $3, width = $4, height = $5, stated_fps = $6, last_seen_at = now() WHERE id = $1`,
      [id, status, problem, width, height, statedFps],
    );
  }

  /** Notes that no picture came. */
  async noteFailed(id: string, status: Camera['status'], problem: string): Promise<void> {
    await this.database.prepared(
      'camera.failed',
      'UPDATE camera SET status = $2, problem = $3 WHERE id = $1',
      [id, status, problem],
    );
  }
}
