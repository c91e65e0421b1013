import { destinationOf, OutgoingClient, OutgoingPolicy } from '@argus/outgoing';
import { Sealer } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { cameraProtocols, filledAddress } from '../cameras/camera-address.js';
import { openedCredentials } from '../cameras/camera-credentials.js';
import type { Camera } from '../cameras/camera.entity.js';
import { asCameraFailure, CameraFailure } from './camera-failure.js';
import type { CameraFeed } from './camera-feed.js';
import { openHttpFeed } from './http-feed.js';
import { openRtspFeed } from './rtsp-feed.js';

/** Opens cameras. */
@Injectable()
export class CameraFeeds {
  constructor(
    private readonly policy: OutgoingPolicy,
    private readonly client: OutgoingClient,
    private readonly sealer: Sealer,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  /** @throws CameraFailure */
  async open({
    id,
    url,
    credentialsSealed,
  }: Pick<Camera, 'id' | 'url' | 'credentialsSealed'>): Promise<CameraFeed> {
    if (url === null) throw new CameraFailure('no_address');
    const { CAMERA_FRAMES_PER_SECOND: framesPerSecond, CAMERA_FFMPEG: ffmpeg } = this.settings;
    const credentials = openedCredentials(this.sealer, id, credentialsSealed);
    const source = { url: filledAddress(url, credentials), framesPerSecond, credentials };
    try {
      const { protocol } = destinationOf(url, cameraProtocols);
      if (protocol.startsWith('http')) return await openHttpFeed(source, this.client);
      return await openRtspFeed(source, this.policy, ffmpeg);
    } catch (error) {
      throw asCameraFailure(error);
    }
  }
}
