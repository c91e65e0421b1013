import { randomBytes } from 'node:crypto';
import { type CameraStream, DomainError, type StreamPiece } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { cameraFailures } from '../camera-feeds/camera-failure.js';
import type { Camera } from '../cameras/camera.entity.js';
import { type Asker, CameraService } from '../cameras/camera.service.js';
import type { ShownFrame } from '../watching/frame.store.js';
import { CameraPictures } from './camera-pictures.service.js';
import { StreamTicketStore } from './stream-ticket.store.js';

const TICKET_SECONDS = 60;
const STREAM_MS = 600_000;
/** For a camera that is opened first. */
const FIRST_PICTURE_MS = 12_000;
/** A stream without a picture for so long ends, and the browser says so. */
const NEXT_PICTURE_MS = 15_000;
const FRAMES = 'multipart/x-mixed-replace; boundary=frame';

interface StreamState {
  readonly cameraId: string;
  readonly number: number;
  readonly untilMs: number;
}

/** Shows what a camera sees to who may look. Who looked is audited. */
@Injectable()
export class CameraViews {
  constructor(
    private readonly cameras: CameraService,
    private readonly pictures: CameraPictures,
    private readonly tickets: StreamTicketStore,
  ) {}

  /** @throws DomainError CAMERA_NOT_FOUND */
  async stream(id: string, asker: Asker): Promise<CameraStream> {
    const camera = await this.cameras.get(id);
    await this.cameras.note(camera.id, 'viewed', asker);
    if (!(await this.first(camera))) {
      const error_message = problemOf(await this.cameras.get(id));
      return {
        camera_id: camera.id,
        stream_url: null,
        stream_type: null,
        is_accessible: false,
        error_message,
      };
    }
    const ticket = randomBytes(24).toString('base64url');
    await this.tickets.insert(ticket, camera.id, TICKET_SECONDS);
    return {
      camera_id: camera.id,
      stream_url: `/api/v1/camera-streams/${ticket}/`,
      stream_type: 'mjpeg',
      is_accessible: true,
      error_message: null,
    };
  }

  /** @throws DomainError CAMERA_NOT_FOUND, CAMERA_SHOWS_NOTHING */
  async snapshot(id: string, asker: Asker): Promise<StreamPiece> {
    const camera = await this.cameras.get(id);
    await this.cameras.note(camera.id, 'viewed', asker);
    const frame = await this.first(camera);
    if (!frame)
      throw new DomainError('CAMERA_SHOWS_NOTHING', { problem: problemOf(await this.cameras.get(id)) });
    return { bytes: frame.picture, media_type: 'image/jpeg' };
  }

  /** Returns the first picture of a stream, or the one after the state. @throws DomainError STREAM_NOT_FOUND */
  async frames(ticket: string, state: Uint8Array | undefined): Promise<StreamPiece> {
    const at = state ? (JSON.parse(Buffer.from(state).toString()) as StreamState) : await this.begin(ticket);
    const frame = await this.pictures.after(at.cameraId, at.number, NEXT_PICTURE_MS);
    if (!frame || Date.now() > at.untilMs) return { bytes: END, media_type: FRAMES };
    const next: StreamState = { ...at, number: frame.number };
    return { bytes: partOf(frame), media_type: FRAMES, next: Buffer.from(JSON.stringify(next)) };
  }

  private async begin(ticket: string): Promise<StreamState> {
    const cameraId = await this.tickets.spend(ticket);
    if (cameraId === undefined) throw new DomainError('STREAM_NOT_FOUND');
    return { cameraId, number: 0, untilMs: Date.now() + STREAM_MS };
  }

  private async first(camera: Camera): Promise<ShownFrame | undefined> {
    if (!camera.isActive || camera.maintenance || camera.url === null) return undefined;
    return this.pictures.after(camera.id, 0, FIRST_PICTURE_MS);
  }
}

const END = Buffer.from('--frame--\r\n');

const partOf = ({ picture }: ShownFrame): Uint8Array =>
  Buffer.concat([
    Buffer.from(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`),
    picture,
    Buffer.from('\r\n'),
  ]);

function problemOf({ isActive, maintenance, url, problem }: Camera): string {
  if (!isActive) return 'The camera is deactivated.';
  if (maintenance) return 'Somebody works on the camera.';
  if (url === null) return cameraFailures.no_address;
  return (
    problem ??
    'No picture came in time: other cameras occupy this platform, or the camera is being connected. Try again.'
  );
}
