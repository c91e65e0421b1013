import type { Sealer } from '@argus/persistence';
import type { CameraCredentials } from './camera-address.js';

const boundTo = (cameraId: string): string => `camera-credentials/${cameraId}`;

/** Returns null where there is nothing to seal. */
export function sealedCredentials(
  sealer: Sealer,
  cameraId: string,
  { username, password }: CameraCredentials,
): Uint8Array | null {
  if (username === undefined && password === undefined) return null;
  return sealer.seal(Buffer.from(JSON.stringify({ username, password })), boundTo(cameraId));
}

export const openedCredentials = (
  sealer: Sealer,
  cameraId: string,
  sealed: Uint8Array | null,
): CameraCredentials =>
  sealed === null
    ? {}
    : (JSON.parse(Buffer.from(sealer.open(sealed, boundTo(cameraId))).toString()) as CameraCredentials);
