import { createHash } from 'node:crypto';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

const hashOf = (ticket: string): Uint8Array => createHash('sha256').update(ticket).digest();

@Injectable()
export class StreamTicketStore {
  constructor(private readonly database: Database) {}

  /** Those that nobody used go with the next one. */
  async insert(ticket: string, cameraId: string, seconds: number): Promise<void> {
    await this.database.prepared(
      'camera-stream-ticket.insert',
      `WITH old AS (DELETE FROM camera_stream_ticket WHERE expires_at < now())
       INSERT INTO camera_stream_ticket (hash, camera_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))`,
      [hashOf(ticket), cameraId, seconds],
    );
  }

  /** Returns the camera of the ticket, which is gone then. */
  async spend(ticket: string): Promise<string | undefined> {
    const [row] = await this.database.prepared<{ cameraId: string }>(
      'camera-stream-ticket.spend',
      `DELETE FROM camera_stream_ticket t USING camera c
        WHERE hash = $1 AND expires_at > now() AND c.id = t.camera_id AND c.is_active RETURNING camera_id AS "cameraId"`,
      [hashOf(ticket)],
    );
    return row?.cameraId;
  }
}
