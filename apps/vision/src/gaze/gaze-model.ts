import type { Vector3 } from '@argus/gaze-geometry';
import type { GazeNetwork } from '../gaze-networks/gaze-network.js';
import type { NetworkGaze } from '../gaze-networks/network-gaze.js';
import { GEOMETRY_ERROR_DEG } from '../gaze-networks/measured-errors.js';
import type { ModelSet } from '../models/model-set.js';
import type { FaceGaze, UncalibratedGaze } from './face-gaze.js';

/** Raise the version if the same frame gives another gaze: a fit does not mix samples of two versions. */
const GEOMETRY = 'eyeball@2';

/** Returns the name and version of the gaze model, which is stored with a calibration. */
export const gazeModelOf = ({ gazeNetwork }: Pick<ModelSet, 'gazeNetwork'>): string =>
  gazeNetwork ? `${GEOMETRY}+${gazeNetwork.name}` : GEOMETRY;

export const byGeometry = (direction: Vector3): UncalibratedGaze => ({
  direction,
  source: 'geometry',
  model: GEOMETRY,
  expectedErrorDeg: GEOMETRY_ERROR_DEG,
});

/**
 * Returns the gaze with what a network answered: its direction without calibration, and its features for the fit. The measured
 * direction stays geometry, which present calibrations are fitted to.
 */
export function withNetwork(
  gaze: FaceGaze,
  answer: NetworkGaze | null,
  { name, expectedErrorDeg }: Pick<GazeNetwork, 'name' | 'expectedErrorDeg'>,
): FaceGaze {
  if (!answer) return { ...gaze, features: null };
  const { direction, features } = answer;
  return { ...gaze, features, uncalibrated: { direction, source: 'network', model: name, expectedErrorDeg } };
}
