import { DomainError, type Principal } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { cameraKey } from '../cameras/camera-key.js';

/** Who speaks for a camera: administrators, faculty and API keys; a key of a camera for that one alone. */
@Injectable()
export class CameraRights {
  constructor(@Inject(platformSettings.token) private readonly settings: PlatformSettings) {}

  /**
   * Returns the camera that the request is about. In `compat`, students name one as documented; what they report is theirs alone, and
   * their rows say so.
   * @throws DomainError CAMERA_NOT_PERMITTED
   */
  cameraOf({ role, cameraId }: Principal, named: string | null): string | null {
    if (cameraId !== undefined) {
      if (named !== null && cameraKey(named) !== cameraKey(cameraId)) throw notPermitted();
      return cameraId;
    }
    const speaksForNone = role === 'student' && this.settings.SECURITY_PROFILE === 'strict';
    if (named !== null && speaksForNone) throw notPermitted();
    return named;
  }
}

const notPermitted = (): DomainError => new DomainError('CAMERA_NOT_PERMITTED');
