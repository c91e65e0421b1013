import type { AlarmState } from '@argus/contracts';
import { Database, type StoredTime } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Camera } from '../cameras/camera.entity.js';
import type { EndedFaces } from './face-tracks.js';
import type { CameraWatch } from './camera-watch.entity.js';

/** A camera to read, and why. */
export type LeasedCamera = Pick<Camera, 'id' | 'location' | 'url' | 'credentialsSealed'> & {
  /** Whether people are recognised, or somebody only looks. */
  readonly isWatched: boolean;
  readonly isViewed: boolean;
};

/** What a replica found since it wrote last. */
export interface Findings
  extends
    EndedFaces,
    Pick<Camera, 'status' | 'problem' | 'width' | 'height' | 'statedFps'>,
    Pick<CameraWatch, 'seenFps' | 'bitsPerSecond' | 'qualityScore' | 'picture'> {
  /** Null where no picture came since. */
  readonly lastSeenAt: Date | null;
  readonly errors: number;
}

export type WatchedState = Pick<CameraWatch, 'alarmState' | 'onlineSince'> &
  Pick<Camera, 'name' | 'location' | 'lastSeenAt' | 'problem'>;

const WANTED = `c.is_active AND NOT c.maintenance AND c.url IS NOT NULL AND (c.watch OR coalesce(w.viewed_until > now(), false))`;
const LEASED = `c.id, c.location, c.url, c.credentials_sealed AS "credentialsSealed", c.watch AS "isWatched",
  coalesce(w.viewed_until > now(), false) AS "isViewed"`;

@Injectable()
export class WatchStore {
  constructor(private readonly database: Database) {}

  /** Goes on with what the replica holds. Returns what of it is still wanted. */
  renew(replica: string, seconds: number): Promise<LeasedCamera[]> {
    return this.database.prepared<LeasedCamera>(
      'camera-watch.renew',
      `UPDATE camera_watch w SET leased_until = now() + make_interval(secs => $2) FROM camera c
        WHERE c.id = w.camera_id AND w.leased_by = $1 AND w.leased_until > now() AND ${WANTED} RETURNING ${LEASED}`,
      [replica, seconds],
    );
  }

  /** Takes cameras that nobody reads, and those of a replica that is gone. */
  take(replica: string, seconds: number, most: number): Promise<LeasedCamera[]> {
    return this.database.prepared<LeasedCamera>(
      'camera-watch.take',
      `WITH fresh AS (
         INSERT INTO camera_watch (camera_id) SELECT id FROM camera WHERE watch AND is_active
            AND NOT EXISTS (SELECT FROM camera_watch WHERE camera_id = camera.id) ON CONFLICT DO NOTHING
       ), free AS (
         SELECT w.camera_id FROM camera_watch w JOIN camera c ON c.id = w.camera_id
          WHERE ${WANTED} AND coalesce(w.leased_until <= now(), true)
          ORDER BY c.watch DESC, w.leased_until NULLS FIRST LIMIT $3 FOR UPDATE OF w SKIP LOCKED
       ) UPDATE camera_watch w SET leased_by = $1, leased_until = now() + make_interval(secs => $2)
           FROM free, camera c WHERE w.camera_id = free.camera_id AND c.id = free.camera_id RETURNING ${LEASED}`,
      [replica, seconds, most],
    );
  }

  /** Gives cameras up, so that another replica need not wait. */
  async release(replica: string, cameraIds: readonly string[]): Promise<void> {
    await this.database.prepared(
      'camera-watch.release',
      `UPDATE camera_watch SET leased_by = NULL, leased_until = NULL, online_since = NULL, seen_fps = NULL, bits_per_second = NULL
        WHERE leased_by = $1 AND camera_id = ANY($2)`,
      [replica, cameraIds],
    );
  }

