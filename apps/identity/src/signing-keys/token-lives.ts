import type { Family } from '@argus/contracts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export interface TokenLives {
  readonly accessMs: number;
  /** Life of one refresh token; each refresh may issue a new one. */
  readonly refreshMs: number;
}

/** The lives that each family's document promises. */
export const tokenLives: Readonly<Record<Family, TokenLives>> = {
  eyetracker: { accessMs: 15 * minuteMs, refreshMs: dayMs },
  techtrack: { accessMs: 5 * minuteMs, refreshMs: dayMs },
  calibration: { accessMs: hourMs, refreshMs: dayMs },
  attendance: { accessMs: hourMs, refreshMs: 7 * dayMs },
  proctorx: { accessMs: hourMs, refreshMs: dayMs },
};

/** Life of a session that a cookie names, as EyeTracker's. */
export const cookieLifeMs = 14 * dayMs;

export const MAX_ACCESS_LIFE_MS = Math.max(...Object.values(tokenLives).map(({ accessMs }) => accessMs));

/** How far the clocks of verifiers may be off. */
export const accessTokenSkewMs = minuteMs;

/** A session ends after this time, however often it is refreshed. */
export const sessionLifeMs = 30 * dayMs;

/** In the profile `strict`, the grace period in which a used refresh token gets the same answer again, in case the first answer was lost. */
export const refreshGraceMs = 10_000;
