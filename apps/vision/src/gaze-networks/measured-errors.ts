/**
 * Mean angular errors without calibration, degrees, printed by `npm run bench -- gaze-direction` for four real frames of three
 * people with known targets: an indication, no statistics (ADR 47).
 */
export const GEOMETRY_ERROR_DEG = 10.1;

/** By SHA-256 of the weights, because another network of the same shape may err otherwise. */
const byWeights: Readonly<Record<string, number>> = {
  /* BlazeGaze of WebEyeTrack, TensorFlow.js */
  c030a762a2d21ac0f3c59700a723b2d8790f2003b3f8e72fbe31129fcb234e58: 4.4,
  /* gaze-estimation-adas-0002 of the Open Model Zoo, OpenVINO FP16 */
  '0aed599f452258243b07154fadc09b56ef90418b94210bd33f47bbba90cbb98c': 4.3,
};

export const measuredErrorDeg = (sha256: string): number | null => byWeights[sha256] ?? null;
