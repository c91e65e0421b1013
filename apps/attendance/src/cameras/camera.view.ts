import { type CameraView, instant, instantOrNull, type Principal } from '@argus/contracts';
import type { Camera } from './camera.entity.js';

/** Returns a camera as the caller may see it: a student has no business with addresses of the network. */
export function cameraView(camera: Camera, { role }: Pick<Principal, 'role'>): CameraView {
  const mayCall = role !== 'student';
  return {
    id: camera.id,
    name: camera.name,
    location: camera.location,
    ip_address: mayCall ? camera.ipAddress : null,
    rtsp_url: mayCall ? camera.url : null,
    status: camera.maintenance ? 'maintenance' : camera.status,
    last_seen: instantOrNull(camera.lastSeenAt),
    resolution: camera.width === null ? null : `${camera.width}x${camera.height}`,
    fps: camera.statedFps,
    is_active: camera.isActive,
    has_credentials: camera.credentialsSealed !== null,
    direction: camera.direction,
    watch: camera.watch,
    maintenance: camera.maintenance,
    problem: camera.problem,
    created_at: instant(camera.createdAt),
  };
}
