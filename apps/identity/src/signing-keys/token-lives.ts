import type { Family } from '@argus/contracts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export interface TokenLives {
  readonly accessMs: number;
  /** Of one refresh token; each refresh makes a new one. */
  readonly refreshMs: number;
}

/** What each family's document promises its clients. */
export const tokenLives: Readonly<Record<Family, TokenLives>> = {
  eyetracker: { accessMs: 15 * minuteMs, refreshMs: dayMs },
  techtrack: { accessMs: 5 * minuteMs, refreshMs: dayMs },
  calibration: { accessMs: hourMs, refreshMs: dayMs },
  attendance: { accessMs: hourMs, refreshMs: 7 * dayMs },
  proctorx: { accessMs: hourMs, refreshMs: dayMs },
};

/** Of a session that a cookie names, as EyeTracker's. */
export const cookieLifeMs = 14 * dayMs;

export const longestAccessLifeMs = Math.max(...Object.values(tokenLives).map(({ accessMs }) => accessMs));

/** How far the clocks of those who verify access tokens may be off. */
export const accessTokenSkewMs = minuteMs;

/** However often it is refreshed, in the profile `strict` a session asks for the password again after this time. */
export const strictSessionLifeMs = 30 * dayMs;

/** How long the refresh token before the newest still gets the same answer: for answers that were lost on their way. */
export const refreshGraceMs = 10_000;
