/** Why a series does not pass. What was seen contradicts a living person who follows the steps: failed. */
export const livenessFailures = [
  'MOVED_EARLY',
  'TURN_MISSING',
  'TURN_WRONG_DIRECTION',
  'TURN_IMPLAUSIBLE',
  'FLAT',
  'BLINK_MISSING',
  'FACE_JUMPED',
  'DIFFERENT_PEOPLE',
  'REPLAYED',
  'SENT_TOO_EARLY',
] as const;

/** Why nothing can be said: inconclusive. */
export const livenessObstacles = [
  'FRAMES_TOO_SPARSE',
  'FRAME_NOT_READABLE',
  'FACE_NOT_SEEN',
  'NOT_FACING',
  'EYES_NOT_OPEN',
] as const;

export type SeriesReason = (typeof livenessFailures)[number] | (typeof livenessObstacles)[number];