  /** Writes what was found, while the replica holds the camera. Returns how things stood before; undefined if it does not hold it. */
  async note(
    tx: EntityManager,
    replica: string,
    cameraId: string,
    found: Findings,
  ): Promise<WatchedState | undefined> {
    const [before] = await this.database.preparedIn<WatchedState>(
      tx,
      'camera-watch.before',
      `SELECT w.alarm_state AS "alarmState", w.online_since AS "onlineSince", c.name, c.location, c.last_seen_at AS "lastSeenAt", c.problem
         FROM camera_watch w JOIN camera c ON c.id = w.camera_id
        WHERE w.camera_id = $1 AND w.leased_by = $2 FOR UPDATE OF w`,
      [cameraId, replica],
    );
    if (!before) return undefined;
    const isOnline = found.status === 'online';
    this.database.sendIn(
      tx,
      'camera-watch.note',
      `UPDATE camera_watch SET noted_at = now(), online_since = CASE WHEN $2 THEN coalesce(online_since, now()) END, seen_fps = $3, bits_per_second = $4,
         quality_score = coalesce($5, quality_score), picture = coalesce($6, picture), errors = errors + $7, faces_seen = faces_seen + $8,
         faces_unusable = faces_unusable + $9, faces_unknown = faces_unknown + $10 WHERE camera_id = $1`,
      [
        cameraId,
        isOnline,
        found.seenFps,
        found.bitsPerSecond,
        found.qualityScore,
        found.picture,
        found.errors,
        found.seen,
        found.unusable,
        found.unknown,
      ],
    );
    this.database.sendIn(
      tx,
      'camera-watch.note-camera',
      `UPDATE camera SET status = $2, problem = $3, width = coalesce($4, width), height = coalesce($5, height),
         stated_fps = coalesce($6, stated_fps), last_seen_at = coalesce($7, last_seen_at) WHERE id = $1`,
      [cameraId, found.status, found.problem, found.width, found.height, found.statedFps, found.lastSeenAt],
    );
    return before;
  }

  alarm(tx: EntityManager, cameraId: string, state: AlarmState, acknowledgedBy: string | null): void {
    this.database.sendIn(
      tx,
      'camera-watch.alarm',
      `UPDATE camera_watch SET alarm_state = $2, alarm_since = now(), alarm_acknowledged_by = $3 WHERE camera_id = $1`,
      [cameraId, state, acknowledgedBy],
    );
  }

  async find(cameraId: string): Promise<CameraWatch | undefined> {
    const [row] = await this.database.prepared<CameraWatch>(
      'camera-watch.find',
      `${READ} WHERE camera_id = $1`,
      [cameraId],
    );
    return row;
  }

  async findForChange(tx: EntityManager, cameraId: string): Promise<CameraWatch | undefined> {
    const [row] = await this.database.preparedIn<CameraWatch>(
      tx,
      'camera-watch.change-of',
      `${READ} WHERE camera_id = $1 FOR UPDATE`,
      [cameraId],
    );
    return row;
  }

  /** Returns cameras with an alarm that nobody watches any more. */
  async forgotten(tx: EntityManager): Promise<{ readonly cameraId: string }[]> {
    return this.database.preparedIn(
      tx,
      'camera-watch.forgotten',
      `SELECT w.camera_id AS "cameraId" FROM camera_watch w JOIN camera c ON c.id = w.camera_id
        WHERE w.alarm_state <> 'normal' AND NOT (c.watch AND c.is_active AND NOT c.maintenance) FOR UPDATE OF w SKIP LOCKED`,
    );
  }

  /** Whether somebody tried to read the camera since a moment, and got no picture. */
  async failedSince(cameraId: string, moment: StoredTime): Promise<boolean> {
    const failed = await this.database.prepared(
      'camera-watch.failed-since',
      `SELECT 1 AS failed FROM camera_watch w JOIN camera c ON c.id = w.camera_id
        WHERE w.camera_id = $1 AND w.noted_at > $2 AND c.status <> 'online'`,
      [cameraId, moment],
    );
    return failed.length > 0;
  }

  /** Has a replica read the camera for a while, so that somebody can look through it. Returns the present moment. */
  async view(cameraId: string, seconds: number): Promise<StoredTime> {
    const [row] = await this.database.prepared<{ now: StoredTime }>(
      'camera-watch.view',
      `INSERT INTO camera_watch (camera_id, viewed_until) VALUES ($1, now() + make_interval(secs => $2))
       ON CONFLICT (camera_id) DO UPDATE SET viewed_until = excluded.viewed_until RETURNING now() AS now`,
      [cameraId, seconds],
    );
    return row!.now;
  }
}

const READ = `SELECT camera_id AS "cameraId", leased_by AS "leasedBy", leased_until AS "leasedUntil", viewed_until AS "viewedUntil",
  noted_at AS "notedAt", online_since AS "onlineSince", seen_fps AS "seenFps", bits_per_second AS "bitsPerSecond", quality_score AS "qualityScore", picture, errors,
  faces_seen AS "facesSeen", faces_unusable AS "facesUnusable", faces_unknown AS "facesUnknown", alarm_state AS "alarmState",
  alarm_since AS "alarmSince", alarm_acknowledged_by AS "alarmAcknowledgedBy" FROM camera_watch`;
