import * as attendance from './attendance/index.js';
import * as calibration from './calibration/index.js';
import {
  type Contract,
  contractsAmong,
  type DeviceStreamSpec,
  eventsAmong,
  type EventSpec,
} from './contract/index.js';
import * as equipment from './equipment/index.js';
import * as identity from './identity/index.js';
import * as telemetry from './telemetry/index.js';
import * as vision from './vision/index.js';

const folders = [identity, attendance, vision, equipment, calibration, telemetry];

/** Every contract that a service's folder exports. Routes, API documents and generated tests are derived from it. */
export const contracts: readonly Contract[] = folders.flatMap(contractsAmong);

/** Every event that a service's folder exports. The service that the subject names publishes it. */
export const events: readonly EventSpec<unknown>[] = folders.flatMap(eventsAmong);

/** Every stream of devices. */
export const deviceStreams: readonly DeviceStreamSpec[] = [equipment.readingStream];
