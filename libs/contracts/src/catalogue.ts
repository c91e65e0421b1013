import { attendanceContract, faceContract } from './attendance/index.js';
import type { Contract } from './contract/index.js';
import {
  alertContract,
  equipmentContract,
  readingContract,
  techTrackRootContract,
} from './equipment/index.js';
import {
  accountContract,
  attendanceAccountsContract,
  attendanceSessionContract,
  tokenTrustContract,
} from './identity/index.js';
import { gazeContract, recognitionContract } from './vision/index.js';

/** Every contract of the platform: the gateway's routes, the API documents and the generated tests come from here. */
export const contracts: readonly Contract[] = [
  attendanceSessionContract,
  attendanceAccountsContract,
  faceContract,
  attendanceContract,
  accountContract,
  tokenTrustContract,
  recognitionContract,
  gazeContract,
  techTrackRootContract,
  equipmentContract,
  readingContract,
  alertContract,
];
