import { attendanceContract, faceContract } from './attendance/index.js';
import {
  calibrationCandidateContract,
  calibrationContract,
  calibrationFrameContract,
  calibrationScreenContract,
  calibrationSessionContract,
} from './calibration/index.js';
import type { Contract } from './contract/index.js';
import {
  alarmContract,
  alertContract,
  backTestContract,
  equipmentContract,
  readingBatchContract,
  readingContract,
  ruleContract,
  seriesContract,
  techTrackRootContract,
} from './equipment/index.js';
import {
  accountContract,
  apiKeyContract,
  apiKeyTrustContract,
  attendanceAccountsContract,
  attendanceSessionContract,
  eyetrackerAccountsContract,
  proctorxAccountsContract,
  selfContracts,
  techtrackTokenContract,
  techtrackUsersContract,
  tokenTrustContract,
} from './identity/index.js';
import { gazeContract, gazeLookContract, recognitionContract } from './vision/index.js';

/** Every contract of the platform: the gateway's routes, the API documents and the generated tests come from here. */
export const contracts: readonly Contract[] = [
  eyetrackerAccountsContract,
  techtrackTokenContract,
  techtrackUsersContract,
  proctorxAccountsContract,
  attendanceSessionContract,
  attendanceAccountsContract,
  apiKeyContract,
  ...selfContracts,
  faceContract,
  attendanceContract,
  accountContract,
  apiKeyTrustContract,
  tokenTrustContract,
  recognitionContract,
  gazeContract,
  gazeLookContract,
  techTrackRootContract,
  ruleContract,
  equipmentContract,
  readingContract,
  readingBatchContract,
  seriesContract,
  alarmContract,
  alertContract,
  backTestContract,
  calibrationSessionContract,
  calibrationScreenContract,
  calibrationFrameContract,
  calibrationContract,
  calibrationCandidateContract,
];
