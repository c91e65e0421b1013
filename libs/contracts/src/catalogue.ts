import * as attendance from './attendance/index.js';
import * as calibration from './calibration/index.js';
import { type Contract, contractsAmong } from './contract/index.js';
import * as equipment from './equipment/index.js';
import * as identity from './identity/index.js';
import * as vision from './vision/index.js';

/** Every contract that a service's folder exports. Routes, API documents and generated tests are derived from it. */
export const contracts: readonly Contract[] = [identity, attendance, vision, equipment, calibration].flatMap(
  contractsAmong,
);
