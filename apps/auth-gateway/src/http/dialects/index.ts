import type { Family } from '@argus/contracts';
import type { Dialect } from './dialect.js';
import { drf } from './drf.js';
import { eyetracker } from './eyetracker.js';
import { fastapi } from './fastapi.js';
import { proctorx } from './proctorx.js';

export type { Answer, Asked, Dialect, Resource } from './dialect.js';

const dialects: Readonly<Record<Family, Dialect>> = {
  attendance: drf,
  techtrack: drf,
  eyetracker,
  calibration: fastapi,
  proctorx,
};

/** The dialect of a family; DRF's where a path belongs to none. */
export const dialectOf = (family?: Family): Dialect => (family ? dialects[family] : drf);
