import { Database, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

export interface ShownFrame {
  /** When it came, in milliseconds; larger for a newer one. */
  readonly number: number;
  readonly picture: Uint8Array;
}

const boundTo = (cameraId: string): string => `camera-frame/${cameraId}`;

/** Hands the newest picture of a camera from the replica that reads it to those that show it. */
@Injectable()
export class FrameStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  async put(cameraId: string, picture: Uint8Array): Promise<void> {
    await this.database.prepared(
      'camera-frame.put',
      `INSERT INTO camera_frame (camera_id, picture_sealed) VALUES ($1, $2)
       ON CONFLICT (camera_id) DO UPDATE SET at = now(), picture_sealed = excluded.picture_sealed`,
      [cameraId, this.sealer.seal(picture, boundTo(cameraId))],
    );
  }

  /** Returns a picture of the last seconds that is newer than the one with this number. */
  async after(cameraId: string, number: number, seconds: number): Promise<ShownFrame | undefined> {
    const [row] = await this.database.prepared<{ number: number; sealed: Uint8Array }>(
      'camera-frame.after',
      `SELECT extract(epoch FROM at)::float8 * 1000 AS number, picture_sealed AS sealed FROM camera_frame
        WHERE camera_id = $1 AND extract(epoch FROM at)::float8 * 1000 > $2 AND at > now() - make_interval(secs => $3)`,
      [cameraId, number, seconds],
    );
    return row && { number: row.number, picture: this.sealer.open(row.sealed, boundTo(cameraId)) };
  }

  /** Deletes pictures at which nobody looks any more. */
  async forget(): Promise<void> {
    await this.database.prepared(
      'camera-frame.forget',
      `DELETE FROM camera_frame f WHERE NOT EXISTS (SELECT FROM camera_watch w WHERE w.camera_id = f.camera_id AND w.viewed_until > now())`,
    );
  }
}
