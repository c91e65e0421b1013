import type { Family } from '@argus/contracts';
import type { Dialect } from './dialect.js';
import { drf } from './drf.js';
import { eyetracker } from './eyetracker.js';
import { fastapi } from './fastapi.js';
import { proctorx } from './proctorx.js';

export type { Answer, ErrorAnswer, RequestFacts, Dialect, Resource } from './dialect.js';

const dialects: Readonly<Record<Family, Dialect>> = {
  attendance: drf,
  techtrack: drf,
  eyetracker,
  calibration: fastapi,
  proctorx,
};

/** Returns the dialect of a family; for a path without a family DRF's. */
export const dialectOf = (family?: Family): Dialect => (family ? dialects[family] : drf);
