import type { Principal } from '@argus/contracts';

/** Who waits for a photograph: enrolment and verification, liveness, frames of accounts, frames of callers without a token. */
export const laneNames = ['recognition', 'liveness', 'frames', 'anonymous'] as const;
export type LaneName = (typeof laneNames)[number];
export type LaneWeights = Readonly<Record<LaneName, number>>;

export const defaultLaneWeights: LaneWeights = { recognition: 16, liveness: 8, frames: 4, anonymous: 1 };

/** Returns the lane of a caller's frames. */
export const laneOfFrames = (principal: Principal | undefined): LaneName =>
  principal === undefined ? 'anonymous' : 'frames';
