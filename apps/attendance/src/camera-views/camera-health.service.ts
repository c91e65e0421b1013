import { type CameraHealth, instantOrNull } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { Camera } from '../cameras/camera.entity.js';
import { CameraService } from '../cameras/camera.service.js';
import { rounded } from '../rounded.js';
import { CameraAlarms } from '../watching/camera-alarms.service.js';
import type { CameraWatch } from '../watching/camera-watch.entity.js';
import { WatchStore } from '../watching/watch.store.js';

/** Tells how cameras are, from what was measured. */
@Injectable()
export class CameraHealths {
  constructor(
    private readonly cameras: CameraService,
    private readonly watches: WatchStore,
    private readonly alarms: CameraAlarms,
  ) {}

  /** @throws DomainError CAMERA_NOT_FOUND */
  async health(id: string): Promise<CameraHealth> {
    const camera = await this.cameras.get(id);
    return healthOf(camera, await this.watches.find(camera.id), Date.now());
  }

  /** @throws DomainError CAMERA_NOT_FOUND, NOTHING_TO_ACKNOWLEDGE */
  async acknowledge(id: string, by: string): Promise<CameraHealth> {
    const camera = await this.cameras.get(id);
    await this.alarms.acknowledge(camera.id, by);
    return this.health(camera.id);
  }
}

function healthOf(camera: Camera, watch: CameraWatch | undefined, nowMs: number): CameraHealth {
  const { facesSeen = 0, facesUnusable = 0, bitsPerSecond = null, onlineSince = null } = watch ?? {};
  return {
    camera_id: camera.id,
    status: camera.maintenance ? 'maintenance' : camera.status,
    uptime: onlineSince && lengthOf(nowMs - onlineSince.valueOf()),
    last_frame: instantOrNull(camera.lastSeenAt),
    quality_score: rounded(watch?.qualityScore ?? null),
    bandwidth_usage: bitsPerSecond === null ? null : bandwidthOf(bitsPerSecond),
    error_count: watch?.errors ?? 0,
    problem: camera.problem,
    fps_seen: oneDecimal(watch?.seenFps ?? null),
    fps_stated: camera.statedFps,
    picture: watch?.picture ?? null,
    faces_seen: facesSeen,
    faces_unknown: watch?.facesUnknown ?? 0,
    unusable_share: facesSeen === 0 ? null : rounded(facesUnusable / facesSeen),
    alarm: {
      state: watch?.alarmState ?? 'normal',
      since: instantOrNull(watch?.alarmSince ?? null),
      acknowledged_by: watch?.alarmAcknowledgedBy ?? null,
    },
  };
}

const oneDecimal = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10) / 10;

/** Returns a time as a person says it, `48 hours`. */
export function lengthOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return counted(seconds, 'second');
  if (seconds < 7200) return counted(Math.floor(seconds / 60), 'minute');
  return counted(Math.floor(seconds / 3600), 'hour');
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** Returns a rate as a person says it, `2.3 Mbps`. */
export const bandwidthOf = (bitsPerSecond: number): string =>
  bitsPerSecond < 100_000
    ? `${(bitsPerSecond / 1000).toFixed(1)} kbps`
    : `${(bitsPerSecond / 1_000_000).toFixed(1)} Mbps`;
