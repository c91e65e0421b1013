import type { Family } from '@argus/contracts';
import type { Dialect } from './dialect.js';
import { drf } from './drf.js';

export type { Answer, Asked, Dialect } from './dialect.js';

const dialects: Partial<Record<Family, Dialect>> = { attendance: drf, eyetracker: drf, techtrack: drf };

/** The dialect of a family; DRF's where a path belongs to none. */
export const dialectOf = (family?: Family): Dialect => (family && dialects[family]) ?? drf;
